import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from '../shared/declared';
import { when } from '../shared/fields/conditions';
import {
	downloadVideo,
	fileNameOption,
	fileOptions,
	ifFlaggedNsfw,
} from '../shared/fields/fileFields';
import { optionsCollection, outputOptions } from '../shared/fields/optionFields';
import { filterFields, onlyIn, operation, rangeFields } from '../shared/fields/listProperties';
import { taskId } from '../shared/fields/taskProperties';

const failWhenTaskFailed: INodeProperties = {
	displayName: 'Fail When Task Failed',
	name: 'failWhenTaskFailed',
	type: 'boolean',
	default: false,
	description:
		'Whether a task that ended without a video is an error. Off, it comes out as an item with its status and the reason.',
};

export class SeedanceGetResult implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Get Result',
		name: 'seedanceGetResult',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"] === "getAll" ? "recent tasks" : "status") + ($parameter["downloadVideo"] ? " and video" : " and link") }}',
		description: 'Read the status and the video of a Seedance task once, or list recent tasks',
		defaults: { name: 'Seedance Get Result' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		properties: [
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
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { getResults, runGetMany, runTaskNode } = await import('../shared/running');
		const isList = this.getNodeParameter('operation', 0, 'get') === 'getAll';
		return isList ? await runGetMany(this) : await runTaskNode(this, getResults);
	}
}
