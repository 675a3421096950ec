import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** Stands in for n8n's Read/Write Files from Disk (operation "write"), into one folder only. */
export class WriteFile implements INodeType {
	constructor(private readonly folder: string) {}

	description: INodeTypeDescription = {
		displayName: 'Read/Write Files from Disk',
		name: 'readWriteFile',
		group: ['output'],
		version: [1, 1.1],
		description: 'Writes the binary field of every item to a file',
		defaults: { name: 'Read/Write Files from Disk' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Operation', name: 'operation', type: 'string', default: 'read' },
			{ displayName: 'File Path and Name', name: 'fileName', type: 'string', default: '' },
			{
				displayName: 'Input Binary Field',
				name: 'dataPropertyName',
				type: 'string',
				default: 'data',
			},
		],
	};

	execute = writeFiles(() => this.folder);
}

function writeFiles(folder: () => string) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		mkdirSync(folder(), { recursive: true });
		const written = items.map(async (item, i): Promise<INodeExecutionData> => {
			const field = this.getNodeParameter('dataPropertyName', i) as string;
			const name = path.basename(this.getNodeParameter('fileName', i) as string);
			const fileName = path.join(folder(), name);
			writeFileSync(fileName, await this.helpers.getBinaryDataBuffer(i, field));
			return { json: { ...item.json, fileName }, pairedItem: { item: i } };
		});
		return [await Promise.all(written)];
	};
}
