/** The panel of Seedance Trigger. */
import type { INodeProperties } from 'n8n-workflow';
import { offeredModels, pickerName } from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import { byName } from './alphabetical';
import { optionsCollection, simplify } from './optionFields';

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

export const triggerProperties: INodeProperties[] = [
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
