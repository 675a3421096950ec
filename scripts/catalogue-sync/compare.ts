/** The catalogue held against the API's own list of models. */
import { findModel } from '../../seedance/models';
import type { ModelRecord } from '../../seedance/models';
import type { ListedModel } from '../../seedance/live/modelList';
import { liveRecord } from '../../seedance/live/record';
import { leastUsd } from '../../seedance/pricing/estimate';
import { compareParameters } from './compareParameters';
import type { ParameterDrift } from './compareParameters';

/** The least that a run costs, in USD, on the two sides. */
export interface Prices {
	/** The least that the catalogue's price facts publish. */
	readonly catalogueUsd: number;
	/** The list's `base_price`. */
	readonly liveUsd: number;
}

/** A model that both have. */
export interface SharedModel {
	readonly record: ModelRecord;
	/** Absent where one side says nothing of its parameters. */
	readonly parameters?: ParameterDrift;
	/** The list gives no schema that can be read, and the catalogue knows parameters. */
	readonly isUnreadable: boolean;
	/** Only where they differ. */
	readonly prices?: Prices;
}

export interface Comparison {
	/** Models that only the list has, with their parameters where they can be read. */
	readonly added: readonly { readonly listed: ListedModel; readonly live?: ModelRecord }[];
	/** Models that only the catalogue has. */
	readonly gone: readonly ModelRecord[];
	/** Names in the catalogue that nobody has shown to be models, and the list does not have either. */
	readonly neverSeen: readonly ModelRecord[];
	readonly shared: readonly SharedModel[];
}

/** The models of the family that this package is about; the upscaler's id does not say that it is one. */
export const isSeedance = ({ id }: { readonly id: string }) =>
	id.includes('seedance') || findModel(id) !== undefined;

/** Whether a record follows one of the five model documents to the letter, whatever the list says. */
export const isDocument = ({ confidence }: ModelRecord) => confidence === 'document';

/** Of the ways to read a schema, the one that the nodes use; the mode is read by nobody here. */
const readLive = (listed: ListedModel) => liveRecord(listed, 'text-to-video');

/** A hundredth of a cent: less is the noise of binary fractions. */
const pricesDiffer = ({ catalogueUsd, liveUsd }: Prices) =>
	Math.abs(catalogueUsd - liveUsd) > 0.000_05;

function pricesOf(record: ModelRecord, { basePriceUsd }: ListedModel): Prices | undefined {
	const catalogueUsd = leastUsd(record);
	if (catalogueUsd === undefined || basePriceUsd === undefined) return undefined;
	const prices = { catalogueUsd, liveUsd: basePriceUsd };
	return pricesDiffer(prices) ? prices : undefined;
}

/** A price that is published is wrong when nothing costs so little; a lower floor proves nothing. */
export const contradicts = ({ catalogueUsd, liveUsd }: Prices) => liveUsd > catalogueUsd;

/** A record without parameters says that nobody knows them, not that there are none. */
const hasParameters = ({ parameters }: ModelRecord) => Object.keys(parameters).length > 0;

/** Only its name was ever seen: that the list does not have it is no news. */
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
 * @param list as the API gives it; models of other families are passed over
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

/** Whether a model takes other parameters than the catalogue says. */
export function hasOtherParameters({ parameters }: SharedModel): boolean {
	const { added = [], removed = [], changed = [] } = parameters ?? {};
	return added.length + removed.length + changed.length > 0;
}

/** Whether a model is another one than the catalogue says. */
export function hasChanged(model: SharedModel): boolean {
	const { isUnreadable, prices } = model;
	const isPriceWrong = prices !== undefined && contradicts(prices);
	return isUnreadable || hasOtherParameters(model) || isPriceWrong;
}

/** Whether anything differs. */
export const hasDrift = ({ added, gone, shared }: Comparison) =>
	added.length + gone.length > 0 || shared.some(hasChanged);
