/** Asking the API for prices: it spends nothing, so it may be asked again. */
import type { Cause, Problem } from '../errors/problem';
import { parameterOf, replacementOf } from '../models';
import type { ModelRecord } from '../models';
import { mediaParameter } from '../models/mediaUse';
import type { MediaUse } from '../models/mediaUse';
import { roundUsd } from '../models/price';
import { lenient, z } from '../zod';
import { balancePath, priceUrl } from './http';
import type { Ports } from './http';
import { judgeReading } from './reply';
import { readAgain } from './retrieve';

// What the API is told when it is asked for the price of a request.

export type Body = Readonly<Record<string, unknown>>;

/** The parameters that prices are known to depend on; left out, the API quotes the cheapest. */
const drivers = ['duration', 'resolution', 'generate_audio'];

export type QuoteInputs =
	| { readonly ok: true; readonly inputs: Body }
	/** Why a quote would say nothing, for people. */
	| { readonly ok: false; readonly why: string };

/** Whether a media value is in the body as it will be sent. */
const isSent = ({ source }: MediaUse) => source.kind === 'url';

/** What a body says; null stands for nothing, as to the API. */
const saidIn = (body: Body) =>
	Object.entries(body).filter(([, value]) => value !== undefined && value !== null);

/**
 * The inputs of a quote: the body, and every default that the API would take, because it quotes the
 * floor for a parameter that it is not told (reference §G).
 * @param media the media of the body; files that are not uploaded yet are left out
 */
export function quoteInputs(
	record: ModelRecord,
	body: Body,
	media: readonly MediaUse[],
): QuoteInputs {
	const defaults = Object.entries(record.parameters).flatMap(([name, parameter]) =>
		parameter.default === undefined ? [] : [[name, parameter.default] as const],
	);
	const inputs = { ...Object.fromEntries(defaults), ...Object.fromEntries(saidIn(body)) };
	const unset = drivers.find(
		(name) => parameterOf(record, name) !== undefined && inputs[name] === undefined,
	);
	if (unset !== undefined) return { ok: false, why: `its ${unset} is left to the model` };
	const unsent = media.filter((use) => !isSent(use));
	if (unsent.some(({ rule }) => rule.kind === 'video')) {
		return { ok: false, why: 'it has a video that is not uploaded yet' };
	}
	const left = new Set(unsent.map(({ parameter }) => parameter));
	const known = Object.entries(inputs).filter(([name]) => !left.has(name));
	return { ok: true, inputs: Object.fromEntries(known) };
}

const isFreeText = (name: string) => /(^|_)prompt$/.test(name);

/**
 * Tells requests apart whose price may differ: prompts, seeds and addresses of pictures do not count, the
 * number of pictures does. A video's address counts, because its length may be billed.
 */
export function quoteKey(record: ModelRecord, inputs: Body): string {
	const counted = Object.entries(inputs).map(([name, value]): [string, unknown] => {
		if (name === 'seed' || isFreeText(name)) return [name, true];
		const parameter = parameterOf(record, name);
		if (parameter === undefined || mediaParameter(parameter)?.kind !== 'image')
			return [name, value];
		return [name, Array.isArray(value) ? value.length : true];
	});
	return JSON.stringify([record.id, counted.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

// What the API answers when it is asked for a price (reference §G).

const amount = lenient(z.number().nonnegative().finite());
const quoteSchema = z.object({
	price: amount,
	discounted_price: amount,
	currency: lenient(z.string()),
});

/** The price in USD out of an answer's data; undefined where it has none, or one in other money. */
export function readQuote(data: unknown): { usd: number } | undefined {
	const parsed = quoteSchema.safeParse(data);
	if (!parsed.success) return undefined;
	const { price, discounted_price: discounted, currency = 'USD' } = parsed.data;
	const usd = discounted ?? price;
	return usd === undefined || currency.toUpperCase() !== 'USD' ? undefined : { usd };
}

/** What a request will cost, or why nobody can say. */
export type Price =
	| { readonly ok: true; readonly usd: number }
	/** Completes "The price of this item is not known: …". */
	| { readonly ok: false; readonly why: string };

/** How long one request may take, in ms. */
export const requestTimeoutMs = 30_000;
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

// What is left in the account (reference §A).

const balanceSchema = z.object({ balance: z.number().finite() });

function readBalance(data: unknown): { usd: number } | undefined {
	const parsed = balanceSchema.safeParse(data);
	return parsed.success ? { usd: parsed.data.balance } : undefined;
}

export type Balance =
	{ readonly ok: true; readonly usd: number } | { readonly ok: false; readonly problem: Problem };

/** How long one request may take, in ms. */
/** Asks for the account's balance, three times at most. Never throws. */
export async function fetchBalance(ports: Ports): Promise<Balance> {
	const url = `${ports.baseUrl}${balancePath}`;
	const reading = { find: readBalance, circumstances: {}, notFound: 'malformedAnswer' } as const;
	const read = await readAgain(
		async () => {
			const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
			return judgeReading(reply, reading, ports.now());
		},
		ports,
		{ tries: 3 },
	);
	return read.kind === 'read' ? { ok: true, usd: read.usd } : { ok: false, problem: read.problem };
}
