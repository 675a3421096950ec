/** The entries of the model picker, from the catalogue and the API's model list. */
import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import type { ListedModel, ModelList } from '../../../seedance/api/models';
import {
	defaultModel,
	findModel,
	isUndocumented,
	modelIdPattern,
	offeredModels,
	pickerName,
	shortName,
} from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import { modeOfListed, nodeOf } from '../../../seedance/models/modes';
import { leastUsd, usdText } from '../../../seedance/models/schema';
import { modelPage } from '../descriptions/modelFields';

interface Entry {
	readonly id: string;
	readonly name: string;
	/** The lowest price of a video, in USD. */
	readonly leastUsd: number | undefined;
	readonly isRecommended?: boolean;
	/** Whether it shows only when it's searched for: retiring and "spicy" models. */
	readonly isHidden?: boolean;
}

/** The text of an entry, of which the editor shows only the name. */
function entryName({ name, leastUsd: usd, isRecommended }: Entry): string {
	const price = usd === undefined ? [] : [`from ${usdText(usd)}`];
	return [name, ...price, ...(isRecommended === true ? ['recommended'] : [])].join(' · ');
}

/**
 * Whether only the list has a model's parameters, and the model is for the node. Models of other
 * families can be entered by ID.
 */
function isNew(listed: ListedModel, mode: OfferedMode): boolean {
	const known = findModel(listed.id);
	const told = known?.mode ?? modeOfListed(listed);
	return (
		listed.id.includes('seedance') &&
		(known === undefined || isUndocumented(known)) &&
		modelIdPattern.test(listed.id) &&
		told !== undefined &&
		nodeOf[told] === mode
	);
}

function entries(mode: OfferedMode, list: ModelList | undefined): Entry[] {
	const known = offeredModels(mode).map((record): Entry => {
		const price = list?.find(record.id)?.basePriceUsd ?? leastUsd(record);
		return {
			id: record.id,
			name: pickerName(record),
			leastUsd: price,
			isRecommended: record.id === defaultModel[mode],
			isHidden: record.retiring !== undefined || record.tier.endsWith('spicy'),
		};
	});
	const others = (list?.models ?? [])
		.filter((listed) => isNew(listed, mode))
		.map(({ id, name, basePriceUsd }): Entry => ({
			id,
			name: shortName(name),
			leastUsd: basePriceUsd,
		}));
	// Newer models come first, as in the catalogue.
	return [...others, ...known];
}

/**
 * The entries of the picker whose name or ID contains the filter.
 * @param list the API's own, if it's available
 */
export function searchModels(
	mode: OfferedMode,
	filter = '',
	list?: ModelList,
): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const results = entries(mode, list)
		.filter(({ isHidden }) => wanted !== '' || isHidden !== true)
		.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted))
		.map((entry): INodeListSearchItems => ({
			name: entryName(entry),
			value: entry.id,
			url: modelPage(entry.id),
		}));
	return { results };
}
