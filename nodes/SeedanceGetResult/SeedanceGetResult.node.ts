import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from '../shared/credential';
import {
	downloadVideo,
	optionsCollection,
	outputField,
	outputOptions,
} from '../shared/fields/optionFields';
import { taskId } from '../shared/fields/taskProperties';
import { getResults } from '../shared/getResults';
import { runTaskNode } from '../shared/taskNode';

export class SeedanceGetResult implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Get Result',
		name: 'seedanceGetResult',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["downloadVideo"] ? "status and video" : "status and link" }}',
		description: 'Read the status and the video of a Seedance task once, without waiting',
		defaults: { name: 'Seedance Get Result' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		properties: [
			taskId,
			downloadVideo,
			optionsCollection([
				{
					displayName: 'Fail When Task Failed',
					name: 'failWhenTaskFailed',
					type: 'boolean',
					default: false,
					description:
						'Whether a task that ended without a video is an error. Off, it comes out as an item with its status and the reason.',
				},
				...outputOptions,
				outputField,
			]),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTaskNode(this, getResults);
	}
}
