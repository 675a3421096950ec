/** HMAC-SHA256 with the secret that the API signs callbacks with (reference §D). */
import { createHmac, timingSafeEqual } from 'crypto';

const prefix = 'whsec_';

/**
 * The key that a secret stands for: the text after `whsec_`, as it is. It looks like base64 and must
 * not be decoded.
 */
const keyOf = (secret: string) =>
	secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;

/** Whether there is a key at all: with an empty one, anybody could sign. */
export const holdsKey = (secret: string) => keyOf(secret) !== '';

/**
 * What begins the text that we sign ourselves (reference.ts). No callback may have an id that begins
 * so: the signature of a reference like `1760000000.{…}` would be that of a callback, too.
 */
export const referenceDomain = 'seedance-reference';

/** The HMAC of some parts, one after the other, as 64 lower-case hexadecimal digits. */
export function hmacHex(secret: string, ...parts: ReadonlyArray<string | Uint8Array>): string {
	const hmac = createHmac('sha256', keyOf(secret));
	for (const part of parts) hmac.update(part);
	return hmac.digest('hex');
}

/** Compares in a time that does not tell where two texts differ. */
export function isSame(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
