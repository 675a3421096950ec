/** Whether a callback is signed as the API signs them (reference §D). */
import { createHmac, timingSafeEqual } from 'crypto';

// HMAC-SHA256 with the secret that the API signs callbacks with (reference §D).

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
 * What begins the text that we sign ourselves (callbackUrl.ts). No callback may have an id that begins
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

/** What a signature covers, and the signature. */
export interface SignedParts {
	/** The header webhook-id. It need not be the task's id. */
	readonly id: string;
	/** The header webhook-timestamp, in Unix seconds. */
	readonly timestamp: string;
	/** The header webhook-signature. */
	readonly signature: string;
	/** As it came over the wire: JSON that is parsed and written anew has other bytes. */
	readonly body: Uint8Array;
}

/** How far a callback's time may be from ours, either way, in ms. */
const toleranceMs = 300_000;

/** The hexadecimal digits of a signature: the version before the comma must be v3. */
const digitsOf = (signature: string) => /^v3,([0-9a-f]{64})$/.exec(signature)?.[1];

function isTimely(timestamp: string, now: number): boolean {
	return /^\d{1,15}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1000) <= toleranceMs;
}

/**
 * The checks that need no secret.
 * @param now in ms since the epoch
 */
export function couldBeSigned(parts: Omit<SignedParts, 'body'>, now: number): boolean {
	return (
		digitsOf(parts.signature) !== undefined &&
		isTimely(parts.timestamp, now) &&
		!parts.id.startsWith(referenceDomain)
	);
}

/**
 * Whether a callback was signed with a secret, and just now. Never throws.
 * @param now in ms since the epoch
 */
export function isSignedWith(secret: string, parts: SignedParts, now: number): boolean {
	const digits = digitsOf(parts.signature);
	if (!holdsKey(secret) || digits === undefined || !couldBeSigned(parts, now)) return false;
	return isSame(digits, hmacHex(secret, `${parts.id}.${parts.timestamp}.`, parts.body));
}
