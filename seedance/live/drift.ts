/**
 * A model's schema moves on while a workflow stays as it was made: what was given in the words of the
 * built-in record is put into those of the live one, or refused. Nothing is sent blindly.
 */
import { mainImageParameter, offeredModels, parameterOf } from '../models';
import type { ModelRecord } from '../models';
import { mediaParameters } from '../media/mediaUse';
import type { ItemFiles } from '../media/itemFiles';
import type { Refusal } from '../validation/buildRequest';
import { withFileNames } from '../validation/mediaValues';
import { normaliseValue } from '../validation/normalise';

type Values = Readonly<Record<string, unknown>>;

export interface Moved {
	/** By the names of the live record, as far as it has them. */
	readonly values: Record<string, unknown>;
	readonly refusals: readonly Refusal[];
}

/** What to choose for a video from several pictures: models of the same generation first. */
function modelsWithReferences({ generation }: ModelRecord): string {
	const able = offeredModels('text-to-video').filter(
		(record) => parameterOf(record, 'reference_images') !== undefined,
	);
	const akin = able.filter((record) => record.generation === generation);
	const ids = [...new Set([...akin, ...able])].map(({ id }) => id);
	return ids.slice(0, 3).join(', ');
}

function tooMany(name: string, given: unknown, count: number, live: ModelRecord): Refusal {
	return {
		parameter: name,
		given,
		finding: `has ${count} pictures, but WaveSpeedAI now takes one first frame for ${live.displayName}`,
		advice: `Give one picture, or make a video from several with Seedance Text to Video and its Reference Images, e.g. with ${modelsWithReferences(live)}.`,
	};
}

/** The main picture under its new name. */
function movedPicture(
	builtIn: ModelRecord,
	live: ModelRecord,
	name: string,
	given: unknown,
	files: ItemFiles,
): { readonly value: unknown } | { readonly refusal: Refusal } {
	const was = parameterOf(builtIn, name);
	const is = parameterOf(live, mainImageParameter(live) ?? '');
	if (was?.type === is?.type) return { value: given };
	if (was?.type !== 'array') return { value: [given] };
	const list = normaliseValue(was, given);
	const pictures = withFileNames({ [name]: list }, mediaParameters(builtIn), files)[name];
	const entries: unknown[] = Array.isArray(pictures) ? pictures : [pictures];
	return entries.length > 1
		? { refusal: tooMany(name, given, entries.length, live) }
		: { value: entries[0] };
}

function isDefault(builtIn: ModelRecord, name: string, given: unknown): boolean {
	const parameter = parameterOf(builtIn, name);
	if (parameter === undefined) return false;
	const value = normaliseValue(parameter, given, name);
	return value === undefined || JSON.stringify(value) === JSON.stringify(parameter.default);
}

/**
 * Puts values that were given in the words of one record into those of another one of the same model.
 * @param given values of fields, which are there whether a person has touched them or not: what the live
 * model does not have any more is left out where it is the default
 */
export function followLive(
	builtIn: ModelRecord,
	live: ModelRecord,
	given: Values,
	files: ItemFiles,
): Moved {
	const values: Record<string, unknown> = {};
	const refusals: Refusal[] = [];
	const picture = mainImageParameter(live);
	for (const [name, value] of Object.entries(given)) {
		if (parameterOf(live, name) !== undefined) {
			values[name] = value;
		} else if (picture !== undefined && name === mainImageParameter(builtIn)) {
			const moved = movedPicture(builtIn, live, name, value, files);
			if ('refusal' in moved) refusals.push(moved.refusal);
			else if (moved.value !== undefined) values[picture] ??= moved.value;
		} else if (!isDefault(builtIn, name, value)) {
			refusals.push({
				parameter: name,
				given: value,
				finding: 'is not taken any more',
				allowed: Object.keys(live.parameters).join(', '),
				advice: 'Clear it. To send it all the same, set Schema to Built-In in the Model Options.',
			});
		}
	}
	return { values, refusals };
}
