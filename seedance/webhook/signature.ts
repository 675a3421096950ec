/** Verifies the signatures of callbacks (docs/internals/api.md#callback-signature). */
import { createHmac, timingSafeEqual } from 'crypto';

// HMAC-SHA256 with the webhook secret (docs/internals/api.md#callback-signature).

const prefix = 'whsec_';

/** The key of a secret: the text after `whsec_`. It looks like Base64 and must not be decoded. */
const keyOf = (secret: string) =>
	secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;

/** Whether the key isn't empty. With an empty key anybody could sign. */
export const holdsKey = (secret: string) => keyOf(secret) !== '';

/**
 * What begins the text that we sign ourselves (callbackUrl.ts). No callback may have an id that begins
 * so: the signature of a reference like `1760000000.{…}` would be that of a callback, too.
 */
export const referenceDomain = 'seedance-reference';

/** The HMAC of concatenated parts, as 64 lower-case hex digits. */
export function hmacHex(secret: string, ...parts: ReadonlyArray<string | Uint8Array>): string {
	const hmac = createHmac('sha256', keyOf(secret));
	for (const part of parts) hmac.update(part);
	return hmac.digest('hex');
}

/** Compares two texts in constant time. */
export function isSame(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}

/** What a signature covers, and the signature. */
export interface SignedParts {
	/** The header webhook-id, which may differ from the task's ID. */
	readonly id: string;
	/** The header webhook-timestamp, in Unix seconds. */
	readonly timestamp: string;
	/** The header webhook-signature. */
	readonly signature: string;
	/** The raw bytes. Re-serialised JSON has others. */
	readonly body: Uint8Array;
}

/** How far a callback's timestamp may be from now in either direction, in ms. */
const toleranceMs = 300_000;

/** The hex digits of a signature. The version before the comma must be v3. */
const digitsOf = (signature: string) => /^v3,([0-9a-f]{64})$/.exec(signature)?.[1];

function isTimely(timestamp: string, now: number): boolean {
	return /^\d{1,15}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1000) <= toleranceMs;
}

/**
 * Makes the checks that need no secret.
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
	if (!holdsKey(secret) || !couldBeSigned(parts, now)) return false;
	const digits = digitsOf(parts.signature) ?? '';
	return isSame(digits, hmacHex(secret, `${parts.id}.${parts.timestamp}.`, parts.body));
}
