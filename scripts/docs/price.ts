/** A model's price on the page of parameters. */
import type { ModelRecord, PriceFacts, PriceRow } from '../../seedance/models';
import { usdText, parameterOf } from '../../seedance/models/schema';
import { label } from '../../seedance/text';
import { table } from './markdown';

const setting = (value: string | boolean | undefined) =>
	typeof value === 'boolean' ? (value ? 'on' : 'off') : (value ?? '');

/** A table of USD for each published length, with the settings as its heading. */
function priceTable(rows: readonly PriceRow[]): string {
	const names = [...new Set(rows.flatMap(({ when = {} }) => Object.keys(when)))];
	const lengths = [...new Set(rows.flatMap(({ usdBySeconds }) => Object.keys(usdBySeconds)))]
		.map(Number)
		.sort((a, b) => a - b);
	return table(
		[...names.map(label), ...lengths.map((seconds) => `${seconds} seconds`)],
		rows.map(({ when = {}, usdBySeconds }) => [
			...names.map((name) => setting(when[name])),
			...lengths.map((seconds) => {
				const usd = usdBySeconds[seconds];
				return usd === undefined ? '' : usdText(usd);
			}),
		]),
	);
}

function otherLengths(rows: readonly PriceRow[]): string[] {
	return rows.flatMap(({ perSecond }) =>
		perSecond === undefined
			? []
			: [
					`Other lengths: ${usdText(perSecond.usd)} a second, rounded up to whole seconds, for at least ${perSecond.minimumSeconds} seconds.`,
				],
	);
}

/** Says that the model doesn't allow the longest video with a published price. */
function beyondTheModel(record: ModelRecord, rows: readonly PriceRow[]): string[] {
	const duration = parameterOf(record, 'duration');
	if (duration?.type !== 'integer') return [];
	const most = duration.maximum ?? Math.max(...(duration.enum ?? []));
	const longest = rows.flatMap(({ usdBySeconds }) => Object.keys(usdBySeconds).map(Number));
	return Math.max(...longest) > most
		? [`The model allows up to ${most} seconds, although longer videos have a price.`]
		: [];
}

function published(record: ModelRecord, { rows, fromUsd, source, at }: PriceFacts): string[] {
	const held = `as of ${at} (${source})`;
	if (rows.length === 0) {
		const least = fromUsd === undefined ? 'not published' : `from ${usdText(fromUsd)}`;
		return [`Price of a video in USD, ${held}: ${least}; nothing more is known.`];
	}
	const notes = [...otherLengths(rows), ...beyondTheModel(record, rows)];
	return [
		`Price of a video in USD, ${held}:`,
		priceTable(rows),
		...(notes.length > 0 ? [notes.join(' ')] : []),
	];
}

/** The paragraphs about a model's price. */
export const priceParts = (record: ModelRecord): readonly string[] =>
	record.price === undefined ? ['Price: not published.'] : published(record, record.price);
