/** Cleans the key and the base URL of a credential. */
import type { Result } from './result';

/** The API's one global host (docs/internals/api.md#base-url-and-key). */
export const defaultBaseUrl = 'https://api.wavespeed.ai';

/** GET here to test a key at no charge (docs/internals/api.md#balance). */
export const balancePath = '/api/v3/balance';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A key without surrounding whitespace and the "Bearer " of an HTTP header. */
export function cleanKey(pasted: string): string {
	return pasted
		.trim()
		.replace(/^bearer\s+/i, '')
		.trim();
}

/** A base URL, or a finding that completes "Base URL …". */
export type BaseUrl = Result<{ readonly url: string; readonly isLoopback: boolean }, string>;

/**
 * Checks a base URL: https, or http to this machine, because every request carries the key.
 * @returns the URL without a trailing slash
 */
export function parseBaseUrl(text: string): BaseUrl {
	const trimmed = text.trim() === '' ? defaultBaseUrl : text.trim();
	let url: URL;
	try {
		url = new URL(trimmed);
	} catch {
		return { ok: false, problem: 'is not a web address' };
	}
	const isLoopback = loopback.has(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
		return {
			ok: false,
			problem: 'must begin with https:// (http:// is allowed for localhost only)',
		};
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		return { ok: false, problem: 'must not contain a user name, a query or a fragment' };
	}
	// People paste the URL with the API's path, which every route adds itself.
	const path = url.pathname.replace(/\/+$/, '').replace(/\/api(\/v3)?$/, '');
	return { ok: true, value: { url: `${url.origin}${path}`, isLoopback } };
}
