import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

const LARGEST_BODY = 64 * 1024 * 1024;

const objectSchema = z.record(z.unknown());

/** The result of reading a request's JSON body. */
export type RequestBody =
	| { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
	| { readonly kind: 'unreadable'; readonly status: 400 | 413; readonly message: string };

/**
 * Reads a request's body as a JSON object.
 * @throws when the connection breaks before the body is complete
 */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request) {
		const bytes = z.instanceof(Uint8Array).parse(chunk);
		size += bytes.length;
		if (size <= LARGEST_BODY) chunks.push(bytes);
	}
	if (size > LARGEST_BODY) {
		return { kind: 'unreadable', status: 413, message: 'request body too large' };
	}
	const value = objectSchema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
	return value.success
		? { kind: 'object', value: value.data }
		: { kind: 'unreadable', status: 400, message: 'request body must be a JSON object' };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
