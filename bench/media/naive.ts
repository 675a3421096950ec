/** Naive nodes that hold the whole file in memory. */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

export const naiveDescription = (name: string): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	properties: [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
	],
});

export class NaiveDownload implements INodeType {
	description = naiveDescription('naiveDownload');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = this.getNodeParameter('url', 0) as string;
		const body: unknown = await this.helpers.httpRequest({ url, encoding: 'arraybuffer' });
		const binary = await this.helpers.prepareBinaryData(body as Buffer, 'video.mp4', 'video/mp4');
		return [[{ json: {}, binary: { data: binary } }]];
	}
}

/** Uploads by the API's older route, the whole file in a form. */
export class NaiveUpload implements INodeType {
	description = naiveDescription('naiveUpload');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = this.getNodeParameter('url', 0) as string;
		const key = this.getNodeParameter('key', 0) as string;
		const picture = await this.helpers.getBinaryDataBuffer(0, 'data');
		const ticket = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${url}/api/v3/media/uploads`,
			headers: { Authorization: `Bearer ${key}` },
			body: { filename: 'a.png', size: picture.length, content_type: 'image/png' },
			json: true,
		})) as { data: { upload: { url: string; headers: IDataObject } } };
		const { upload } = ticket.data;
		await this.helpers.httpRequest({
			method: 'PUT',
			url: upload.url,
			headers: upload.headers,
			body: picture,
		});
		return [[{ json: {} }]];
	}
}
