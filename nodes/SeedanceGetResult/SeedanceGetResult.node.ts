import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { taskMethods } from '../shared/descriptions/model';
import { credentials } from '../shared/descriptions/optionTable';
import { getResult } from '../shared/descriptions/panels';

export class SeedanceGetResult implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seedance Get Result or List',
		name: 'seedanceGetResult',
		icon: { light: 'file:../../icons/seedance.svg', dark: 'file:../../icons/seedance.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "delete" ? "Delete or cancel" : $parameter["operation"] === "getAll" ? "Recent tasks" : $parameter["return"] === "file" ? "Video file" : "Video URL" }}',
		description: 'Get, list, delete or cancel Seedance videos',
		defaults: { name: 'Seedance Get Result' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		properties: getResult.properties,
	};

	methods = taskMethods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { onErrorRoute, runGetResult } = await import('../shared/running');
		return await onErrorRoute(this, this.continueOnFail(), async () => await runGetResult(this));
	}
}
