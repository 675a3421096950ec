/** Compares the catalogue with the API's model list. */
import { findModel } from '../../seedance/models';
import type { ModelRecord } from '../../seedance/models';
import type { ListedModel } from '../../seedance/api/models';
import { liveRecord } from '../../seedance/request/liveModel';
import { leastUsd } from '../../seedance/models/schema';
import { compareParameters } from './compareParameters';
import type { ParameterDrift } from './compareParameters';

/** The lowest price of a run on both sides, in USD. */
export interface Prices {
	/** The lowest price in the catalogue's price facts. */
	readonly catalogueUsd: number;
	/** The list's `base_price`. */
	readonly liveUsd: number;
}

/** A model that both have. */
export interface SharedModel {
	readonly record: ModelRecord;
	/** Absent when one side has no parameters. */
	readonly parameters?: ParameterDrift;
	/** Whether the list has no readable schema although the catalogue has parameters. */
	readonly isUnreadable: boolean;
	/** Absent when they don't differ. */
	readonly prices?: Prices;
}

export interface Comparison {
	/** Models that only the list has, with their parameters when they can be read. */
	readonly added: readonly { readonly listed: ListedModel; readonly live?: ModelRecord }[];
	/** Models that only the catalogue has. */
	readonly gone: readonly ModelRecord[];
	/** Names in the catalogue that were never shown to be models, and that the list doesn't have. */
	readonly neverSeen: readonly ModelRecord[];
	readonly shared: readonly SharedModel[];
}

/** Whether a model belongs to the Seedance family. The upscaler's ID doesn't say so. */
export const isSeedance = ({ id }: { readonly id: string }) =>
	id.includes('seedance') || findModel(id) !== undefined;

/** Whether a record follows one of the five model documents, whatever the list says. */
export const isDocument = ({ confidence }: ModelRecord) => confidence === 'document';

/** Reads a schema in the way that the nodes do. The mode isn't used here. */
const readLive = (listed: ListedModel) => liveRecord(listed, 'text-to-video');

/** Less than a hundredth of a cent is a rounding error. */
const pricesDiffer = ({ catalogueUsd, liveUsd }: Prices) =>
	Math.abs(catalogueUsd - liveUsd) > 0.000_05;

function pricesOf(record: ModelRecord, { basePriceUsd }: ListedModel): Prices | undefined {
	const catalogueUsd = leastUsd(record);
	if (catalogueUsd === undefined || basePriceUsd === undefined) return undefined;
	const prices = { catalogueUsd, liveUsd: basePriceUsd };
	return pricesDiffer(prices) ? prices : undefined;
}

/** A published price is wrong when the list's floor is above it. A lower floor proves nothing. */
export const contradicts = ({ catalogueUsd, liveUsd }: Prices) => liveUsd > catalogueUsd;

/** A record without parameters means that they aren't known, not that there are none. */
const hasParameters = ({ parameters }: ModelRecord) => Object.keys(parameters).length > 0;

/** Whether only the name of a model is known, so that its absence from the list proves nothing. */
const isHearsay = (record: ModelRecord) =>
	record.confidence === 'mentioned' && !hasParameters(record);

function compareModel(record: ModelRecord, listed: ListedModel): SharedModel {
	const prices = pricesOf(record, listed);
	const common = { record, ...(prices !== undefined && { prices }) };
	if (!hasParameters(record)) return { ...common, isUnreadable: false };
	const live = readLive(listed);
	if (live === undefined) return { ...common, isUnreadable: true };
	return { ...common, parameters: compareParameters(record, live), isUnreadable: false };
}

/**
 * Compares all models of the family.
 * @param catalogue every record, offered or not
 * @param list as the API gives it; models of other families are ignored
 */
export function compareModels(
	catalogue: readonly ModelRecord[],
	list: readonly ListedModel[],
): Comparison {
	const live = new Map(list.filter(isSeedance).map((listed) => [listed.id, listed]));
	const known = new Set(catalogue.map(({ id }) => id));
	const shared = catalogue.flatMap((record) => {
		const listed = live.get(record.id);
		return listed === undefined ? [] : [compareModel(record, listed)];
	});
	const added = [...live.values()]
		.filter(({ id }) => !known.has(id))
		.map((listed) => {
			const record = readLive(listed);
			return { listed, ...(record !== undefined && { live: record }) };
		});
	const unlisted = catalogue.filter(({ id }) => !live.has(id));
	return {
		added,
		gone: unlisted.filter((record) => !isHearsay(record)),
		neverSeen: unlisted.filter(isHearsay),
		shared,
	};
}

/** Whether a model's parameters differ from the catalogue's. */
export function hasOtherParameters({ parameters }: SharedModel): boolean {
	const { added = [], removed = [], changed = [] } = parameters ?? {};
	return added.length + removed.length + changed.length > 0;
}

/** Whether anything about a model differs from the catalogue. */
export function hasChanged(model: SharedModel): boolean {
	const { isUnreadable, prices } = model;
	const isPriceWrong = prices !== undefined && contradicts(prices);
	return isUnreadable || hasOtherParameters(model) || isPriceWrong;
}

/** Whether anything differs. */
export const hasDrift = ({ added, gone, shared }: Comparison) =>
	added.length + gone.length > 0 || shared.some(hasChanged);
