/** The domain's HTTP port over n8n's request helper, so that proxies and credential handling work. */
import { sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { answerTooLarge, mostAnswerBytes } from '../../../seedance/api/http';
import type { ApiReply, HttpPort } from '../../../seedance/api/http';
import type { Ports } from '../../../seedance/task/ports';
import { z } from '../../../seedance/zod';
import { answerAsItIs } from './answerAsItIs';
import { credentialType } from '../declared';
import type { CheckedApi } from './credential';
import { readFailure } from './failure';
import { bodySchema, createCutter, readBody } from './readAnswer';
import type { Limits, ReadBody } from './readAnswer';

const answerSchema = z.object({
	statusCode: z.number(),
	headers: z.record(z.unknown()),
	body: z.unknown(),
});
type Answer = z.output<typeof answerSchema>;
type NoAnswer = Extract<ApiReply, { kind: 'noAnswer' }>;

type Context = IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions;

const stopSignalOf = (context: Context) =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/**
 * The context as n8n's helper is to see it: in an execution the helper puts the context's own signal in
 * the place of the request's, and then nothing could end a request but the whole execution.
 */
function withSignal<C extends Context>(context: C, signal: AbortSignal): C {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as C;
}

function readHeaders(headers: Answer['headers'], withoutKey: CheckedApi['withoutKey']) {
	const entries = Object.entries(headers).map(([name, value]): [string, string] => [
		name.toLowerCase(),
		withoutKey(String(value)),
	]);
	return Object.fromEntries(entries);
}

/** An answer that did not come to its end: nothing in it counts, and the request has arrived. */
function unread(read: Exclude<ReadBody, { kind: 'read' }>, mostBytes: number): NoAnswer {
	const sent = { kind: 'noAnswer', phase: 'sent' } as const;
	switch (read.kind) {
		case 'tooLarge':
			return {
				...sent,
				code: answerTooLarge,
				detail: `an answer of more than ${Math.round(mostBytes / 1024 / 1024)} MB`,
			};
		case 'late':
			// The code of n8n's own time-out, which ends with the headers of an answer.
			return { ...sent, code: 'ECONNABORTED', detail: 'ECONNABORTED' };
		case 'broken': {
			const { code } = readFailure(read.error);
			return { ...sent, code, detail: code };
		}
	}
}

/** The text of an answer; helpers that stand in for n8n's may give a body that is no stream. */
async function readText(
	{ body, headers }: Answer,
	limits: Limits,
	cut: () => void,
): Promise<ReadBody> {
	const stream = bodySchema.safeParse(body);
	const announced = Number(headers['content-length'] ?? 0);
	if (stream.success) return await readBody(stream.data, { ...limits, announced }, cut);
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return text.length > limits.mostBytes ? { kind: 'tooLarge' } : { kind: 'read', text };
}

type Send = (
	options: Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'>,
	limits: Limits,
) => Promise<ApiReply>;

/**
 * Sends requests with the node's credential, which checks where they go; no answer brings the key back.
 * Never throws.
 */
export function createSend(context: Context, { withoutKey }: Pick<CheckedApi, 'withoutKey'>): Send {
	return async ({ headers: more, ...request }, limits) => {
		const { signal, cut } = createCutter(stopSignalOf(context));
		const options: IHttpRequestOptions = {
			...request,
			headers: { Accept: 'application/json', 'X-Client-Name': 'n8n-nodes-seedance', ...more },
			encoding: 'stream',
			...answerAsItIs,
			timeout: limits.timeoutMs,
			abortSignal: signal,
		};
		try {
			const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
				withSignal(context, signal),
				credentialType,
				options,
			);
			const answer = answerSchema.parse(response);
			const read = await readText(answer, limits, cut);
			if (read.kind !== 'read') return unread(read, limits.mostBytes);
			const headers = readHeaders(answer.headers, withoutKey);
			return { kind: 'answer', status: answer.statusCode, headers, text: withoutKey(read.text) };
		} catch (error) {
			const failure = readFailure(error);
			const { code, proxyStatus } = failure;
			const detail = proxyStatus === undefined ? code : `HTTP ${proxyStatus} from the proxy`;
			return { kind: 'noAnswer', ...failure, detail };
		}
	};
}

/** Sends the domain's requests with the node's credential. */
export function createHttpPort(context: Context, api: Pick<CheckedApi, 'withoutKey'>): HttpPort {
	const send = createSend(context, api);
	return async ({ method, url, body, timeoutMs, mostBytes = mostAnswerBytes }) => {
		const content =
			body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
		return await send({ method, url, ...content }, { timeoutMs, mostBytes });
	};
}

/** Everything that the domain needs of the world, from an n8n execution or a call of a webhook. */
export function createPorts(
	context: IExecuteFunctions | IWebhookFunctions,
	api: CheckedApi,
): Ports {
	const signal = stopSignalOf(context);
	return {
		http: createHttpPort(context, api),
		baseUrl: api.baseUrl,
		now: () => Date.now(),
		sleep,
		random: () => Math.random(),
		...(signal !== undefined && { signal }),
	};
}
