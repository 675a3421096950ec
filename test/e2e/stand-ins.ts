import { z } from 'zod';
import { chainNode, type ChainNode } from './chain';
import { storedExample, type Workflow } from './examples';
import type { Scene } from './scene';

/** The data of the outside services' credentials, by type. */
export type OutsideCredentials = Readonly<
	Record<string, Readonly<Record<string, string | number | boolean>>>
>;

/** The credential that a node needs; n8n's HTTP Request node says which. */
const credentialOf = new Map([
	['n8n-nodes-base.telegram', 'telegramApi'],
	['n8n-nodes-base.telegramTrigger', 'telegramApi'],
	['n8n-nodes-base.emailSend', 'smtp'],
	['@n8n/n8n-nodes-langchain.openAi', 'openAiApi'],
	['@n8n/n8n-nodes-langchain.lmChatOpenAi', 'openAiApi'],
]);

/**
 * An example as a person makes it work: each node with the credential that it needs. Only the nodes
 * whose host is fixed in n8n, or stands in the node, are changed so that they call a local service.
 */
export async function exampleWithOutside(
	scene: Scene,
	name: string,
	outsideUrl: string,
	data: OutsideCredentials,
): Promise<Workflow> {
	const { rest } = scene.stage;
	const credentials = new Map<string, { id: string; name: string }>();
	for (const [type, fields] of Object.entries(data)) {
		credentials.set(type, { id: await rest.addCredential(type, type, fields), name: type });
	}
	const { workflow } = storedExample(scene.stage, name);
	const nodes = workflow.nodes.map((node) => {
		const local = atLocalService(node, outsideUrl);
		const type = credentialOf.get(local.type) ?? String(local.parameters.genericAuthType);
		const credential = credentials.get(type);
		return credential === undefined ? local : { ...local, credentials: { [type]: credential } };
	});
	return { ...workflow, nodes };
}

const mapped = z.object({ value: z.record(z.unknown()) });
const textParameter = z.string();

/** The node, or an HTTP Request node that runs its expressions and sends the same to a local service. */
function atLocalService(node: ChainNode, url: string): ChainNode {
	const { type, parameters } = node;
	const { operation, resource, columns, name, title } = parameters;
	if (type === 'n8n-nodes-base.httpRequest') return withLocalUrl(node, url);
	if (type === 'n8n-nodes-base.googleSheets') {
		if (operation === undefined) return requestInstead(node, { url: `${url}/sheet/read` });
		const path = `${url}/sheet/${textParameter.parse(operation)}`;
		return requestInstead(node, posted(path, mapped.parse(columns).value));
	}
	if (type === 'n8n-nodes-base.googleDrive' && operation === undefined) {
		return requestInstead(node, upload(`${url}/drive/upload`, { name }));
	}
	if (type === 'n8n-nodes-base.youTube' && resource === 'video' && operation === 'upload') {
		return requestInstead(node, upload(`${url}/youtube/upload`, { title }));
	}
	if (type === 'n8n-nodes-base.gmail' && operation === undefined) {
		const { sendTo, subject, message } = parameters;
		return requestInstead(node, posted(`${url}/gmail/send`, { sendTo, subject, message }));
	}
	return node;
}

/** Only the host of a URL that stands in the node is changed. */
function withLocalUrl(node: ChainNode, url: string): ChainNode {
	const given = String(node.parameters.url);
	if (given.startsWith('=')) return node;
	return { ...node, parameters: { ...node.parameters, url: url + new URL(given).pathname } };
}

const listed = (values: Readonly<Record<string, unknown>>) => ({
	parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
});

const posted = (url: string, values: Readonly<Record<string, unknown>>) => ({
	method: 'POST',
	url,
	sendBody: true,
	bodyParameters: listed(values),
});

const upload = (url: string, query: Readonly<Record<string, unknown>>) => ({
	method: 'POST',
	url,
	sendQuery: true,
	queryParameters: listed(query),
	sendBody: true,
	contentType: 'binaryData',
	inputDataFieldName: 'data',
});

function requestInstead(node: ChainNode, parameters: Record<string, unknown>): ChainNode {
	const request = chainNode(node.name, 'n8n-nodes-base.httpRequest', 4.2, {
		...parameters,
		options: {},
	});
	return { ...node, type: request.type, typeVersion: 4.2, parameters: request.parameters };
}
