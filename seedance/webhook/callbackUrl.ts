/** The addresses that callbacks are sent to. */
import { isPublicHost } from '../publicHost';
import { codePoints } from '../request/buildRequest';
import { isBlank } from '../request/normalise';
import { quoted, readable, wellFormed } from '../text';
import { z } from '../zod';
import { hmacHex, holdsKey, isSame, referenceDomain } from './signature';

/** A finding completes "'Callback URL' …". */
export type AddressCheck =
	{ readonly ok: true; readonly url: string } | { readonly ok: false; readonly finding: string };

/** The most characters of an address, as it is sent. */
const longestAddress = 2000;

/** Whether an address has more characters than servers are likely to take in a request. */
export const isTooLong = (url: string): boolean => url.length > longestAddress;

const refused = (finding: string): AddressCheck => ({ ok: false, finding });

function parsed(text: string): URL | undefined {
	try {
		const url = new URL(text);
		return /^https?:$/.test(url.protocol) ? url : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Checks an address that a person gave for callbacks. The API takes public https addresses only
 * (reference §D).
 * @param apiIsLoopback whether the API is on this machine (the simulator): it reaches every host
 * @returns the URL as it is to be sent
 */
export function checkCallbackUrl(given: unknown, apiIsLoopback: boolean): AddressCheck {
	if (isBlank(given)) return refused('is empty');
	const url = typeof given === 'string' ? parsed(given.trim()) : undefined;
	if (url === undefined) {
		return refused(`is ${quoted(given)}, which is not a web address (https://…)`);
	}
	// Not quoted: whoever reads the message need not read the password.
	if (url.username !== '' || url.password !== '') {
		return refused('has a user name or a password in it, which would travel to the API');
	}
	const { href } = url;
	if (isTooLong(href)) {
		return refused(
			`has ${readable(href.length)} characters; it takes ${readable(longestAddress)} at most`,
		);
	}
	if (apiIsLoopback) return { ok: true, url: href };
	if (url.protocol !== 'https:') {
		return refused(`is ${quoted(given)}; it must begin with https://`);
	}
	if (!isPublicHost(url.hostname)) {
		return refused(
			`is ${quoted(given)}, which cannot be reached from outside; it takes the public address of a server`,
		);
	}
	return { ok: true, url: href };
}

/** Whether the API can send callbacks to an address, as far as the address tells. */
export function isReachableFromApi(url: string, apiIsLoopback: boolean): boolean {
	return checkCallbackUrl(url, apiIsLoopback).ok;
}

/** Whether this is the test URL of an n8n webhook, which listens for one call in the editor only. */
export const isTestUrl = (url: string): boolean =>
	parsed(url)?.pathname.split('/').includes('webhook-test') === true;

/**
 * The address that resumes a waiting execution at the node with a suffix. It goes before the query,
 * in which n8n 2 has a token: `/webhook-waiting/14/seedance?signature=…`.
 * @returns undefined for what is no URL
 */
export function resumeAddress(resumeUrl: string, suffix: string): string | undefined {
	const url = parsed(resumeUrl);
	if (url === undefined) return undefined;
	const path = `${url.pathname}/${suffix}`.replace(/\/{2,}/g, '/');
	url.pathname = path.replace(/\/$/, '');
	return url.href;
}

// A text that a person gives along with a submit, a row id say, and gets back with the callback. The
// API has no place for it, so it travels in the query of the callback's URL. The API's signature does
// not cover the URL; hence one of our own, with the same secret.

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

export type ReferenceCheck =
	| { readonly ok: true; readonly reference: string }
	/** Completes "'Reference' …". */
	| { readonly ok: false; readonly finding: string };

const textSchema = z.union([z.string(), z.number().finite()]).transform(String);

/** Checks the text that a person gives along with a submit. */
export function checkReference(given: unknown): ReferenceCheck {
	const text = textSchema.safeParse(given);
	if (!text.success) {
		return { ok: false, finding: `is ${quoted(given)}, which is no text or number` };
	}
	return isReferenceTooLong(text.data)
		? { ok: false, finding: `has more than ${longestReference} characters` }
		: { ok: true, reference: text.data };
}
