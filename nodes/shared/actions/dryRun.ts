/** Makes the output of a dry run: the request of each item, which isn't sent. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { defined } from '../../../seedance/defined';
import { submitUrl } from '../../../seedance/api/http';
import { withAddresses } from '../../../seedance/models/mediaUse';
import type { MediaUse } from '../../../seedance/models/mediaUse';
import type { Origin } from '../../../seedance/request/planSubmit';
import type { Planned } from '../../../seedance/run/itemState';
import { carriedAlong } from '../n8n/outputItem';
import type { Options } from '../n8n/parameters';

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
