/** The price of each item of a batch, from wherever it is to be had. */
import type { ModelRecord } from '../models';
import type { MediaUse } from '../models/mediaUse';
import { inParallel, inSlices } from '../clock';
import type { Clock } from '../clock';
import { estimateUsd } from '../models/price';
import type { Quote } from '../api/prices';

/** A request that is to be priced. */
export interface Priceable {
	readonly record?: ModelRecord;
	readonly body: Readonly<Record<string, unknown>>;
	readonly media: readonly MediaUse[];
}

export type ItemPrice =
	| { readonly ok: true; readonly usd: number; readonly source: 'quote' | 'published' }
	/** Completes "The price … is not known: …". */
	| { readonly ok: false; readonly why: string };

/** Quotes that are asked for side by side. */
const atOnce = 3;

function published({ record, body }: Priceable): ItemPrice {
	const usd = record === undefined ? undefined : estimateUsd(record, body);
	return usd === undefined
		? { ok: false, why: 'no price was published for these settings' }
		: { ok: true, usd, source: 'published' };
}

async function quotedPrice({ record, body, media }: Priceable, quote: Quote): Promise<ItemPrice> {
	if (record === undefined) {
		return { ok: false, why: 'WaveSpeedAI does not list the parameters of its model' };
	}
	const price = await quote(record, body, media);
	return price.ok ? { ...price, source: 'quote' } : price;
}

/**
 * Prices requests, in their order.
 * @param quote asks the API; undefined for published prices. They are never mixed: who asks for quotes
 * wants today's prices.
 */
export async function priceItems(
	requests: readonly Priceable[],
	quote: Quote | undefined,
	clock: Pick<Clock, 'now' | 'sleep'>,
): Promise<ItemPrice[]> {
	if (quote === undefined) return await inSlices(requests, clock, published);
	const price = async (request: Priceable) => await quotedPrice(request, quote);
	return await inParallel(requests, atOnce, price, clock);
}
