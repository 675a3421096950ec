/** From what a person gave to the body that the API gets, or to the reasons why it gets nothing. */
import { parameterOf } from '../catalogue';
import type { MediaKind, ModelRecord, Parameter } from '../catalogue';
import { allowedText, countText } from './allowed';
import { mediaReference } from './media';
import { normaliseValue } from './normalise';
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
	/** What the model takes instead, completing "… takes …". */
	readonly allowed: string;
}

export type BuiltRequest =
	| { readonly ok: true; readonly body: RequestBody }
	| { readonly ok: false; readonly refusals: readonly Refusal[] };

/** What JSON makes of a value, or JavaScript where JSON refuses (big integers, circles). */
function written(value: unknown): string {
	try {
		return JSON.stringify(value) ?? 'nothing';
	} catch {
		return String(value);
	}
}

/** A value as a message quotes it: text in quotes, long text cut, never over several lines. */
export function quoted(value: unknown): string {
	const isText = typeof value === 'string';
	const line = Array.from((isText ? value : written(value)).replace(/\s+/g, ' '));
	const room = isText ? 58 : 60;
	const short = line.length > room ? `${line.slice(0, 56).join('')}…` : line.join('');
	return isText ? `"${short}"` : short;
}

function finding(parameter: Parameter, given: unknown, value: unknown): string {
	if (value === undefined) return 'is empty';
	if (parameter.type === 'array' && Array.isArray(value)) return `has ${value.length} entries`;
	if (parameter.type === 'string' && parameter.maxLength !== undefined && typeof value === 'string')
		return `has ${codePoints(value).toLocaleString('en-US')} characters`;
	return `is ${quoted(given)}`;
}

const mediaAllowed: Record<MediaKind, string> = {
	image: 'a web address (https://…) or a data URI of a JPEG or PNG picture',
	video: 'a web address (https://…)',
	audio: 'a web address (https://…)',
};

function acceptsMedia(text: string, media: MediaKind): boolean {
	const reference = mediaReference(text);
	if (reference.kind === 'dataUri') {
		return media === 'image' && /^image\/(jpe?g|png)$/.test(reference.mimeType);
	}
	return reference.kind === 'url';
}

const hasStrangeEntry = (parameter: Parameter, value: unknown) =>
	parameter.type === 'array' &&
	Array.isArray(value) &&
	value.some((entry) => typeof entry !== 'string');

/** The rules for addresses, which JSON Schema does not know. */
function mediaRefusals(record: ModelRecord, body: Record<string, unknown>): Refusal[] {
	return Object.entries(record.parameters).flatMap(([name, parameter]) => {
		const media =
			parameter.type === 'array'
				? parameter.items.media
				: parameter.type === 'string'
					? parameter.media
					: undefined;
		if (media === undefined) return [];
		const value = body[name];
		const entries: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
		const wrong = entries.find((entry) => typeof entry !== 'string' || !acceptsMedia(entry, media));
		if (wrong === undefined) return [];
		const what = parameter.type === 'array' ? `has ${quoted(wrong)}` : `is ${quoted(wrong)}`;
		return [{ parameter: name, given: wrong, finding: what, allowed: mediaAllowed[media] }];
	});
}

/**
 * Builds the request body of a model: declared parameters only, nothing unset, JSON types as
 * declared. A required parameter that is not given takes its documented default if that is valid.
 * @param values by the API's parameter names, as the person gave them
 */
export function buildRequest(
	record: ModelRecord,
	values: Readonly<Record<string, unknown>>,
): BuiltRequest {
	const body: Record<string, unknown> = {};
	const refusals: Refusal[] = [];
	for (const [name, given] of Object.entries(values)) {
		const parameter = parameterOf(record, name);
		if (parameter !== undefined) {
			const value = normaliseValue(parameter, given);
			if (value !== undefined) body[name] = value;
		} else if (given !== undefined) {
			const names = Object.keys(record.parameters).join(', ');
			refusals.push({ parameter: name, given, finding: 'is not known', allowed: names });
		}
	}
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
				allowed: parameter.type === 'array' ? countText(parameter) : allowedText(parameter),
			});
		}
	}
	if (refusals.length === 0) refusals.push(...mediaRefusals(record, body));
	if (refusals.length > 0 || !parsed.success) return { ok: false, refusals };
	return { ok: true, body: parsed.data as RequestBody };
}
