import { createHmac } from 'node:crypto';

/** What a signature covers, and the secret it is made with. */
export interface SignedParts {
	/** `whsec_…`; the prefix is no part of the key. */
	readonly secret: string;
	/** The header webhook-id. */
	readonly id: string;
	/** The header webhook-timestamp: Unix seconds. */
	readonly timestamp: number | string;
	/** The body as it is sent. */
	readonly body: string | Uint8Array;
}

/** The header webhook-signature of a callback: `v3,` and 64 hexadecimal digits (reference §D). */
export function signCallback({ secret, id, timestamp, body }: SignedParts): string {
	// The text after the prefix is the key as it stands, though it looks like base64.
	const key = secret.replace(/^whsec_/, '');
	const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
	return `v3,${hmac.digest('hex')}`;
}
