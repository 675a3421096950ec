/** The domain's HTTP port over n8n's request helper, so that proxies and credential handling work. */
import { sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { ApiReply, HttpPort } from '../../../seedance/api/http';
import type { Ports } from '../../../seedance/task/ports';
import { z } from '../../../seedance/zod';
import { answerAsItIs } from './answerAsItIs';
import { credentialType } from '../declared';
import type { CheckedApi } from './credential';
import { readFailure } from './failure';

const answerSchema = z.object({
	statusCode: z.number(),
	headers: z.record(z.unknown()),
	body: z.unknown(),
});

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/** Sends the domain's requests with the node's credential; no answer brings the key back. */
export function createHttpPort(
	context: IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions,
	{ withoutKey }: Pick<CheckedApi, 'withoutKey'>,
): HttpPort {
	return async ({ method, url, body, timeoutMs }): Promise<ApiReply> => {
		const options: IHttpRequestOptions = {
			method,
			url,
			headers: { Accept: 'application/json', 'X-Client-Name': 'n8n-nodes-seedance' },
			encoding: 'text',
			...answerAsItIs,
			timeout: timeoutMs,
		};
		if (body !== undefined) {
			options.body = JSON.stringify(body);
			options.headers = { ...options.headers, 'Content-Type': 'application/json' };
		}
		try {
			const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				options,
			);
			const { statusCode, headers, body: text } = answerSchema.parse(response);
			return {
				kind: 'answer',
				status: statusCode,
				headers: textHeaders(headers),
				text: withoutKey(typeof text === 'string' ? text : JSON.stringify(text ?? '')),
			};
		} catch (error) {
			const failure = readFailure(error);
			const { code, proxyStatus } = failure;
			const detail = proxyStatus === undefined ? code : `HTTP ${proxyStatus} from the proxy`;
			return { kind: 'noAnswer', ...failure, detail };
		}
	};
}

/** Everything that the domain needs of the world, from an n8n execution or a call of a webhook. */
export function createPorts(
	context: IExecuteFunctions | IWebhookFunctions,
	api: CheckedApi,
): Ports {
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return {
		http: createHttpPort(context, api),
		baseUrl: api.baseUrl,
		now: () => Date.now(),
		sleep,
		random: () => Math.random(),
		...(signal !== undefined && { signal }),
	};
}
