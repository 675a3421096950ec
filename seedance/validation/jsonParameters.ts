/** The text or object of the field Parameters (JSON). */
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { z } from '../zod';
import { isBlank } from './normalise';
import { quoted } from './quoted';

const jsonObject = z.record(z.unknown());

export type JsonParameters =
	| { readonly ok: true; readonly parameters: Record<string, unknown> }
	| { readonly ok: false; readonly problem: Problem };

/** The one block of code in an answer of a language model. */
function fenced(text: string): string {
	const [first, ...others] = [
		...text.matchAll(/^[ \t]*```[ \t]*\w*(?:[ \t]*\r?\n|[ \t]*(?=[[{"]))([^]*?)\s*?```/gm),
	];
	return first?.[1] !== undefined && others.length === 0 ? first[1] : text;
}

/** Quotes and spaces of JSON as word processors write them. */
const typewritten = (text: string) =>
	text.replace(/[“”„‟＂]/g, '"').replace(/[\u00a0\u2000-\u200d\u202f\u2060\ufeff]/g, ' ');

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What a text holds as JSON, bare or in the forms that other programs pack it in. */
function jsonIn(text: string): unknown {
	const whole = text.replace(/^\ufeff/, '').trim();
	const bare = fenced(whole).trim();
	const value = parsed(whole) ?? parsed(bare) ?? parsed(typewritten(bare));
	// JSON in a text of JSON: an object that was written out twice.
	return typeof value === 'string' && value.trim().startsWith('{') ? parsed(value) : value;
}

/** Reads it; blank is no parameters. */
export function parseJsonParameters(json: unknown): JsonParameters {
	if (isBlank(json)) return { ok: true, parameters: {} };
	const value = typeof json === 'string' ? jsonIn(json) : json;
	if (value === undefined) {
		const detail = `is not valid JSON: ${quoted(json)}`;
		return { ok: false, problem: problem('parametersNotJson', { detail }) };
	}
	const checked = jsonObject.safeParse(value);
	return checked.success
		? { ok: true, parameters: checked.data }
		: { ok: false, problem: problem('parametersNotJson') };
}
