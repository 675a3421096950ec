/** The API wraps its answers in {code, message, data}; some come bare (reference §0.1). */
import { z } from '../zod';
import { lenient, wholeNumber } from './lenient';

const text = lenient(z.string().trim().min(1));
// Lenient on purpose: an oddly written envelope must not hide the id of a paid task.
const answerSchema = z
	.object({
		code: lenient(wholeNumber),
		data: z.unknown(),
		message: text,
		error: text,
		detail: text,
		error_code: text,
	})
	.partial();

export interface Opened {
	/** The envelope's code, or undefined when there is none (or 0, which says nothing). */
	readonly code?: number;
	/** The API's own words, if any: "message [error_code]". */
	readonly message?: string;
	/** The unwrapped data, or the whole answer when it came bare; undefined when it is no JSON object. */
	readonly data?: unknown;
	readonly isJson: boolean;
}

function parseJson(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

/** Opens an answer's text. Never throws. */
export function openEnvelope(body: string): Opened {
	const json = parseJson(body);
	if (typeof json !== 'object' || json === null) return { isJson: false };
	const parsed = answerSchema.safeParse(json);
	if (!parsed.success) return { isJson: true, data: json };
	const { data, message, error, detail, error_code: label } = parsed.data;
	const code =
		parsed.data.code !== undefined && parsed.data.code > 0 ? parsed.data.code : undefined;
	const said = message ?? error ?? detail;
	const words = said !== undefined && { message: label ? `${said} [${label}]` : said };
	// A bare prediction may carry a code of its own (the task's), so an id without data is no envelope.
	const hasData = 'data' in json;
	const isBare = !hasData && ('id' in json || code === undefined);
	if (isBare) return { isJson: true, data: json, ...words };
	return { isJson: true, data, ...(code !== undefined && { code }), ...words };
}
