/** The panel of each node. n8n's start waits for everything that this imports. */
import type { INodeProperties } from 'n8n-workflow';
import { offeredModels, pickerName } from '../../../seedance/models';
import { nodeNames, offeredModes } from '../../../seedance/models/modes';
import type { OfferedMode } from '../../../seedance/models';
import { byName, when } from './conditions';
import {
	fileOptions,
	filesOptions,
	returnOfNewVideo,
	returnOfTask,
	returnOfTasks,
} from './fileOptions';
import { filterFields, onlyIn, operation, rangeFields } from './getMany';
import { modelField, modelHints } from './model';
import { advanced, modelParameters, panelFields, references } from './modelFields';
import {
	batching,
	costLimits,
	errorHandling,
	errorHandlingOfList,
	optionsCollection,
	preventDuplicates,
	previewOnly,
} from './options';
import { output, outputOfDeletion, simplify } from './outputOptions';
import {
	callback,
	callbackHints,
	timeoutMinutes,
	waitBy,
	waiting,
	waitingInBackground,
} from './waitOptions';

// The whole panel of a submit node.

export function submitProperties(mode: OfferedMode): INodeProperties[] {
	return [
		modelField(mode),
		...panelFields(mode),
		modelParameters,
		returnOfNewVideo,
		optionsCollection([
			advanced(mode),
			batching,
			callback,
			costLimits,
			errorHandling('creates'),
			fileOptions,
			output,
			preventDuplicates,
			previewOnly,
			references(mode),
			waiting,
		]),
	];
}

// The field that names a task.

const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'resourceLocator',
	default: { __rl: true, mode: 'id', value: '={{ $json.taskId }}' },
	required: true,
	description: 'The task, such as the taskId that a Seedance node returned',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a recent task',
			typeOptions: { searchListMethod: 'searchTasks', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
		},
	],
};

// The panel of Seedance Get Result.

const getResultProperties: INodeProperties[] = [
	operation,
	when('operation', ['delete', 'get'], taskId),
	...rangeFields,
	onlyIn('get', returnOfTask),
	onlyIn('getAll', returnOfTasks),
	filterFields,
	optionsCollection([
		when('/operation', ['get'], errorHandling('reads')),
		when('/operation', ['getAll'], when('/return', ['file'], errorHandlingOfList)),
		when('/operation', ['get'], fileOptions),
		when('/operation', ['getAll'], filesOptions),
		when('/operation', ['delete'], outputOfDeletion),
		when('/operation', ['get', 'getAll'], output),
	]),
];

// The panel of Seedance Wait for Completion.

const waitProperties: INodeProperties[] = [
	taskId,
	waitBy,
	timeoutMinutes,
	returnOfTask,
	optionsCollection([errorHandling('waits'), fileOptions, output, waitingInBackground]),
];

// The panel of Seedance Trigger.

const modelChoices = (mode: OfferedMode) =>
	offeredModels(mode).map((record) => ({
		name: `${pickerName(record)}, ${nodeNames[mode].replace('Seedance ', '')}`,
		value: record.id,
	}));

const models: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'multiOptions',
	options: offeredModes.flatMap(modelChoices).sort(byName(({ name }) => name)),
	default: [],
	description: 'Only start the workflow for these models. Leave empty for all models.',
};

const verifyState: INodeProperties = {
	displayName: 'Verify Status With API',
	name: 'verifyState',
	type: 'boolean',
	default: true,
	description:
		'Whether to read the task from WaveSpeedAI before the workflow starts. The signature of each callback is always checked.',
};

const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'1. Open Webhook URLs above and copy the Production URL. It must be reachable over https. 2. In the node that creates the video, add Options → Callback and paste the URL. 3. Publish (activate) this workflow. To get the video as a file, add Seedance Get Result after this node.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Completed',
				value: 'completed',
				description: 'The video is ready',
			},
			{
				name: 'Failed',
				value: 'failed',
				description: 'WaveSpeedAI couldn’t make the video',
			},
		],
		default: ['completed', 'failed'],
		required: true,
		description: 'When to start the workflow',
	},
	optionsCollection([models, simplify, verifyState]),
];

export const textToVideo = {
	hints: [...modelHints('text-to-video'), ...callbackHints],
	properties: submitProperties('text-to-video'),
};

export const imageToVideo = {
	hints: [...modelHints('image-to-video'), ...callbackHints],
	properties: submitProperties('image-to-video'),
};

export const videoToVideo = {
	hints: [...modelHints('video-to-video'), ...callbackHints],
	properties: submitProperties('video-to-video'),
};

export const getResult = { properties: getResultProperties };

export const waitForCompletion = { properties: waitProperties };

export const trigger = { properties: triggerProperties };
