/** Asking the API for prices: it spends nothing, so it may be asked again. */
import { judgeReading } from '../api/readReply';
import { priceUrl } from '../api/routes';
import { replacementOf } from '../models';
import type { ModelRecord } from '../models';
import type { Cause } from '../errors/problem';
import type { MediaUse } from '../media/mediaUse';
import type { Ports } from '../task/ports';
import { readAgain } from '../task/retrieve';
import { quoteInputs, quoteKey } from './quoteInputs';
import { readQuote } from './quoteReply';
import { roundUsd } from './usd';

/** What a request will cost, or why nobody can say. */
export type Price =
	| { readonly ok: true; readonly usd: number }
	/** Completes "The price of this item is not known: …". */
	| { readonly ok: false; readonly why: string };

type Body = Readonly<Record<string, unknown>>;

/** How long one request may take, in ms. */
const requestTimeoutMs = 30_000;
/** How often it is asked for at most when the answer says nothing of it. */
const mostTries = 3;

/** Causes that a question for any other price would meet, too. */
const forEveryRequest: ReadonlySet<Cause> = new Set([
	'unreachable',
	'tls',
	'proxyRefused',
	'blockedByN8n',
	'invalidKeyCharacters',
	'redirected',
	'proxyAnswered',
	'apiUnavailable',
	'invalidKey',
	'forbidden',
	'stopped',
]);

/** @returns the price, and whether the API cannot be asked at all */
async function ask(
	model: string,
	inputs: Body,
	ports: Ports,
): Promise<Price & { readonly isMute?: boolean }> {
	const url = priceUrl(ports.baseUrl);
	const body = { model_id: model, inputs };
	const reading = { find: readQuote, circumstances: { model }, notFound: 'unknownModel' } as const;
	const read = await readAgain(
		async () => {
			const reply = await ports.http({ method: 'POST', url, body, timeoutMs: requestTimeoutMs });
			return judgeReading(reply, reading, ports.now());
		},
		ports,
		{ tries: mostTries },
	);
	if (read.kind === 'read') return { ok: true, usd: roundUsd(read.usd) };
	const { cause, message } = read.problem;
	const replacement = cause === 'unknownModel' ? replacementOf(model) : undefined;
	const instead = replacement === undefined ? '' : `; choose ${replacement}, which takes its place`;
	const why = `WaveSpeedAI gives no price (${message}${instead})`;
	return { ok: false, why, isMute: forEveryRequest.has(cause) };
}

/** Asks for the price of a request. */
export type Quote = (record: ModelRecord, body: Body, media: readonly MediaUse[]) => Promise<Price>;

/** Quotes for one run: requests that must cost the same are asked for once. Never throws. */
export function openQuotes(ports: Ports): Quote {
	const asked = new Map<string, Promise<Price>>();
	let silence: Price | undefined;
	async function askUnlessMute(model: string, inputs: Body): Promise<Price> {
		// An API that cannot be asked once is not asked for a thousand other items.
		if (silence !== undefined) return silence;
		const { isMute, ...price } = await ask(model, inputs, ports);
		if (isMute === true) silence ??= price;
		return price;
	}
	return async (record, body, media) => {
		const given = quoteInputs(record, body, media);
		if (!given.ok) return given;
		const key = quoteKey(record, given.inputs);
		const price = asked.get(key) ?? askUnlessMute(record.id, given.inputs);
		asked.set(key, price);
		return await price;
	};
}
