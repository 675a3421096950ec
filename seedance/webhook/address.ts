/** The addresses that callbacks are sent to. */
import { readable } from '../readable';
import { quoted } from '../validation/quoted';
import { isBlank } from '../validation/normalise';
import { isPublicHost } from '../validation/publicHost';

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
