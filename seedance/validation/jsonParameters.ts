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

/** Reads it; blank is no parameters. */
export function parseJsonParameters(json: unknown): JsonParameters {
	if (isBlank(json)) return { ok: true, parameters: {} };
	let value = json;
	if (typeof json === 'string') {
		try {
			value = JSON.parse(json);
		} catch {
			const detail = `is not valid JSON: ${quoted(json)}`;
			return { ok: false, problem: problem('parametersNotJson', { detail }) };
		}
	}
	const parsed = jsonObject.safeParse(value);
	return parsed.success
		? { ok: true, parameters: parsed.data }
		: { ok: false, problem: problem('parametersNotJson') };
}
