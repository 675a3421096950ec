/** Which record a request is checked against: the catalogue's, or the one that the API lists today. */
import type { ModelRecord, OfferedMode } from '../models';
import type { ModelList } from '../live/listCache';
import { liveRecord, modeOf } from '../live/record';
import { chooseModel } from './modelId';
import type { ModelChoice } from './modelId';

/** Where the schema of a model comes from: the API's own list if it can be had, or the catalogue only. */
export type SchemaChoice = 'automatic' | 'builtIn';

export type ChosenRecord =
	| Exclude<ModelChoice, { kind: 'known' | 'unlisted' }>
	/** In the catalogue; `record` is the one to check against. */
	| ({
			readonly kind: 'known';
			readonly builtIn: ModelRecord;
			readonly record: ModelRecord;
	  } & Today)
	/** Outside the catalogue, with a schema of the API's. */
	| ({ readonly kind: 'listed'; readonly record: ModelRecord } & Today)
	/** Outside the catalogue, and checked by the API alone. */
	| ({ readonly kind: 'unlisted'; readonly id: string } & Today);

interface Today {
	/**
	 * The record that the API's list makes, whatever is checked against: prices depend on the parameters
	 * that the model has today.
	 */
	readonly live?: ModelRecord;
}

/**
 * Judges a model id and finds the record for it.
 * @param mode the mode of the node that asks
 * @param list what the API lists, as far as that is known
 */
export function chooseRecord(
	text: string,
	mode: OfferedMode,
	schema: SchemaChoice,
	list: ModelList | undefined,
): ChosenRecord {
	const choice = chooseModel(text, mode, (id) => list?.find(id) !== undefined);
	if (choice.kind !== 'known' && choice.kind !== 'unlisted') return choice;
	const id = choice.kind === 'known' ? choice.record.id : choice.id;
	const listed = list?.find(id);
	const live = listed === undefined ? undefined : liveRecord(listed, mode);
	const today = live !== undefined && { live };
	const record = schema === 'automatic' ? live : undefined;
	if (choice.kind === 'known') {
		return { kind: 'known', builtIn: choice.record, record: record ?? choice.record, ...today };
	}
	if (listed === undefined || record === undefined) return { ...choice, ...today };
	const itsMode = modeOf(listed);
	if (itsMode !== undefined && itsMode !== mode) return { kind: 'wrongMode', record };
	return { kind: 'listed', record, ...today };
}
