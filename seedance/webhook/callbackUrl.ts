/** The URLs of callbacks. */
import { isPublicHost } from '../publicHost';
import { codePoints } from '../request/buildRequest';
import { isBlank } from '../request/normalise';
import type { Result } from '../result';
import { quoted, readable, wellFormed } from '../text';
import { z } from '../zod';
import { hmacHex, holdsKey, isSame, referenceDomain } from './signature';

/** The URL to send, or a finding that completes "Callback URL …". */
export type AddressCheck = Result<string, string>;

/** The longest URL, in characters. */
const longestAddress = 2000;

/** Whether a URL is longer than servers are likely to accept. */
export const isTooLong = (url: string): boolean => url.length > longestAddress;

const refused = (problem: string): AddressCheck => ({ ok: false, problem });

function parsed(text: string): URL | undefined {
	try {
		const url = new URL(text);
		return ['https:', 'http:'].includes(url.protocol) ? url : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Checks a callback URL. The API accepts only public https (docs/internals/api.md#callbacks).
 * @param apiIsLoopback whether the API is on this machine, like the simulator, and reaches every
 * host
 * @returns the URL to send
 */
export function checkCallbackUrl(given: unknown, apiIsLoopback: boolean): AddressCheck {
	if (isBlank(given)) return refused('is empty');
	const url = typeof given === 'string' ? parsed(given.trim()) : undefined;
	if (url === undefined) {
		return refused(`must be a URL that begins with https:// (got ${quoted(given)})`);
	}
	// The message doesn't quote the URL, because it contains a password.
	if (url.username !== '' || url.password !== '') {
		return refused('must not contain a user name or password');
	}
	const { href } = url;
	if (isTooLong(href)) {
		return refused(
			`must be at most ${readable(longestAddress)} characters (got ${readable(href.length)})`,
		);
	}
	if (apiIsLoopback) return { ok: true, value: href };
	if (url.protocol !== 'https:') {
		return refused(`must begin with https:// (got ${quoted(given)})`);
	}
	if (!isPublicHost(url.hostname)) {
		return refused(`must be reachable from the internet (got ${quoted(given)})`);
	}
	return { ok: true, value: href };
}

/** Whether the API can send callbacks to a URL, judging by the URL alone. */
export function isReachableFromApi(url: string, apiIsLoopback: boolean): boolean {
	return checkCallbackUrl(url, apiIsLoopback).ok;
}

/**
 * Whether this is the test URL of an n8n webhook, which accepts one call and only while the editor
 * is open.
 */
export const isTestUrl = (url: string): boolean =>
	parsed(url)?.pathname.split('/').includes('webhook-test') === true;

/**
 * The URL that resumes a waiting execution, with the webhook's path before the query, which holds
 * n8n's token (docs/internals/n8n.md#wake-up-call): `/webhook-waiting/14/seedance?signature=…`.
 * @returns undefined when it isn't a URL
 */
export function resumeAddress(resumeUrl: string, suffix: string): string | undefined {
	const url = parsed(resumeUrl);
	if (url === undefined) return undefined;
	const path = `${url.pathname}/${suffix}`.replace(/\/{2,}/g, '/');
	url.pathname = path.replace(/\/$/, '');
	return url.href;
}

// A reference is a person's text, such as a row ID, that comes back with the callback. The API has
// no field for it, so it's in the query of the callback's URL. The API's signature doesn't cover
// the URL, so the reference has its own, with the same secret.

/** The longest reference, in code points. */
export const longestReference = 500;

const referenceName = 'seedance_reference';
const signatureName = 'seedance_signature';

const signatureOf = (reference: string, secret: string) =>
	hmacHex(secret, `${referenceDomain}.`, reference);

/** Whether a reference is too long. */
export const isReferenceTooLong = (reference: string) => codePoints(reference) > longestReference;

/**
 * Adds a reference to a callback URL, or replaces the one in it.
 * @param url a checked URL; it throws for anything else
 */
export function withReference(url: string, reference: string, secret: string): string {
	const text = wellFormed(reference);
	const address = new URL(url);
	// It doesn't use searchParams, which would re-encode the rest of the query, because tokens in it
	// may be compared as text.
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

/** The reference of a callback, undefined when it has none. */
export type CallbackReference = Result<string | undefined, 'forged'>;

const forged: CallbackReference = { ok: false, problem: 'forged' };

const querySchema = z.object({ [referenceName]: z.string(), [signatureName]: z.string() });

/**
 * The reference in the query of a callback, if it has one.
 * @param query parsed; a repeated name has a list
 * @param secret the one that signed the callback
 */
export function readReference(
	query: Readonly<Record<string, unknown>>,
	secret: string,
): CallbackReference {
	if (query[referenceName] === undefined && query[signatureName] === undefined) {
		return { ok: true, value: undefined };
	}
	const parsed = querySchema.safeParse(query);
	if (!parsed.success || !holdsKey(secret)) return forged;
	const reference = wellFormed(parsed.data[referenceName]);
	const isOurs = isSame(parsed.data[signatureName], signatureOf(reference, secret));
	return isOurs ? { ok: true, value: reference } : forged;
}

/** The reference to send, or a finding that completes "Reference …". */
export type ReferenceCheck = Result<string, string>;

const textSchema = z.union([z.string(), z.number().finite()]).transform(String);

/** Checks the Reference option. */
export function checkReference(given: unknown): ReferenceCheck {
	const text = textSchema.safeParse(given);
	if (!text.success) {
		return { ok: false, problem: `must be text or a number (got ${quoted(given)})` };
	}
	return isReferenceTooLong(text.data)
		? { ok: false, problem: `must be at most ${longestReference} characters` }
		: { ok: true, value: text.data };
}
