/** Builds a request body from a person's values, or says why it can't. */

import { mainMediaField, mainMediaParameter, mediaParameter, mediaParameters } from '../models';
import { parameterOf } from '../models/schema';
import type { ModelRecord, Parameter, MediaUse } from '../models';
import type { Result } from '../result';
import { quoted, readable, unfilled } from '../text';
import { z } from '../zod';
import { allowedText, countText, ruleText } from './allowed';
import type { Refusal } from './allowed';
import { noMedia, readMedia, withFileNames } from './mediaValues';
import type { MediaContext } from './mediaValues';
import { normaliseValue, isBlank } from './normalise';
import { followLive } from './liveModel';

// Builds the zod schema of a model's request body.

/** The length in Unicode code points, as JSON Schema and the API count it. */
export function codePoints(text: string): number {
	return Array.from(text).length;
}

function oneOf<T>(values: readonly T[]): z.ZodType<T> {
	return z.custom<T>((value) => values.some((allowed) => allowed === value));
}

function unwrapped(parameter: Parameter): z.ZodTypeAny {
	switch (parameter.type) {
		case undefined:
			return z.unknown();
		case 'boolean':
			return parameter.enum === undefined ? z.boolean() : oneOf(parameter.enum);
		case 'integer':
		case 'number': {
			const { minimum = -Infinity, maximum = Infinity } = parameter;
			const number = parameter.type === 'integer' ? z.number().int() : z.number().finite();
			const inRange = number.min(minimum).max(maximum);
			return parameter.enum === undefined ? inRange : oneOf(parameter.enum).pipe(inRange);
		}
		case 'string': {
			const { minLength = 0, maxLength = Infinity } = parameter;
			const isLongEnough = (text: string) => {
				const length = codePoints(text);
				return length >= minLength && length <= maxLength;
			};
			if (parameter.enum !== undefined) return oneOf(parameter.enum).refine(isLongEnough);
			return z.string().refine(isLongEnough);
		}
		case 'array': {
			const { items, minItems = 0, maxItems = Infinity } = parameter;
			return z.array(parameterSchema(items)).min(minItems).max(maxItems);
		}
		case 'object': {
			const shape = z.object(shapeOf(parameter.properties, parameter.required));
			return parameter.additionalProperties ? shape.passthrough() : shape.strict();
		}
	}
}

function parameterSchema(parameter: Parameter): z.ZodTypeAny {
	const schema = unwrapped(parameter);
	return parameter.nullable === true ? schema.nullable() : schema;
}

const isGiven = (value: unknown) => value !== undefined;

function shapeOf(
	parameters: Readonly<Record<string, Parameter>>,
	required: readonly string[],
): z.ZodRawShape {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, parameter]) => {
			const schema = parameterSchema(parameter);
			// Zod's unknown would accept a missing value.
			return [name, required.includes(name) ? schema.refine(isGiven) : schema.optional()];
		}),
	);
}

/** A request body that has passed its model's schema. */
export type RequestBody = Readonly<Record<string, unknown>>;

const schemas = new WeakMap<ModelRecord, z.ZodObject<z.ZodRawShape>>();

/**
 * The schema of a model's request body: exactly the declared parameters, as in the API's own
 * schemas (docs/internals/api.md#submitting).
 */
export function requestSchema(record: ModelRecord): z.ZodObject<z.ZodRawShape> {
	const known = schemas.get(record);
	if (known !== undefined) return known;
	const schema = z.object(shapeOf(record.parameters, record.required)).strict();
	schemas.set(record, schema);
	return schema;
}

export interface BuiltRequest {
	readonly body: RequestBody;
	/** Its images, videos and audio. In the body, files have their names as placeholders. */
	readonly media: readonly MediaUse[];
}

type Told = Pick<Refusal, 'finding' | 'got' | 'allowed'>;

/** What is wrong with a value, and what is allowed instead. */
function told(name: string, parameter: Parameter, given: unknown, value: unknown): Told {
	if (value === undefined) return { finding: 'is empty', allowed: allowedText(parameter) };
	if (parameter.type === 'array' && Array.isArray(value)) {
		const { minItems = 0, maxItems = Infinity } = parameter;
		const isMiscounted = value.length < minItems || value.length > maxItems;
		return isMiscounted
			? { finding: `allows ${countText(parameter)}`, got: `${value.length}` }
			: { finding: "has an entry that isn't allowed", allowed: allowedText(parameter.items) };
	}
	if (mediaParameter(parameter) !== undefined) {
		const allowed = allowedText(parameter);
		if (Array.isArray(value) && value.length > 1) {
			return { finding: 'allows one file', got: `${value.length}`, allowed };
		}
		return { finding: "isn't a file or URL", got: quoted(given), allowed };
	}
	const finding = `must be ${ruleText(name, parameter, value)}`;
	const isTooLong = Object.hasOwn(parameter, 'maxLength') && typeof value === 'string';
	return { finding, got: isTooLong ? readable(codePoints(value)) : quoted(given) };
}

const hasStrangeEntry = (parameter: Parameter, value: unknown) =>
	parameter.type === 'array' &&
	mediaParameter(parameter) !== undefined &&
	Array.isArray(value) &&
	value.some((entry) => typeof entry !== 'string');

/**
 * Builds the request body of a model: declared parameters only, nothing unset, with the declared
 * JSON types. A missing required parameter gets its documented default if that is valid.
 * @param values by the API's parameter names, as the person gave them
 * @param context the source of its media
 */
export function buildRequest(
	record: ModelRecord,
	values: Readonly<Record<string, unknown>>,
	context: MediaContext = noMedia,
): Result<BuiltRequest, readonly Refusal[]> {
	const normalised: Record<string, unknown> = {};
	const refusals: Refusal[] = [];
	for (const [name, given] of Object.entries(values)) {
		const parameter = parameterOf(record, name);
		if (parameter !== undefined) {
			const value = normaliseValue(parameter, given, name);
			if (value !== undefined) normalised[name] = value;
			// It isn't a choice or a file name, but free text that the API gets unchanged.
			const isText = parameter.type === 'string' && mediaParameter(parameter) === undefined;
			const left = isText && typeof value === 'string' ? unfilled(value) : undefined;
			if (left !== undefined) refusals.push({ parameter: name, given, ...left });
		} else if (given !== undefined) {
			const names = Object.keys(record.parameters).join(', ');
			refusals.push({ parameter: name, given, finding: 'is unknown', allowed: names });
		}
	}
	const mediaOfModel = mediaParameters(record);
	const hasMedia = (values: Values) => Object.keys(values).some((name) => mediaOfModel.has(name));
	// The body has no prototype, because a live model may have a parameter called "constructor".
	const body: Record<string, unknown> = Object.assign(
		Object.create(null) as object,
		hasMedia(normalised) ? withFileNames(normalised, mediaOfModel, context.files) : normalised,
	);
	for (const [name, { default: fallback }] of Object.entries(record.parameters)) {
		const isUsable = record.required.includes(name) && !Array.isArray(fallback);
		if (body[name] === undefined && isUsable) body[name] = fallback;
	}
	const parsed = requestSchema(record).safeParse(body);
	if (!parsed.success) {
		const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
		for (const [name, parameter] of Object.entries(record.parameters)) {
			// Entries that aren't URLs are reported one by one below.
			if (!wrong.has(name) || hasStrangeEntry(parameter, body[name])) continue;
			refusals.push({
				parameter: name,
				given: values[name],
				...told(name, parameter, values[name], body[name]),
			});
		}
	}
	const media = hasMedia(body)
		? readMedia(body, mediaOfModel, context)
		: { uses: [], refusals: [] };
	if (refusals.length === 0) refusals.push(...media.refusals);
	if (refusals.length > 0 || !parsed.success) return { ok: false, problem: refusals };
	return { ok: true, value: { body: parsed.data, media: media.uses } };
}

export type Values = Readonly<Record<string, unknown>>;

/** The given values by their source. */
export interface Given {
	readonly fields: Values;
	readonly form: Values;
	readonly json: Values;
}

/** The same by the record's names, and what couldn't be converted. */
export interface Collected extends Given {
	readonly refusals: readonly Refusal[];
}

/**
 * Renames the field "image" or "video" of a model that wasn't known in the editor to the model's own
 * name for it.
 */
function withMainMedia(record: ModelRecord, fields: Values): Values {
	const field = mainMediaField(record.mode);
	const name = mainMediaParameter(record) ?? field;
	return fields[name] === undefined ? { ...fields, [name]: fields[field] } : fields;
}

const known = (record: ModelRecord, values: Values): Values =>
	Object.fromEntries(
		Object.entries(values).filter(([name]) => parameterOf(record, name) !== undefined),
	);

/** An untouched switch of a form is false, and any other untouched field null. */
const isUntouched = (value: unknown) => isBlank(value) || value === false;

/** Refusals of values without a parameter in the record. */
function unknown(
	record: ModelRecord,
	values: Values,
	refusal: Pick<Refusal, 'finding' | 'place'>,
): Refusal[] {
	const allowed = Object.keys(record.parameters).join(', ');
	return Object.entries(values)
		.filter(([name, value]) => parameterOf(record, name) === undefined && !isUntouched(value))
		.map(([parameter, given]): Refusal => ({ parameter, given, allowed, ...refusal }));
}

const unknownInForm = (record: ModelRecord, form: Values) =>
	unknown(record, form, { finding: 'is unknown', place: 'Model Parameters' });

/** The values for a catalogue model, whose live schema may have changed. */
export function collectKnown(
	builtIn: ModelRecord,
	record: ModelRecord,
	given: Given,
	context: Pick<MediaContext, 'files'>,
): Collected {
	const { json } = given;
	const form = known(record, given.form);
	const refusals = unknownInForm(record, given.form);
	const fields = known(builtIn, withMainMedia(builtIn, given.fields));
	const moved = followLive(builtIn, record, fields, context);
	const image = mainMediaParameter(builtIn);
	const isImage = (name: string) => name === image;
	// Other parameters of the JSON keep their names in messages when the model no longer has them.
	const named = Object.entries(json);
	const images = Object.fromEntries(named.filter(([name]) => isImage(name)));
	const others = Object.fromEntries(named.filter(([name]) => !isImage(name)));
	const movedJson = followLive(builtIn, record, images, context);
	return {
		fields: moved.values,
		form,
		json: { ...movedJson.values, ...others },
		refusals: [...moved.refusals, ...refusals, ...movedJson.refusals],
	};
}

/** The values for a model of the live list. */
export function collectListed(
	record: ModelRecord,
	{ fields: inPanel, form, json }: Given,
): Collected {
	const field = mainMediaField(record.mode);
	const { [field]: given, ...others } = inPanel;
	const name = mainMediaParameter(record) ?? field;
	const fields = given === undefined ? inPanel : { ...others, [name]: given };
	return {
		fields: known(record, fields),
		form: known(record, form),
		json,
		refusals: [
			...unknown(record, fields, { finding: "isn't a setting of this model" }),
			...unknownInForm(record, form),
		],
	};
}
