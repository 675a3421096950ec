/** Requests price quotes from the API, at no charge (docs/internals/api.md#prices). */
import type { Cause, Problem } from '../errors/problem';
import { replacementOf, mediaParameter } from '../models';
import type { ModelRecord, MediaUse } from '../models';
import { roundUsd, parameterOf } from '../models/schema';
import type { Result } from '../result';
import { label } from '../text';
import { lenient, z } from '../zod';
import { balancePath } from '../credential';
import { priceUrl } from './http';
import type { Ports } from './http';
import { parseReply } from './reply';
import { readAgain } from './submit';

// The inputs of a price request.

export type Body = Readonly<Record<string, unknown>>;

/** Parameters that prices are known to depend on. Without them, the API quotes the cheapest. */
const drivers = ['duration', 'resolution', 'generate_audio'];

/** The inputs of a quote, or why it would be meaningless, for people. */
export type QuoteInputs = Result<Body, string>;

/** Whether a media value already has its final form in the body. */
const isSent = ({ source }: MediaUse) => source.kind === 'url';

/** The values of a body without null, which the API ignores. */
const saidIn = (body: Body): Body =>
	Object.fromEntries(
		Object.entries(body).filter(([, value]) => value !== undefined && value !== null),
	);

const defaultsOf = ({ parameters }: ModelRecord): Body =>
	Object.fromEntries(
		Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]),
	);

/**
 * The inputs of a quote: the body and every default, because the API quotes the lowest price when a
 * parameter is missing (docs/internals/api.md#prices).
 * @param media the media of the body; files that aren't uploaded yet are left out
 */
export function quoteInputs(
	record: ModelRecord,
	body: Body,
	media: readonly MediaUse[],
): QuoteInputs {
	const inputs: Body = { ...saidIn(defaultsOf(record)), ...saidIn(body) };
	const unset = drivers.find(
		(name) => parameterOf(record, name) !== undefined && inputs[name] === undefined,
	);
	if (unset !== undefined)
		return { ok: false, problem: `${label(unset)} isn't set, so the model decides it` };
	const unsent = media.filter((use) => !isSent(use));
	// An extension charges only the seconds that it adds, whatever the video.
	if (record.mode !== 'video-extend' && unsent.some(({ rule }) => rule.kind === 'video')) {
		return { ok: false, problem: "its video input isn't uploaded yet" };
	}
	const left = new Set(unsent.map(({ parameter }) => parameter));
	const known = Object.entries(inputs).filter(([name]) => !left.has(name));
	return { ok: true, value: Object.fromEntries(known) };
}

const isFreeText = (name: string) => /(^|_)prompt$/.test(name);

/**
 * A key for requests with equal prices. Prompts, seeds and image URLs don't count, the number of
 * images does. A video's URL counts, because its length may be charged, except where it's extended.
 */
export function quoteKey(record: ModelRecord, inputs: Body): string {
	const counted = (name: string): unknown => {
		const value = inputs[name];
		if (name === 'seed' || isFreeText(name)) return 'any';
		const parameter = parameterOf(record, name);
		const kind = parameter && mediaParameter(parameter)?.kind;
		const isFree = kind === 'image' || (kind === 'video' && record.mode === 'video-extend');
		if (!isFree) return value;
		return Array.isArray(value) ? value.length : 'any';
	};
	const names = Object.keys(inputs).sort();
	return JSON.stringify([record.id, names.map((name) => [name, counted(name)])]);
}

// Reads the API's answers to price requests (docs/internals/api.md#prices).

const amount = lenient(z.number().nonnegative().finite());
const quoteSchema = z.object({
	price: amount,
	discounted_price: amount,
	currency: lenient(z.string()),
});

/** The price in an answer's data, in USD; undefined when it has none, or another currency. */
export function readQuote(data: unknown): { usd: number } | undefined {
	const parsed = quoteSchema.safeParse(data);
	if (!parsed.success) return undefined;
	const { price, discounted_price: discounted, currency = 'USD' } = parsed.data;
	const usd = discounted ?? price;
	return usd === undefined || currency.toUpperCase() !== 'USD' ? undefined : { usd };
}

/** The price of a request in USD, or why it isn't known. */
export type Price = Result<
	number,
	/** Completes "The price of this item is not known: …". */
	string
> & {
	/** Set when the connection or the key is the reason, rather than the price. */
	readonly failure?: Problem;
};

/** How long one request may take, in ms. */
const requestTimeoutMs = 30_000;
/** The most tries when answers have no result. */
const mostTries = 3;

/** Causes that would fail every other price request as well. */
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

/** @returns the price, and whether no request to the API can succeed */
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
			return parseReply(reply, reading, ports.now());
		},
		ports,
		{ tries: mostTries },
	);
	if (read.kind === 'read') return { ok: true, value: roundUsd(read.usd) };
	const { cause, message } = read.problem;
	const replacement = cause === 'unknownModel' ? replacementOf(model) : undefined;
	const instead = replacement === undefined ? '' : ` (use ${replacement} instead)`;
	return {
		ok: false,
		problem: `${message}${instead}`,
		isMute: forEveryRequest.has(cause),
		// Only the route for prices may be unavailable.
		...(forEveryRequest.has(cause) && cause !== 'apiUnavailable' && { failure: read.problem }),
	};
}

/** Requests the price of a submit. */
export type Quote = (record: ModelRecord, body: Body, media: readonly MediaUse[]) => Promise<Price>;

/** Opens the quotes of one run, which requests equal prices once. Never throws. */
export function openQuotes(ports: Ports): Quote {
	const asked = new Map<string, Promise<Price>>();
	let silence: Price | undefined;
	async function askUnlessMute(model: string, inputs: Body): Promise<Price> {
		// After a failure that every request would have, no further price is requested.
		if (silence !== undefined) return silence;
		const { isMute, ...price } = await ask(model, inputs, ports);
		if (isMute === true) silence ??= price;
		return price;
	}
	return async (record, body, media) => {
		const given = quoteInputs(record, body, media);
		if (!given.ok) return given;
		const key = quoteKey(record, given.value);
		const price = asked.get(key) ?? askUnlessMute(record.id, given.value);
		asked.set(key, price);
		return await price;
	};
}

// The account's balance (docs/internals/api.md#balance).

const balanceSchema = z.object({ balance: z.number().finite() });

function readBalance(data: unknown): { usd: number } | undefined {
	const parsed = balanceSchema.safeParse(data);
	return parsed.success ? { usd: parsed.data.balance } : undefined;
}

/** The balance in USD. */
export type Balance = Result<number, Problem>;

/** Requests the account's balance, with up to three tries. Never throws. */
export async function fetchBalance(ports: Ports): Promise<Balance> {
	const url = `${ports.baseUrl}${balancePath}`;
	const reading = { find: readBalance, circumstances: {}, notFound: 'malformedAnswer' } as const;
	const read = await readAgain(
		async () => {
			const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
			return parseReply(reply, reading, ports.now());
		},
		ports,
		{ tries: 3 },
	);
	return read.kind === 'read'
		? { ok: true, value: read.usd }
		: { ok: false, problem: read.problem };
}
