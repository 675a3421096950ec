/** A call of the API's to one of our webhooks, verified. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Prediction } from '../../../seedance/api/prediction';
import type { Problem } from '../../../seedance/errors/problem';
import type { Ports } from '../../../seedance/task/ports';
import { judgeCallback } from '../../../seedance/webhook/callback';
import type { Delivery } from '../../../seedance/webhook/callback';
import { createSecretCache, fetchSecret, givenSecret } from '../../../seedance/webhook/secret';
import type { SecretSource } from '../../../seedance/webhook/secret';
import { z } from '../../../seedance/zod';
import { readApi } from '../http/credential';
import type { CheckedApi } from '../http/credential';
import { createPorts } from '../http/httpPort';

// In memory only, and for minutes: the secret is worth as much as the key's callbacks.
const cache = createSecretCache();

/** Where the secret comes from: the credential, or the API. */
export function secretSource(api: CheckedApi, ports: Ports): SecretSource {
	if (api.webhookSecret !== '') return givenSecret(api.webhookSecret);
	return cache.source(api.account, async () => await fetchSecret(ports), ports.now);
}

const requestSchema = z.object({
	headers: z.record(z.unknown()),
	// n8n keeps the bytes as they came, which the signature is over.
	rawBody: z.instanceof(Uint8Array).optional().catch(undefined),
});

function deliveryOf(context: IWebhookFunctions): Delivery {
	const request = requestSchema.safeParse(context.getRequestObject());
	return request.success
		? { headers: request.data.headers, body: request.data.rawBody }
		: { headers: {}, body: undefined };
}

/** A callback that is genuine, or the HTTP status that says no more than it must about why not. */
export type Received =
	| {
			readonly ok: true;
			readonly prediction: Prediction;
			/** What its task may be called, the likeliest first. */
			readonly ids: readonly string[];
			/** What it was signed with. */
			readonly secret: string;
			readonly ports: Ports;
	  }
	| { readonly ok: false; readonly status: 400 | 401 | 503 };

const statuses = { malformed: 400, unauthorized: 401 } as const;

export type GenuineCallback = Extract<Received, { ok: true }>;

/** Verifies the call at hand. */
export async function receiveCallback(context: IWebhookFunctions): Promise<Received> {
	// The API calls again later, when it may be mended. The caller need not know why; n8n's log tells.
	const notNow = (why: Problem | undefined): Received => {
		context.logger.warn(`A callback could not be checked. ${why?.message ?? ''}`.trim());
		return { ok: false, status: 503 };
	};
	const api = await readApi(context);
	if (!api.ok) return notNow(api.problem);
	const ports = createPorts(context, api);
	const secrets = secretSource(api, ports);
	const delivery = deliveryOf(context);
	const verdict = await judgeCallback(delivery, secrets, ports.now(), api.withoutKey);
	if (verdict.kind === 'noSecret') return notNow(verdict.problem);
	if (verdict.kind !== 'genuine') return { ok: false, status: statuses[verdict.kind] };
	const { prediction, ids, secret } = verdict;
	return { ok: true, prediction, ids, secret, ports };
}

/** Answers the call without a word, and starts or wakes nothing. */
export function answerOnly(context: IWebhookFunctions, status: number): IWebhookResponseData {
	context.getResponseObject().status(status).end();
	return { noWebhookResponse: true };
}
