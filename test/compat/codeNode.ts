/** Replaces n8n's Code node in the frozen workflows, where it returns fixed items. */
import { runInNewContext } from 'node:vm';
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

export class Code implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Code',
		name: 'code',
		group: ['transform'],
		version: 2,
		description: 'Code',
		defaults: { name: 'Code' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'JavaScript', name: 'jsCode', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const code = String(this.getNodeParameter('jsCode', 0));
		const text = JSON.stringify(runInNewContext(`(() => {${code}})()`));
		return [JSON.parse(text) as INodeExecutionData[]];
	}
}
