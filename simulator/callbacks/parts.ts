import { signCallback } from './sign';

/** Headers of a callback by lower-case name. */
export type CallbackHeaders = Readonly<Record<string, string>>;

/** How a callback may depart from a right one. */
export interface Forgery {
	/** Signs with this secret. */
	readonly secret?: string;
	/** Unix seconds. */
	readonly timestamp?: number | string;
	readonly webhookId?: string;
	/** Stands in the place of the right signature. */
	readonly signature?: string;
	readonly contentType?: string;
	/** Writes another body, which is signed as rightly as the right one. */
	readonly write?: (body: string) => string;
	/** Changes the body *after* it was signed. */
	readonly change?: (body: string) => string;
	/** Further headers, or others; undefined leaves one out. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** What a right callback is made of. */
export interface RightCallback {
	readonly taskId: string;
	readonly secret: string;
	/** Unix seconds. */
	readonly timestamp: number | string;
	readonly body: string;
}

/** The header webhook-id of a task: not the task's id, but its first 25 characters (reference §D). */
const webhookIdOf = (taskId: string): string => taskId.slice(0, 25);

/** Makes the headers and the body of a callback (reference §D), as right as the forgery leaves them. */
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
