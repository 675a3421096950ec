import type { IncomingHttpHeaders } from 'node:http';
import type { Ticket } from './upload-store';

/** Why the store refuses the bytes, with the codes of S3. */
export interface PutRefusal {
	readonly status: number;
	readonly code: string;
	readonly message: string;
}

/** The headers and the query of a PUT that matter. */
export interface PutRequest {
	readonly headers: IncomingHttpHeaders;
	/** From the query. */
	readonly signature: string | null;
}

/** The answer to a PUT with an unknown path or a wrong signature. */
export const DENIED: PutRefusal = { status: 403, code: 'AccessDenied', message: 'Access Denied' };

/** The answer to a PUT whose ticket has expired. */
export const EXPIRED: PutRefusal = {
	status: 403,
	code: 'AccessDenied',
	message: 'Request has expired',
};

/** The answer to a PUT whose ticket is used up, which is what `If-None-Match: *` asks for. */
export const USED_UP: PutRefusal = {
	status: 412,
	code: 'PreconditionFailed',
	message: 'At least one of the preconditions you specified did not hold',
};

const bad = (code: string, message: string): PutRefusal => ({ status: 400, code, message });

/**
 * Checks the head of a PUT to the upload store, before any byte of the body is read
 * (docs/internals/api.md#uploads).
 * @param ticket the ticket of its path
 * @param nowMs time on the simulator's clock
 * @returns why it is refused, or undefined when it is fine
 */
export function judgePut(
	ticket: Ticket,
	{ headers, signature }: PutRequest,
	nowMs: number,
): PutRefusal | undefined {
	if (headers.authorization !== undefined) {
		return bad('InvalidArgument', 'Only one auth mechanism allowed: an Authorization header came');
	}
	if (signature !== ticket.signature) return DENIED;
	if (nowMs >= ticket.expiresAtMs) return EXPIRED;
	for (const [name, value] of Object.entries(ticket.headers)) {
		if (headers[name] !== value) {
			return bad('InvalidRequest', `header ${name} must be as the ticket says: ${value}`);
		}
	}
	const length = headers['content-length'];
	if (length === undefined) {
		const message = 'You must provide the Content-Length HTTP header.';
		return { status: 411, code: 'MissingContentLength', message };
	}
	if (Number(length) !== ticket.file.size) {
		return bad('InvalidRequest', `Content-Length must be ${ticket.file.size}, not ${length}`);
	}
	return undefined;
}
