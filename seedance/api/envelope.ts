/** The API wraps its answers in {code, message, data}; some come bare (reference §0.1). */
import { z } from '../zod';

const envelopeSchema = z
	.object({ code: z.number().int(), message: z.string().optional() })
	.passthrough();
const messageSchema = z
	.object({
		message: z.string().optional().catch(undefined),
		error: z.string().optional().catch(undefined),
		detail: z.string().optional().catch(undefined),
		error_code: z.string().optional().catch(undefined),
	})
	.passthrough();

export interface Opened {
	/** The envelope's code, or undefined when there is no envelope. */
	readonly code?: number;
	/** The API's own words, if any: "message [error_code]". */
	readonly message?: string;
	/** The unwrapped data, or the whole answer when it came bare; undefined when it is no JSON object. */
	readonly data?: unknown;
	readonly isJson: boolean;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Opens an answer's text. Never throws. */
export function openEnvelope(text: string): Opened {
	const json = parseJson(text);
	if (typeof json !== 'object' || json === null) return { isJson: false };
	const words = messageSchema.safeParse(json);
	const said = words.success ? (words.data.message ?? words.data.error ?? words.data.detail) : '';
	const label = words.success && words.data.error_code ? ` [${words.data.error_code}]` : '';
	const message = said ? `${said}${label}` : undefined;
	const envelope = envelopeSchema.safeParse(json);
	// A bare prediction may carry a code of its own (the task's), so an id without data is no envelope.
	const isBare = !('data' in json) && 'id' in json;
	if (envelope.success && !isBare) {
		return {
			isJson: true,
			code: envelope.data.code,
			data: envelope.data.data,
			...(message !== undefined && { message }),
		};
	}
	return { isJson: true, data: json, ...(message !== undefined && { message }) };
}
