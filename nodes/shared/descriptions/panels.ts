/** The panel of each node. n8n's start waits for everything that this imports. */
import type { INodeProperties } from 'n8n-workflow';
import { offeredModels, pickerName } from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import { byName, when } from './conditions';
import { downloadVideo, fileNameOption, fileOptions, ifFlaggedNsfw } from './fileOptions';
import { filterFields, onlyIn, operation, rangeFields } from './getMany';
import { modelField, modelHints } from './model';
import { modelOptions, modelParameters, panelFields } from './modelFields';
import {
	endingOptions,
	ifOutcomeIsUnknown,
	moneyOptions,
	optionsCollection,
	outputOptions,
	requestKey,
	simplify,
	submitDeadline,
	submitsAtOnce,
	timeoutMinutes,
	uploadUrlsFirst,
	whenWaiting,
} from './options';
import {
	callbackHints,
	callbackUrl,
	notifyWhenDone,
	recheckMinutes,
	reference,
	waitUsing,
	whenSuspending,
} from './waitOptions';

// The whole panel of a submit node.

const waitSwitch: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until the videos are finished; no further node is needed then. Off, the task comes back at once: store its taskId and use Seedance Wait for Completion or Seedance Get Result.',
};

export function submitProperties(mode: OfferedMode): INodeProperties[] {
	return [
		modelField(mode),
		...panelFields(mode),
		modelParameters,
		waitSwitch,
		{ ...downloadVideo, displayOptions: { show: { waitForCompletion: [true] } } },
		modelOptions(mode),
		optionsCollection([
			...[
				...endingOptions,
				ifFlaggedNsfw,
				fileNameOption,
				...fileOptions,
				timeoutMinutes,
				waitUsing,
			].map(whenWaiting),
			whenSuspending('waitUsing', recheckMinutes),
			...outputOptions,
			...moneyOptions,
			callbackUrl,
			ifOutcomeIsUnknown,
			notifyWhenDone,
			reference,
			requestKey,
			submitDeadline,
			submitsAtOnce,
			uploadUrlsFirst,
		]),
	];
}

// The field that names a task.

const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '={{ $json.taskId }}',
	required: true,
	placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
	description: 'The ID that a Seedance submit node returned as taskId',
};

// The panel of Seedance Get Result.

const failWhenTaskFailed: INodeProperties = {
	displayName: 'Fail When Task Failed',
	name: 'failWhenTaskFailed',
	type: 'boolean',
	default: false,
	description:
		'Whether a task that ended without a video is an error. Off, it comes out as an item with its status and the reason.',
};

const getResultProperties: INodeProperties[] = [
	operation,
	onlyIn('get', taskId),
	...rangeFields,
	downloadVideo,
	filterFields,
	optionsCollection([
		...[failWhenTaskFailed, fileNameOption, ifFlaggedNsfw].map((field) =>
			when('/operation', 'get', field),
		),
		...fileOptions,
		...outputOptions,
	]),
];

// The panel of Seedance Wait for Completion.

const waitProperties: INodeProperties[] = [
	taskId,
	waitUsing,
	timeoutMinutes,
	downloadVideo,
	optionsCollection([
		...endingOptions,
		ifFlaggedNsfw,
		fileNameOption,
		...fileOptions,
		...outputOptions,
		whenSuspending('/waitUsing', recheckMinutes),
	]),
];

// The panel of Seedance Trigger.

const modes: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'Text to Video',
	'image-to-video': 'Image to Video',
};

const modelChoices = (mode: OfferedMode) =>
	offeredModels(mode).map((record) => ({
		name: `${pickerName(record)}, ${modes[mode]}`,
		value: record.id,
	}));

const models: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'multiOptions',
	options: [...modelChoices('text-to-video'), ...modelChoices('image-to-video')].sort(
		byName(({ name }) => name),
	),
	default: [],
	description: 'Only tasks of these models start the workflow; with none chosen, all do',
};

const verifyState: INodeProperties = {
	displayName: 'Verify State With API',
	name: 'verifyState',
	type: 'boolean',
	default: true,
	description:
		'Whether to read the task back from the API before the workflow starts. Every call is checked by its signature in any case.',
};

const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Open <b>Webhook URLs</b> above and copy the <b>Production URL</b>. In Seedance Text to Video or Image to Video, add the options <b>Notify When Done</b> (Custom URL) and <b>Callback URL</b>, and paste it there. It must be reachable from the internet over https, and this workflow must be published (active). To have the video as a file, let Seedance Get Result follow.',
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
				description: 'The video is there',
			},
			{
				name: 'Failed',
				value: 'failed',
				description: 'The task ended without a video',
			},
		],
		default: ['completed', 'failed'],
		required: true,
		description: 'Which ends of a task start the workflow',
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

export const getResult = { properties: getResultProperties };

export const waitForCompletion = { properties: waitProperties };

export const trigger = { properties: triggerProperties };
