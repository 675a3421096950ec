/** The options about files. */
import type { INodeProperties } from 'n8n-workflow';
import { bounds, when } from './conditions';
import { runOptions } from './optionTable';

export const downloadVideo: INodeProperties = {
	displayName: 'Download Video',
	name: 'downloadVideo',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the finished video into the item as a file. Off, the item has its web address, which is valid for 7 days.',
};

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.title }}',
	description:
		'What to call the file, without extension. Empty, it is named after model and task. Further files of a task get -1, -2 and so on.',
};

const ifDownloadFails: INodeProperties = {
	displayName: 'If Download Fails',
	name: 'ifDownloadFails',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description:
				'The item fails, as the On Error setting says. Its video is paid for; a retry only downloads.',
		},
		{
			name: 'Return Item',
			value: 'item',
			description: 'The item comes out with the links and the reason in downloadError',
		},
	],
	default: 'item',
	description: 'What to do when the video is finished but cannot be downloaded',
};

export const ifFlaggedNsfw: INodeProperties = {
	displayName: 'If Flagged NSFW',
	name: 'ifFlaggedNsfw',
	type: 'options',
	options: [
		{
			name: 'Continue',
			value: 'continue',
			description: 'The item comes out like any other, with nsfw: true',
		},
		{
			name: 'Error',
			value: 'error',
			description:
				'The item fails, as the On Error setting says, and nothing is downloaded. Its video is paid for.',
		},
	],
	default: 'continue',
	description: 'What to do when the content check flags a finished video as not safe for work',
};

const maximumFileSize: INodeProperties = {
	displayName: 'Maximum File Size (MB)',
	name: 'maximumFileSizeMb',
	type: 'number',
	typeOptions: bounds(runOptions.maximumFileSizeMb),
	default: 1024,
	description:
		'Larger files are not downloaded. An n8n that keeps files in memory never downloads more than 100 MB.',
};

const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	description:
		'The binary field of the item that the video is written to. Further files of a task go to fields of that name with _1, _2 and so on.',
};

const whenDownloading = (field: INodeProperties) => when('/downloadVideo', true, field);

/** A file name is an item's, so it doesn't fit the many tasks of a list. */
export const fileNameOption = whenDownloading(fileName);

/** The file options of every node that downloads, except the name. */
export const fileOptions = [ifDownloadFails, maximumFileSize, outputField].map(whenDownloading);
