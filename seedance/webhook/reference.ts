/**
 * A text that a person gives along with a submit, a row id say, and gets back with the callback. The
 * API has no place for it, so it travels in the query of the callback's URL. The API's signature does
 * not cover the URL; hence one of our own, with the same secret.
 */
import { wellFormed } from '../validation/cleanText';
import { codePoints } from '../validation/requestSchema';
import { z } from '../zod';
import { hmacHex, holdsKey, isSame, referenceDomain } from './hmac';

/** The most characters of a reference, as a person counts them. */
export const longestReference = 500;

const referenceName = 'seedance_reference';
const signatureName = 'seedance_signature';

const signatureOf = (reference: string, secret: string) =>
	hmacHex(secret, `${referenceDomain}.`, reference);

/** Whether a reference has more characters than are carried. */
export const isReferenceTooLong = (reference: string) => codePoints(reference) > longestReference;

/**
 * Adds a reference to the URL of a callback, in the place of one that is there.
 * @param url one that was checked: it throws for what is no URL
 */
export function withReference(url: string, reference: string, secret: string): string {
	const text = wellFormed(reference);
	const address = new URL(url);
	// Not through searchParams: that would write the rest of the query anew, and tokens in it may be
	// compared as text.
	const kept = address.search
		.slice(1)
		.split('&')
		.filter((part) => part !== '' && !/^seedance_(reference|signature)(=|$)/.test(part));
	const added = [
		`${referenceName}=${encodeURIComponent(text)}`,
		`${signatureName}=${signatureOf(text, secret)}`,
	];
	address.search = [...kept, ...added].join('&');
	return address.href;
}

export type ReferenceVerdict =
	{ readonly ok: true; readonly reference?: string } | { readonly ok: false };

const querySchema = z.object({ [referenceName]: z.string(), [signatureName]: z.string() });

/**
 * The reference in the query of a callback, if it has one.
 * @param query parsed; a name that comes twice has a list
 * @param secret the one that the callback itself is signed with
 */
export function readReference(
	query: Readonly<Record<string, unknown>>,
	secret: string,
): ReferenceVerdict {
	if (query[referenceName] === undefined && query[signatureName] === undefined) return { ok: true };
	const parsed = querySchema.safeParse(query);
	if (!parsed.success || !holdsKey(secret)) return { ok: false };
	const reference = wellFormed(parsed.data[referenceName]);
	const isOurs = isSame(parsed.data[signatureName], signatureOf(reference, secret));
	return isOurs ? { ok: true, reference } : { ok: false };
}
