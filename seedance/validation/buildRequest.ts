/** From what a person gave to the body that the API gets, or to the reasons why it gets nothing. */
import { parameterOf } from '../models';
import type { ModelRecord, Parameter } from '../models';
import { mediaParameter, mediaParameters } from '../media/mediaUse';
import type { MediaUse } from '../media/mediaUse';
import { readable } from '../readable';
import { allowedText } from './allowed';
import { openWorld, readMedia, withFileNames } from './mediaValues';
import type { MediaWorld } from './mediaValues';
import { normaliseValue } from './normalise';
import { unfilled } from './cleanText';
import { quoted } from './quoted';
import { codePoints, requestSchema } from './requestSchema';
import type { RequestBody } from './requestSchema';

/** One value that the model does not take. */
export interface Refusal {
	/** The API's name of the parameter. */
	readonly parameter: string;
	/** The value as it was given, for quoting; undefined when it is missing. */
	readonly given: unknown;
	/** What is wrong with it, completing "'Duration' …": "is 13", "is empty", "is unknown". */
	readonly finding: string;
	/** What the model takes instead, completing "… takes …"; left out where the advice says it. */
	readonly allowed?: string;
	/** What to do instead, where that is not plain. */
	readonly advice?: string;
	/** The field that an unknown parameter was given in. */
	readonly place?: string;
}

export type BuiltRequest =
	| {
			readonly ok: true;
			readonly body: RequestBody;
			/** Its pictures, videos and sounds. Where they are files, their names stand in the body. */
			readonly media: readonly MediaUse[];
	  }
	| { readonly ok: false; readonly refusals: readonly Refusal[] };

function finding(parameter: Parameter, given: unknown, value: unknown): string {
	if (value === undefined) return 'is empty';
	if (parameter.type === 'array' && Array.isArray(value)) {
		const { minItems = 0, maxItems = Infinity } = parameter;
		const isMiscounted = value.length < minItems || value.length > maxItems;
		return isMiscounted ? `has ${value.length} entries` : 'has an entry that does not fit';
	}
	if (parameter.type === 'string' && parameter.maxLength !== undefined && typeof value === 'string')
		return `has ${readable(codePoints(value))} characters`;
	return `is ${quoted(given)}`;
}

const hasStrangeEntry = (parameter: Parameter, value: unknown) =>
	parameter.type === 'array' &&
	mediaParameter(parameter) !== undefined &&
	Array.isArray(value) &&
	value.some((entry) => typeof entry !== 'string');

/**
 * Builds the request body of a model: declared parameters only, nothing unset, JSON types as
 * declared. A required parameter that is not given takes its documented default if that is valid.
 * @param values by the API's parameter names, as the person gave them
 * @param world where its media come from
 */
export function buildRequest(
	record: ModelRecord,
	values: Readonly<Record<string, unknown>>,
	world: MediaWorld = openWorld,
): BuiltRequest {
	const normalised: Record<string, unknown> = {};
	const refusals: Refusal[] = [];
	for (const [name, given] of Object.entries(values)) {
		const parameter = parameterOf(record, name);
		if (parameter !== undefined) {
			const value = normaliseValue(parameter, given, name);
			if (value !== undefined) normalised[name] = value;
			// Neither the name of a choice nor that of a file: the API would take it as it is.
			const isText = parameter.type === 'string' && mediaParameter(parameter) === undefined;
			const left = isText && typeof value === 'string' ? unfilled(value) : undefined;
			if (left !== undefined) refusals.push({ parameter: name, given, ...left });
		} else if (given !== undefined) {
			const names = Object.keys(record.parameters).join(', ');
			refusals.push({ parameter: name, given, finding: 'is not known', allowed: names });
		}
	}
	const mediaOfModel = mediaParameters(record);
	// Without a prototype: a live model may have a parameter called "constructor", which nobody gave.
	const body: Record<string, unknown> = Object.assign(
		Object.create(null) as object,
		withFileNames(normalised, mediaOfModel, world.files),
	);
	for (const name of record.required) {
		const fallback = parameterOf(record, name)?.default;
		const isUsable = fallback !== undefined && !Array.isArray(fallback);
		if (body[name] === undefined && isUsable) body[name] = fallback;
	}
	const parsed = requestSchema(record).safeParse(body);
	if (!parsed.success) {
		const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
		for (const name of names) {
			const parameter = parameterOf(record, name);
			// Entries that are no addresses are named one by one below.
			if (parameter === undefined || hasStrangeEntry(parameter, body[name])) continue;
			refusals.push({
				parameter: name,
				given: values[name],
				finding: finding(parameter, values[name], body[name]),
				allowed: allowedText(parameter),
			});
		}
	}
	const media = readMedia(body, mediaOfModel, world);
	if (refusals.length === 0) refusals.push(...media.refusals);
	if (refusals.length > 0 || !parsed.success) return { ok: false, refusals };
	return { ok: true, body: parsed.data, media: media.uses };
}
