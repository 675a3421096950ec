import { createHmac } from 'node:crypto';

/** What a signature covers, and the secret that makes it. */
export interface SignedParts {
	/** `whsec_…`; the prefix isn't part of the key. */
	readonly secret: string;
	/** The header webhook-id. */
	readonly id: string;
	/** The header webhook-timestamp: Unix seconds. */
	readonly timestamp: number | string;
	/** The body as it is sent. */
	readonly body: string | Uint8Array;
}

/**
 * Returns the header webhook-signature: `v3,` and 64 hex digits
 * (docs/internals/api.md#callback-signature).
 */
export function signCallback({ secret, id, timestamp, body }: SignedParts): string {
	// The key is the text after the prefix, although it looks like Base64.
	const key = secret.replace(/^whsec_/, '');
	const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
	return `v3,${hmac.digest('hex')}`;
}
