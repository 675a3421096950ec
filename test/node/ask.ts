/**
 * Requests with the credential and without other precautions, so that only the credential's own
 * apply.
 */
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IRun,
} from 'n8n-workflow';
import { WaveSpeedAiApi } from '../../credentials/WaveSpeedAiApi.credentials';
import { ManualTrigger } from '../engine/coreNodes';
import { startWorkflow } from '../engine/run';

const credential = new WaveSpeedAiApi();

const description: INodeTypeDescription = {
	displayName: 'Ask',
	name: 'ask',
	group: ['transform'],
	version: 1,
	description: 'Sends a request',
	defaults: { name: 'Ask' },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: credential.name, required: true }],
	properties: [],
};

async function runNode(
	type: INodeType,
	credentialData: ICredentialDataDecryptedObject,
): Promise<IRun> {
	const common = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const credentials = { [credential.name]: { id: '1', name: 'Test' } };
	const nodes: INode[] = [
		{ ...common, id: '0', name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ ...common, id: '1', name: 'Ask', type: 'test.ask', credentials },
	];
	const toAsk = [[{ node: 'Ask', type: NodeConnectionTypes.Main, index: 0 }]];
	return await startWorkflow(
		{ nodes, connections: { Start: { main: toAsk } } },
		{
			nodeTypes: { 'n8n-nodes-base.manualTrigger': new ManualTrigger(), 'test.ask': type },
			credentialTypes: { [credential.name]: credential },
			credentials: { [credential.name]: credentialData },
		},
	).done;
}

/** Sends a request with the key that follows redirects with credentials. */
export async function ask(
	request: IHttpRequestOptions,
	credentialData: ICredentialDataDecryptedObject,
): Promise<IRun> {
	async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { httpRequestWithAuthentication } = this.helpers;
		const hasty = { ...request, sendCredentialsOnCrossOriginRedirect: true };
		const answer = (await httpRequestWithAuthentication.call(this, credential.name, {
			...hasty,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as { statusCode: number };
		return [[{ json: { status: answer.statusCode } }]];
	}
	return await runNode({ description, execute }, credentialData);
}

/** What n8n does when a person saves the credential: the routing node with the credential's test. */
export async function testCredential(
	credentialData: ICredentialDataDecryptedObject,
): Promise<IRun> {
	const temp = { displayName: 'Temp', name: 'temp', type: 'string', default: '' } as const;
	const routing = { request: credential.test.request };
	return await runNode(
		{ description: { ...description, properties: [{ ...temp, routing }] } },
		credentialData,
	);
}
