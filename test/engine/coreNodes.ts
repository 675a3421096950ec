/**
 * Stand-ins for the few n8n core nodes that tests and the demo need. n8n-nodes-base would bring
 * hundreds of packages; `npm run n8n` uses the real ones.
 */
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

function description(
	name: string,
	properties: INodeProperties[],
	isTrigger = false,
): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: [isTrigger ? 'trigger' : 'transform'],
		version: [1, 1.1, 2, 3, 3.4],
		description: name,
		defaults: { name },
		inputs: isTrigger ? [] : [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties,
	};
}

/** Manual Trigger: one empty item. */
export class ManualTrigger implements INodeType {
	description = description('manualTrigger', [], true);

	async execute(): Promise<INodeExecutionData[][]> {
		return [[{ json: {} }]];
	}
}

/** Emits the items that its parameter holds, as a Code node would. */
export class Source implements INodeType {
	description = description('source', [
		{ displayName: 'Items', name: 'items', type: 'json', default: '[]' },
	]);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = JSON.parse(String(this.getNodeParameter('items', 0))) as INodeExecutionData[];
		return [items.map(({ json, binary }) => ({ json, ...(binary && { binary }) }))];
	}
}

/** Evaluates an expression for every item, as Edit Fields would. */
export class Pick implements INodeType {
	description = description('pick', [
		{ displayName: 'Value', name: 'value', type: 'string', default: '' },
	]);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		return [
			items.map((_, i) => ({
				json: { value: this.getNodeParameter('value', i) as string },
				pairedItem: { item: i },
			})),
		];
	}
}

/** Hands on one item after the other on its second output, as Loop Over Items does, then all on its first. */
export class Loop implements INodeType {
	description = {
		...description('loop', []),
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node');
		context.left ??= this.getInputData();
		const [next] = (context.left as INodeExecutionData[]).splice(0, 1);
		return next === undefined ? [[{ json: {} }], []] : [[], [next]];
	}
}
