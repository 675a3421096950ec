/** A call of a node's `webhook()`, given to it as n8n's server does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebhookContext } from 'n8n-core';
import type {
	IRunExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** A request of which the body has been read. */
export interface Call {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly url: URL;
	readonly body: Buffer;
}

/** A parameter that comes twice is a list, as Express has it. */
function queryOf({ searchParams }: URL): Record<string, string | string[]> {
	const names = [...new Set(searchParams.keys())];
	return Object.fromEntries(
		names.map((name) => {
			const values = searchParams.getAll(name);
			return [name, values.length === 1 ? values.join('') : values];
		}),
	);
}

/** What of Express's request and response a node may use. */
function expressLike({ request, response, url, body }: Call) {
	const httpRequest = {
		headers: request.headers,
		method: request.method,
		query: queryOf(url),
		params: {},
		rawBody: body,
		body: {},
	};
	const httpResponse = {
		status(code: number) {
			response.statusCode = code;
			return httpResponse;
		},
		end: () => response.end(),
	};
	return { httpRequest, httpResponse } as unknown as Pick<
		IWorkflowExecuteAdditionalData,
		'httpRequest' | 'httpResponse'
	>;
}

/** Finds the node's webhook by path and calls it; undefined when it has none there. */
export async function callWebhook(
	call: Call,
	path: string,
	nodeName: string,
	{ workflow, data }: { workflow: Workflow; data: IWorkflowExecuteAdditionalData },
	mode: WorkflowExecuteMode,
	runData: IRunExecutionData | null,
): Promise<IWebhookResponseData | undefined> {
	const node = workflow.getNode(nodeName);
	if (node === null) throw new Error(`No node ${nodeName}`);
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const found = type.description.webhooks?.find((webhook) => webhook.path === path);
	if (found === undefined || type.webhook === undefined) return undefined;
	const context = new WebhookContext(
		workflow,
		node,
		{ ...data, ...expressLike(call) },
		mode,
		{
			httpMethod: 'POST',
			node: nodeName,
			path,
			webhookDescription: found,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: data,
		},
		[],
		runData,
	);
	return await type.webhook.call(context as IWebhookFunctions);
}
