/** The entries of the model picker: the catalogue's, and what the API's list has besides. */
import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { findModel, offeredModels, pickerName } from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import type { ModelList } from '../../../seedance/live/listCache';
import type { ListedModel } from '../../../seedance/live/modelList';
import { modeOf } from '../../../seedance/live/record';
import { leastUsd } from '../../../seedance/pricing/estimate';
import { usdText } from '../../../seedance/pricing/usd';
import { modelIdPattern } from '../../../seedance/validation/modelId';
import { modelPage } from './modelPage';

interface Entry {
	readonly id: string;
	readonly name: string;
	/** The least that a video costs, in USD. */
	readonly leastUsd: number | undefined;
}

/** The editor shows the name of an entry and nothing else of it. */
function entryName({ id, name, leastUsd: usd }: Entry): string {
	const price = usd === undefined ? [] : [`from ${usdText(usd)}`];
	return (name === id ? [id, ...price] : [name, ...price, id]).join(' · ');
}

/** Newer than this package, and of the node's mode. Models of other families can be given by ID. */
const isNew = (listed: ListedModel, mode: OfferedMode) =>
	listed.id.includes('seedance') &&
	findModel(listed.id) === undefined &&
	modelIdPattern.test(listed.id) &&
	modeOf(listed) === mode;

function entries(mode: OfferedMode, list: ModelList | undefined): Entry[] {
	const known = offeredModels(mode).map((record): Entry => {
		const price = list?.find(record.id)?.basePriceUsd ?? leastUsd(record);
		return { id: record.id, name: pickerName(record), leastUsd: price };
	});
	const others = (list?.models ?? [])
		.filter((listed) => isNew(listed, mode))
		.map(({ id, name, basePriceUsd }): Entry => ({
			id,
			name: name.replace(/ (Text|Image) to Video/i, ''),
			leastUsd: basePriceUsd,
		}));
	// Newer than this package: newest first, as in the catalogue.
	return [...others, ...known];
}

/**
 * The entries of the picker whose name or id contains the filter.
 * @param list the API's own, where it can be had
 */
export function searchModels(
	mode: OfferedMode,
	filter = '',
	list?: ModelList,
): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const results = entries(mode, list)
		.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted))
		.map((entry): INodeListSearchItems => ({
			name: entryName(entry),
			value: entry.id,
			url: modelPage(entry.id),
		}));
	return { results };
}
