/** A stand-in for n8n's AI Agent: calls its one tool as a script says, through n8n's own tool code. */
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

interface Tool {
	invoke(call: IDataObject): Promise<string>;
}

/** Calls its tool once for every entry of its parameter and outputs the answers. */
export class Agent implements INodeType {
	description: INodeType['description'] = {
		displayName: 'agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'agent',
		defaults: { name: 'agent' },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Calls', name: 'calls', type: 'json', default: '[]' },
			{ displayName: 'Side by Side', name: 'sideBySide', type: 'boolean', default: false },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tools: unknown = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const [tool] = tools as Tool[];
		if (tool === undefined) throw new Error('no tool');
		const ask = async (call: IDataObject): Promise<INodeExecutionData> => {
			const told = await tool.invoke(call).catch((error: unknown) => `Error: ${String(error)}`);
			return { json: { told } };
		};
		const calls = JSON.parse(String(this.getNodeParameter('calls', 0))) as IDataObject[];
		if (this.getNodeParameter('sideBySide', 0) === true) {
			return [await Promise.all(calls.map(ask))];
		}
		const answers: INodeExecutionData[] = [];
		for (const call of calls) answers.push(await ask(call));
		return [answers];
	}
}

/** The tool that n8n makes of a node that is usable as one: another name, an output for agents. */
export function asTool(node: INodeType): INodeType {
	const tool: INodeType = Object.create(node);
	tool.description = {
		...node.description,
		name: `${node.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: [
			...node.description.properties,
			{ displayName: 'Description', name: 'toolDescription', type: 'string', default: 'a tool' },
		],
	};
	delete tool.description.usableAsTool;
	return tool;
}
