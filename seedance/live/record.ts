/** A model of the API's list as a record, so that everything follows from it as from the catalogue. */
import { findModel, parameterOf } from '../models';
import type { ModelRecord, OfferedMode, Parameter } from '../models';
import { z } from '../zod';
import type { ListedModel } from './modelList';
import { toParameters } from './schema';

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
