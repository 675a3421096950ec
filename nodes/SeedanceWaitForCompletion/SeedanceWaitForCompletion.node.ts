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
	endingOptions,
	optionsCollection,
	outputField,
	outputOptions,
	timeoutMinutes,
} from '../shared/fields/optionFields';
import { taskId } from '../shared/fields/taskProperties';
import { readTimeoutMs } from '../shared/options';
import { runTaskNode } from '../shared/taskNode';
import { waitForAll } from '../shared/waitForAll';

export class SeedanceWaitForCompletion implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Wait for Completion',
		name: 'seedanceWaitForCompletion',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ "up to " + $parameter["timeoutMinutes"] + " min" }}',
		description: 'Wait until Seedance tasks are finished, all incoming items together',
		defaults: { name: 'Seedance Wait for Completion' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		properties: [
			taskId,
			timeoutMinutes,
			downloadVideo,
			optionsCollection([...endingOptions, ...outputOptions, outputField]),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTaskNode(this, waitForAll(readTimeoutMs(this)));
	}
}
