/** A model of the API's list as a record, so that everything follows from it as from the catalogue. */
import type { ListedModel, ModelList } from '../api/models';
import type { ItemFiles } from '../media/source';
import { findModel, mainImageParameter, offeredModels, parameterOf } from '../models';
import type { ModelRecord, OfferedMode, Parameter } from '../models';
import { mediaParameters } from '../models/mediaUse';
import { z } from '../zod';
import type { Refusal } from './allowed';
import { toParameters } from './liveSchema';
import { withFileNames } from './mediaValues';
import { chooseModel } from './modelId';
import type { ModelChoice } from './modelId';
import { normaliseValue } from './normalise';

const requestSchema = z.object({
	properties: z.record(z.unknown()),
	required: z.array(z.string()).catch([]),
	'x-order-properties': z.array(z.string()).catch([]),
});

/** How large a schema may be, in values of any kind, and how deep: the largest known has some hundred. */
const mostValues = 4_000;
const deepest = 40;

/** Whether a schema is small enough to be worked with. What is not is the API's alone to judge. */
function isManageable(schema: unknown): boolean {
	let left = mostValues;
	const isFine = (value: unknown, depth: number): boolean => {
		left -= 1;
		if (left < 0 || depth > deepest) return false;
		if (typeof value !== 'object' || value === null) return true;
		const members: unknown[] = Array.isArray(value) ? value : Object.values(value);
		return members.length <= left && members.every((member) => isFine(member, depth + 1));
	};
	return isFine(schema, 0);
}

/** What the live schema does not tell of files, from the record of the same model. */
function withFileFacts(parameter: Parameter, known: Parameter | undefined): Parameter {
	if (known === undefined || parameter.type !== known.type) return parameter;
	const { files, 'x-accept': accept } = known;
	return {
		...parameter,
		...(files !== undefined && { files }),
		...(accept !== undefined && { 'x-accept': accept }),
	};
}

function inOrder<T>(entries: readonly [string, T][], order: readonly string[]): [string, T][] {
	const places = new Map([...new Set(order)].map((name, place) => [name, place]));
	const place = (name: string) => places.get(name) ?? order.length;
	return [...entries].sort(([a], [b]) => place(a) - place(b));
}

/** The mode that a listed model has; undefined where the list does not say. */
export function modeOf({ id, type }: ListedModel): OfferedMode | undefined {
	const said = (text: string): OfferedMode | undefined => {
		if (text.startsWith('text-to-video')) return 'text-to-video';
		return text.startsWith('image-to-video') ? 'image-to-video' : undefined;
	};
	return type === '' ? said(id.split('/').at(-1) ?? '') : said(type);
}

function makeRecord(listed: ListedModel, mode: OfferedMode): ModelRecord | undefined {
	if (!isManageable(listed.requestSchema)) return undefined;
	const parsed = requestSchema.safeParse(listed.requestSchema);
	if (!parsed.success) return undefined;
	const { properties, required, 'x-order-properties': order } = parsed.data;
	const builtIn = findModel(listed.id);
	const builtInNames = Object.keys(builtIn?.parameters ?? {});
	const entries = Object.entries(toParameters(properties)).map(
		([name, parameter]): [string, Parameter] => [
			name,
			withFileFacts(parameter, builtIn && parameterOf(builtIn, name)),
		],
	);
	return {
		id: listed.id,
		displayName: builtIn?.displayName ?? listed.name,
		mode: builtIn?.mode ?? modeOf(listed) ?? mode,
		generation: builtIn?.generation ?? 'none',
		tier: builtIn?.tier ?? '',
		// Of a model that we know in the order that people know.
		parameters: Object.fromEntries(inOrder(entries, [...builtInNames, ...order])),
		required: required.filter((name) => Object.hasOwn(properties, name)),
		typicalSeconds: builtIn?.typicalSeconds ?? 120,
		source: 'GET /api/v3/models',
		confidence: 'live',
		...(builtIn?.price !== undefined && { price: builtIn.price }),
		...(builtIn?.retiring !== undefined && { retiring: builtIn.retiring }),
	};
}

type Made = Map<OfferedMode, ModelRecord | undefined>;

// A schema is read once and not once an item; the checks that are made of a record are kept with it, too.
const made = new WeakMap<ListedModel, Made>();

/**
 * The record of a listed model; undefined when the list gives no schema that can be read.
 * @param mode the mode of the node that asks, for a model whose own is not known
 */
export function liveRecord(listed: ListedModel, mode: OfferedMode): ModelRecord | undefined {
	const records: Made = made.get(listed) ?? new Map();
	made.set(listed, records);
	if (!records.has(mode)) records.set(mode, makeRecord(listed, mode));
	return records.get(mode);
}

// A model's schema moves on while a workflow stays as it was made: what was given in the words of the
// built-in record is put into those of the live one, or refused. Nothing is sent blindly.

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

// Which record a request is checked against: the catalogue's, or the one that the API lists today.

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
