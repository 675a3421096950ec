/** What the API answers when it is asked for a price (reference §G). */
import { lenient } from '../api/lenient';
import { z } from '../zod';

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
