/** The panel of Seedance Get Result. */
import type { INodeProperties } from 'n8n-workflow';
import { when } from './conditions';
import { downloadVideo, fileNameOption, fileOptions, ifFlaggedNsfw } from './fileFields';
import { filterFields, onlyIn, operation, rangeFields } from './listProperties';
import { optionsCollection, outputOptions } from './optionFields';
import { taskId } from './taskProperties';

const failWhenTaskFailed: INodeProperties = {
	displayName: 'Fail When Task Failed',
	name: 'failWhenTaskFailed',
	type: 'boolean',
	default: false,
	description:
		'Whether a task that ended without a video is an error. Off, it comes out as an item with its status and the reason.',
};

export const getResultProperties: INodeProperties[] = [
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
