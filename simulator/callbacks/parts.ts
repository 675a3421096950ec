import { signCallback } from './sign';

/** Headers of a callback by lower-case name. */
export type CallbackHeaders = Readonly<Record<string, string>>;

/** How a callback differs from a correct one. */
export interface Forgery {
	/** Signs with this secret. */
	readonly secret?: string;
	/** Unix seconds. */
	readonly timestamp?: number | string;
	readonly webhookId?: string;
	/** Replaces the correct signature. */
	readonly signature?: string;
	readonly contentType?: string;
	/** Writes another body, which is then signed correctly. */
	readonly write?: (body: string) => string;
	/** Changes the body *after* it was signed. */
	readonly change?: (body: string) => string;
	/** Headers to add or replace; undefined removes one. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** The parts of a correct callback. */
export interface RightCallback {
	readonly taskId: string;
	readonly secret: string;
	/** Unix seconds. */
	readonly timestamp: number | string;
	readonly body: string;
}

/**
 * The header webhook-id of a task: the first 25 characters of its ID
 * (docs/internals/api.md#callbacks).
 */
const webhookIdOf = (taskId: string): string => taskId.slice(0, 25);

/**
 * Returns the headers and the body of a callback (docs/internals/api.md#callback-signature), with
 * the changes of the forgery.
 */
export function callbackParts(
	right: RightCallback,
	forgery: Forgery = {},
): { readonly headers: CallbackHeaders; readonly body: string } {
	const id = forgery.webhookId ?? webhookIdOf(right.taskId);
	const timestamp = forgery.timestamp ?? right.timestamp;
	const secret = forgery.secret ?? right.secret;
	const body = forgery.write?.(right.body) ?? right.body;
	const headers: Record<string, string> = {
		'content-type': forgery.contentType ?? 'application/json',
		'webhook-id': id,
		'webhook-timestamp': String(timestamp),
		'webhook-signature': forgery.signature ?? signCallback({ secret, id, timestamp, body }),
	};
	for (const [name, value] of Object.entries(forgery.headers ?? {})) {
		if (value === undefined) delete headers[name.toLowerCase()];
		else headers[name.toLowerCase()] = value;
	}
	return { headers, body: forgery.change?.(body) ?? body };
}
