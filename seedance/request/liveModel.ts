/** Makes a record of a model in the API's list, so that it's used like one of the catalogue. */
import type { ListedModel, ModelList } from '../api/models';
import { defined } from '../result';
import {
	chooseModel,
	findModel,
	isUndocumented,
	mainMediaParameter,
	mediaParameters,
	offeredModels,
} from '../models';
import { modeOfListed, nodeOf } from '../models/modes';
import { parameterOf } from '../models/schema';
import type { ModelChoice, ModelRecord, OfferedMode, Parameter } from '../models';
import type { Result } from '../result';
import { z } from '../zod';
import type { Refusal } from './allowed';
import { toParameters } from './liveSchema';
import { withFileNames } from './mediaValues';
import type { MediaContext } from './mediaValues';
import { normaliseValue } from './normalise';

const requestSchema = z.object({
	properties: z.record(z.unknown()),
	required: z.array(z.string()).catch([]),
	'x-order-properties': z.array(z.string()).catch([]),
});

/**
 * The largest schema, in values of any kind, and the deepest. The largest known has a few hundred.
 */
const mostValues = 4_000;
const deepest = 40;

/** Whether a schema is small enough to be used. Otherwise only the API validates. */
function isManageable(schema: unknown): boolean {
	let left = mostValues;
	const isFine = (value: unknown, depth: number): boolean => {
		left -= 1;
		if (left < 0 || depth > deepest) return false;
		if (typeof value !== 'object' || value === null) return true;
		const members: unknown[] = Array.isArray(value) ? value : Object.values(value);
		return members.every((member) => isFine(member, depth + 1));
	};
	return isFine(schema, 0);
}

/** Adds the file facts of the model's own record, which the live schema doesn't have. */
function withFileFacts(parameter: Parameter, known: Parameter | undefined): Parameter {
	if (known === undefined || parameter.type !== known.type) return parameter;
	const { files, 'x-accept': accept } = known;
	return {
		...parameter,
		...defined({ files, 'x-accept': accept }),
	};
}

function inOrder<T>(entries: readonly [string, T][], order: readonly string[]): [string, T][] {
	const places = new Map([...new Set(order)].map((name, place) => [name, place]));
	const place = (name: string) => places.get(name) ?? order.length;
	return [...entries].sort(([a], [b]) => place(a) - place(b));
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
		mode: builtIn?.mode ?? modeOfListed(listed) ?? mode,
		generation: builtIn?.generation ?? 'none',
		tier: builtIn?.tier ?? '',
		// The parameters of a known model keep their order.
		parameters: Object.fromEntries(inOrder(entries, [...builtInNames, ...order])),
		required: required.filter((name) => Object.hasOwn(properties, name)),
		typicalSeconds: builtIn?.typicalSeconds ?? 120,
		source: 'GET /api/v3/models',
		confidence: 'live',
		...defined({ price: builtIn?.price, retiring: builtIn?.retiring }),
	};
}

type Made = Map<OfferedMode, ModelRecord | undefined>;

// A schema is read once, and not for every item. The zod schema of a record is cached with it as
// well.
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

// Converts values from the built-in schema of a model to its live one, which may have changed since
// the workflow was made. What can't be converted is refused.

type Values = Readonly<Record<string, unknown>>;

export interface Moved {
	/** By the names of the live record's parameters. */
	readonly values: Record<string, unknown>;
	readonly refusals: readonly Refusal[];
}

/** Models that make a video from several images, those of the same generation first. */
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
		finding: 'now allows one image',
		got: `${count}`,
		advice: `Use one image, or create a video from several with Seedance Text to Video → Options → References. Models for that: ${modelsWithReferences(live)}.`,
	};
}

const imageList = { type: 'array', items: { type: 'string' }, 'x-accept': 'image/*' } as const;
const imageLists = mediaParameters({ parameters: { images: imageList } });

const isList = ({ parameters }: ModelRecord, name: string) =>
	Object.entries(parameters).some(([key, { type }]) => key === name && type === 'array');

/** The main image under its new name. */
function movedImage(
	builtIn: ModelRecord,
	live: ModelRecord,
	[name, image]: readonly [was: string, is: string],
	given: unknown,
	context: Pick<MediaContext, 'files'>,
): Result<unknown, Refusal> {
	const wasList = isList(builtIn, name);
	if (wasList === isList(live, image)) return { ok: true, value: given };
	if (!wasList) return { ok: true, value: [given] };
	const list = normaliseValue(imageList, given);
	const { images } = withFileNames({ images: list }, imageLists, context.files);
	const entries: unknown[] = Array.isArray(images) ? images : [];
	return entries.length > 1
		? { ok: false, problem: tooMany(name, given, entries.length, live) }
		: { ok: true, value: entries[0] };
}

function isDefault(builtIn: ModelRecord, name: string, given: unknown): boolean {
	const parameter = parameterOf(builtIn, name) ?? {};
	const value = normaliseValue(parameter, given, name);
	return value === undefined || JSON.stringify(value) === JSON.stringify(parameter.default);
}

/**
 * Converts values from one record of a model to another.
 * @param given values of fields, including untouched ones: a default that the live model no longer
 * has is left out
 */
export function followLive(
	builtIn: ModelRecord,
	live: ModelRecord,
	given: Values,
	context: Pick<MediaContext, 'files'>,
): Moved {
	const values: Record<string, unknown> = {};
	const refusals: Refusal[] = [];
	const image = mainMediaParameter(live);
	for (const [name, value] of Object.entries(given)) {
		if (parameterOf(live, name) !== undefined) {
			values[name] = value;
		} else if (image !== undefined && name === mainMediaParameter(builtIn)) {
			const moved = movedImage(builtIn, live, [name, image], value, context);
			if (!moved.ok) refusals.push(moved.problem);
			else values[image] ??= moved.value;
		} else if (!isDefault(builtIn, name, value)) {
			refusals.push({
				parameter: name,
				given: value,
				finding: 'is no longer a setting of this model',
				allowed: Object.keys(live.parameters).join(', '),
				advice: 'Clear it. To send it anyway, set Options → Advanced → Schema to Built-In.',
			});
		}
	}
	return { values, refusals };
}

// Chooses the record that a request is checked against: the catalogue's or the live one.

/** The source of a model's schema: the live list if it's available, or only the catalogue. */
export type SchemaChoice = 'automatic' | 'builtIn';

export type ChosenRecord = (
	| Exclude<ModelChoice, { kind: 'known' | 'unlisted' }>
	/** Another node is for this model. */
	| { readonly kind: 'wrongMode'; readonly id: string; readonly node: OfferedMode }
	/** In the catalogue; `record` is used for the check. */
	| { readonly kind: 'known'; readonly builtIn: ModelRecord; readonly record: ModelRecord }
	/** Outside the catalogue, or there without parameters, with a live schema. */
	| { readonly kind: 'listed'; readonly record: ModelRecord }
	/** Outside the catalogue and without a schema, so that only the API validates it. */
	| { readonly kind: 'unlisted'; readonly id: string }
) & {
	/**
	 * The record from the live list, if it's known. It's there whichever is used for the check,
	 * because prices depend on today's parameters.
	 */
	readonly live?: ModelRecord;
};

/**
 * Validates a model ID and finds its record. One rule decides the node: the catalogue's mode, or
 * else the type that the live list tells. What isn't listed may be tried on any node.
 * @param mode the node's mode
 * @param list the live list, if it's known
 */
export function chooseRecord(
	text: string,
	mode: OfferedMode,
	schema: SchemaChoice,
	list: ModelList | undefined,
): ChosenRecord {
	const choice = chooseModel(text, (id) => list?.find(id) !== undefined);
	if (choice.kind === 'malformed') return choice;
	const id = choice.kind === 'unlisted' ? choice.id : choice.record.id;
	const listed = list?.find(id);
	const live = listed === undefined ? undefined : liveRecord(listed, mode);
	const record = schema === 'automatic' ? live : undefined;
	// The list may document what no page does.
	if (choice.kind === 'notOffered' && (!isUndocumented(choice.record) || record === undefined)) {
		return choice;
	}
	const told = choice.kind === 'unlisted' ? listed && modeOfListed(listed) : choice.record.mode;
	const node = told === undefined ? mode : nodeOf[told];
	if (node !== mode) return { kind: 'wrongMode', id, node };
	const today = defined({ live });
	if (choice.kind === 'known') {
		return { kind: 'known', builtIn: choice.record, record: record ?? choice.record, ...today };
	}
	return record === undefined
		? { kind: 'unlisted', id, ...today }
		: { kind: 'listed', record, ...today };
}
