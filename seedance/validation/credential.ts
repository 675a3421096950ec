/** The two things that a credential holds, as people paste them. */

/** Where the API lives. reference/wavespeed-api.md §A: one global host. */
export const defaultBaseUrl = 'https://api.wavespeed.ai';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A key without what a paste brings along: surrounding space and the "Bearer " of an HTTP header. */
export function cleanKey(pasted: string): string {
	return pasted
		.trim()
		.replace(/^bearer\s+/i, '')
		.trim();
}

export type BaseUrl =
	| { readonly ok: true; readonly url: string; readonly isLoopback: boolean }
	| { readonly ok: false; readonly finding: string };

/**
 * Checks a base URL: https, or http to this machine only, because the key travels with every request.
 * @returns the URL without trailing slash
 */
export function parseBaseUrl(text: string): BaseUrl {
	const trimmed = text.trim() === '' ? defaultBaseUrl : text.trim();
	let url: URL;
	try {
		url = new URL(trimmed);
	} catch {
		return { ok: false, finding: 'is not a web address' };
	}
	const isLoopback = loopback.has(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
		return {
			ok: false,
			finding: 'must begin with https:// (http:// is allowed for localhost only)',
		};
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		return { ok: false, finding: 'must not contain a user name, a query or a fragment' };
	}
	// People paste the address with the API's path; every route adds that itself.
	const path = url.pathname.replace(/\/+$/, '').replace(/\/api(\/v3)?$/, '');
	return { ok: true, url: `${url.origin}${path}`, isLoopback };
}
