import { notOffered } from './records/notOffered';
import { v1 } from './records/v1';
import { v15 } from './records/v1-5';
import { v2 } from './records/v2';
import { v25 } from './records/v2-5';
import type { ModelRecord, OfferedMode, Parameter } from './types';

export type * from './types';

/** Every model that we know by name. */
export const catalogue: readonly ModelRecord[] = [...v25, ...v2, ...v15, ...v1, ...notOffered];

const byId = new Map(catalogue.map((record) => [record.id, record]));

/** The record of a model id, or undefined for an id outside the catalogue. */
export function findModel(id: string): ModelRecord | undefined {
	return byId.get(id);
}

/** The id of the model that takes the place of one that its provider withdraws. */
export const replacementOf = (id: string): string | undefined =>
	findModel(id)?.retiring?.replacement;

/** A model's parameter by its API name; a name like "constructor" is none, whatever JavaScript says. */
export function parameterOf({ parameters }: ModelRecord, name: string): Parameter | undefined {
	return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

/**
 * What a new node starts with: a model of today that WaveSpeedAI documents, with audio, for which a
 * prompt (and a picture) is enough. It must not be one that its provider withdraws.
 */
export const defaultModel: Readonly<Record<OfferedMode, string>> = {
	'text-to-video': 'bytedance/seedance-2.0-fast/text-to-video',
	'image-to-video': 'bytedance/seedance-2.0-fast/image-to-video',
};

const rank = (record: ModelRecord) => [
	record.retiring === undefined ? 0 : 1,
	record.tier.endsWith('spicy') ? 1 : 0,
	-Number(record.generation),
];

/**
 * The models that a node of this mode offers, in the order of its picker: newest generation first,
 * "spicy" ones after all plain ones, those being retired last.
 */
export function offeredModels(mode: OfferedMode): readonly ModelRecord[] {
	return catalogue
		.filter((record) => record.mode === mode && record.notOfferedBecause === undefined)
		.map((record, position) => ({ record, key: [...rank(record), position] }))
		.sort((a, b) => {
			const difference = a.key.findIndex((value, i) => value !== b.key[i]);
			return difference === -1 ? 0 : (a.key[difference] ?? 0) - (b.key[difference] ?? 0);
		})
		.map(({ record }) => record);
}

/** The name that a picker shows: without the mode, which the node says already. */
export function pickerName({ displayName, retiring }: ModelRecord): string {
	const name = displayName.replace(/ (Text|Image) to Video/, '');
	return retiring === undefined ? name : `${name} (being retired)`;
}

/** Whether a record rests on something weaker than the vendor's own pages. */
export function isLowConfidence(record: ModelRecord): boolean {
	return record.confidence === 'third-party' || record.confidence === 'mentioned';
}

/**
 * The parameter that carries a model's main picture or pictures: the one that it requires, or the first one
 * where a model makes its video from a picture and requires none.
 */
export function mainImageParameter(record: ModelRecord): string | undefined {
	const isPicture = (name: string) => {
		const parameter = parameterOf(record, name);
		const text = parameter?.type === 'array' ? parameter.items : parameter;
		return text?.type === 'string' && text.media === 'image';
	};
	const needed = record.required.find(isPicture);
	if (needed !== undefined || record.mode !== 'image-to-video') return needed;
	return Object.keys(record.parameters).find(isPicture);
}
