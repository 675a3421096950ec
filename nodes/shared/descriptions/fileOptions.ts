/** What a node returns, and the options about files. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { bounds, notForAgents } from './conditions';
import { optionGroup } from './options';
import { runOptions } from './optionTable';

const file: INodePropertyOptions = {
	name: 'Video File',
	value: 'file',
	description: 'Download the video into the item. Its URL is in the item, too.',
};
const url: INodePropertyOptions = {
	name: 'Video URL',
	value: 'url',
	description: 'Return a link that works for 7 days',
};

const returns = (
	choices: INodePropertyOptions[],
	preset: 'file' | 'url',
	hint?: string,
): INodeProperties => ({
	displayName: 'Return',
	name: 'return',
	type: 'options',
	options: choices,
	default: preset,
	// Agents get the URL, because they can't read files.
	displayOptions: notForAgents,
	description: 'What each item contains when the node has finished',
	...(hint !== undefined && { hint }),
});

/** The Return field of the nodes that create videos. */
export const returnOfNewVideo = returns(
	[
		{
			name: "Task ID (Don't Wait)",
			value: 'taskId',
			description: 'Go on at once. Get the video later with Seedance Wait for Completion.',
		},
		file,
		url,
	],
	'file',
);

/** The Return field of the nodes that read tasks. */
export const returnOfTask = returns([file, url], 'file');
/** The same for a list, which may be long. */
export const returnOfTasks = returns([file, url], 'url');

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.title }}',
	description: 'Name without extension. Leave empty to use model and task ID.',
};

const maximumFileSize: INodeProperties = {
	displayName: 'Max File Size (MB)',
	name: 'maximumFileSizeMb',
	type: 'number',
	typeOptions: bounds(runOptions.maximumFileSizeMb),
	default: 1024,
	description:
		'Larger files aren’t downloaded. If n8n keeps files in memory, the limit is 100 MB at most.',
};

const outputField: INodeProperties = {
	displayName: 'Output Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	description: 'More files of the same task go to this name with _1, _2 and so on',
};

const fileGroup = (fields: readonly INodeProperties[]): INodeProperties => ({
	...optionGroup('file', 'File', fields),
	displayOptions: { show: { '/return': ['file'] }, ...notForAgents },
});

/** The File group of the nodes with one video for each item. */
export const fileOptions = fileGroup([fileName, maximumFileSize, outputField]);
/** A file name is an item's, so it doesn't fit the many tasks of a list. */
export const filesOptions = fileGroup([maximumFileSize, outputField]);
