/** Prices the items of a run, and makes the hints about costs. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { submitUrl } from '../../../seedance/api/http';
import type { Ports } from '../../../seedance/api/http';
import { withAddresses } from '../../../seedance/models';
import type { MediaUse } from '../../../seedance/models';
import { sumOf, usdText } from '../../../seedance/models/price';
import type { Origin } from '../../../seedance/request/planSubmit';
import { defined } from '../../../seedance/result';
import { openBudget, priceAndReserve as priceItems } from '../../../seedance/run/budget';
import { usdOf } from '../../../seedance/run/itemState';
import type { Item, ItemPrice, Planned } from '../../../seedance/run/itemState';
import { executionOf } from '../n8n/executionStore';
import { carriedAlong } from '../n8n/outputItem';
import type { MoneyOptions, Options } from '../n8n/parameters';

/**
 * The stage that prices the planned items before the first is sent. If a limit of the person isn't
 * kept, all of them fail.
 * @returns their prices and their reservation, which a dry run doesn't have
 */
export async function priceAndReserve(
	context: IExecuteFunctions,
	items: readonly Item[],
	ports: Ports,
	money: MoneyOptions,
) {
	const { execution, stores } = executionOf(context);
	const priced = await priceItems(items, ports, money, openBudget(execution, stores));
	if (!money.isDry) return priced;
	priced.reservation?.end();
	return { prices: priced.prices };
}

/** "They cost about $1.20"; undefined when no price is known. */
function costText(costs: ReadonlyArray<number | undefined>, theyCost: string): string | undefined {
	const { usd, unpriced } = sumOf(costs);
	if (unpriced === costs.length) return undefined;
	const unknown = unpriced === 0 ? '' : `, and ${unpriced} of them cost what is not known`;
	return `${theyCost} about ${usdText(usd)}${unknown}`;
}

const pin =
	'Pin this output while you build the rest of the workflow, so that trying it out does not submit again.';
const pinWithoutFiles =
	'While you build the rest of the workflow, turn Download Video off and pin the output, so that trying it out does not submit again; n8n pins no output with files.';

/**
 * The hint after a manual run.
 * @param costs the prices of the submitted videos in USD, if they're known
 * @param hasFiles whether the output has files
 */
export function spentHint(costs: ReadonlyArray<number | undefined>, hasFiles: boolean): string {
	const videos = costs.length === 1 ? '1 video was' : `${costs.length} videos were`;
	const cost = costText(costs, costs.length === 1 ? 'It costs' : 'They cost');
	const price = cost ?? 'The price is not known; Live Quote in the options asks for it';
	return `${videos} submitted. ${price}. ${hasFiles ? pinWithoutFiles : pin}`;
}

/**
 * The hint of a dry run.
 * @param prices of the items that would be submitted
 */
export function dryRunHint(prices: readonly ItemPrice[]): string {
	const costs = prices.map(usdOf);
	const videos = costs.length === 1 ? '1 video' : `${costs.length} videos`;
	const cost =
		costText(costs, `${videos} would cost`) ??
		`What ${videos} would cost is not known; Live Quote in the options asks for it`;
	return `Dry run: nothing was submitted. ${cost}.`;
}

// Makes the output of a dry run: the request of each item, which isn't sent.

/** The panel's names for the sources of values. */
const places: Readonly<Record<Origin, string>> = {
	field: 'Field',
	form: 'Model Parameters',
	json: 'Parameters (JSON)',
	default: 'Default of the model',
};

const unsent = 'Default of the model, not sent';

/** A placeholder for media that have no URL yet, or are too long to show. */
function shown({ source }: MediaUse): string | undefined {
	if (source.kind === 'file') return `<file: ${source.name}>`;
	return source.kind === 'dataUri' ? `<data URI: ${source.text.length} characters>` : undefined;
}

/** Each value of the request with its source, then the model's own defaults. */
function valuesOf({ origins = {}, record }: Planned, body: IDataObject): IDataObject[] {
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
	const { request, requestKey, price, media = [] } = planned;
	const body = withAddresses(request.body, media, media.map(shown)) as IDataObject;
	const own: IDataObject = {
		status: 'dryRun',
		...(price?.ok === true && {
			estimatedCostUsd: price.value.usd,
			priceSource: price.value.source,
		}),
		...(price?.ok === false && { priceUnknownBecause: price.problem }),
		method: 'POST',
		url: submitUrl(baseUrl, request.model),
		model: request.model,
		body,
		...defined({ requestKey }),
		values: valuesOf(planned, body),
	};
	return {
		json: { ...carriedAlong(input, options), ...own },
		pairedItem: { item: itemIndex },
	};
}
