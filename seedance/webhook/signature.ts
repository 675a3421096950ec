/** Whether a callback is signed as the API signs them (reference §D). */
import { hmacHex, holdsKey, isSame, referenceDomain } from './hmac';

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
