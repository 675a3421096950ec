/** The output of a dry run: the request of each item, which isn't sent. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { submitUrl } from '../../../seedance/api/http';
import { withAddresses } from '../../../seedance/models';
import type { MediaUse } from '../../../seedance/models';
import type { Origin } from '../../../seedance/request/planSubmit';
import { defined } from '../../../seedance/result';
import { settingsOf, usdOf, withoutResult } from '../../../seedance/run/itemState';
import type { Item, ItemPrice, Planned } from '../../../seedance/run/itemState';
import type { CheckedApi } from '../n8n/client';
import { toOutput, toOutputItem } from '../n8n/outputItem';
import type { Options } from '../n8n/parameters';
import { costText } from './planning';

/**
 * The hint of a dry run.
 * @param prices of the items that would be submitted
 */
export function dryRunHint(prices: readonly ItemPrice[]): string {
	const costs = prices.map(usdOf);
	return `Preview only: no video was created and you weren't charged. ${costText(costs)}`;
}

/** The panel's names for the sources of values. */
const places: Readonly<Record<Origin, string>> = {
	field: 'Field',
	form: 'Model Parameters',
	json: 'Parameters (JSON)',
	copies: 'Videos per Item',
	default: 'Model default',
};

const unsent = 'Model default, not sent';

/** A placeholder for media that have no URL yet, or are too long to show. */
function shown({ source }: MediaUse): string | undefined {
	if (source.kind === 'file') return `<file: ${source.name}>`;
	return source.kind === 'dataUri' ? `<data URI: ${source.text.length} characters>` : undefined;
}

/** Each value of the request with its source, then the model's own defaults. */
function valuesOf({ origins, record }: Planned, body: IDataObject): IDataObject[] {
	const sent = Object.entries(body).map(([parameter, value]) => ({
		parameter,
		value,
		from: places[origins[parameter] ?? 'default'],
	}));
	const others = Object.entries(record?.parameters ?? {}).flatMap(
		([parameter, { default: value }]) =>
			value === undefined || Object.hasOwn(body, parameter)
				? []
				: [{ parameter, value: value as IDataObject[string], from: unsent }],
	);
	return [...sent, ...others];
}

/**
 * The output of an item in a dry run.
 * @param input the json of the incoming item
 */
export function toDryRunOutput(
	itemIndex: number,
	planned: Planned,
	baseUrl: string,
	input: IDataObject,
	options: Options,
): INodeExecutionData {
	const { request, requestKey, price, media, lengths } = planned;
	const body = withAddresses(request.body, media, media.map(shown)) as IDataObject;
	const own: IDataObject = {
		status: 'dryRun',
		model: request.model,
		...settingsOf(request.body, request.model, lengths),
		...(price?.ok === true && {
			estimatedCostUsd: price.value.usd,
			priceSource: price.value.source,
		}),
		...(price?.ok === false && { priceUnknownBecause: price.problem }),
		...defined({ requestKey: requestKey?.trim() }),
		// Details would make the rows of a table many lines tall.
		...(!options.simplify && {
			method: 'POST',
			url: submitUrl(baseUrl, request.model),
			body,
			values: valuesOf(planned, body),
		}),
	};
	return toOutputItem(own, input, itemIndex, options);
}

/** Ends a dry run: each item's output is the request that would be sent. */
export async function describeVideos(
	context: IExecuteFunctions,
	items: readonly Item[],
	{ baseUrl }: Pick<CheckedApi, 'baseUrl'>,
	options: Options,
): Promise<INodeExecutionData[]> {
	return await toOutput(context, items, async (item, input) => {
		const { index, now } = item;
		if (now.state !== 'planned') throw withoutResult(item, 'dry run');
		return { ok: true, value: toDryRunOutput(index, now, baseUrl, input.json, options) };
	});
}
