/** Compares the price table of a document with the catalogue's price facts. */
import type { ModelRecord } from '../../seedance/models';
import type { Row } from './compare';
import type { ModelDocument } from './parse-document';

type Prices = Readonly<Record<number, number>>;

const inWords = (prices: Prices) =>
	Object.entries(prices)
		.map(([seconds, usd]) => `${seconds} s $${usd.toFixed(2)}`)
		.join(', ');

/** The catalogue's prices by length, when nothing else affects them. */
function recorded({ price }: ModelRecord): Prices | undefined {
	const [row, ...others] = price?.rows ?? [];
	return others.length === 0 && row?.when === undefined ? row?.usdBySeconds : undefined;
}

/**
 * One row when the document lists prices; none when it doesn't, because then they have another
 * source.
 */
export function comparePrices(document: ModelDocument, record: ModelRecord): Row[] {
	const { model, usdBySeconds } = document;
	if (usdBySeconds === undefined) return [];
	const known = recorded(record);
	const isSame = JSON.stringify(known) === JSON.stringify(usdBySeconds);
	return [
		{
			model,
			parameter: '(price)',
			document: inWords(usdBySeconds),
			node: '–',
			mismatches: isSame ? [] : [`catalogue ${known === undefined ? 'has no price' : 'price'}`],
		},
	];
}
