/** The small parts at the edge: addresses, Retry-After. */
import fc from 'fast-check';
import { resultUrl, retryAfterMs, submitUrl } from '../../../seedance/api/http';
import { balancePath } from '../../../seedance/credential';
import { model, now } from '../../support/api/replies';

describe('routes', () => {
	const base = 'https://api.wavespeed.ai';

	it("keeps the slashes and dots of a model's id", () => {
		expect(submitUrl(base, model)).toBe(
			'https://api.wavespeed.ai/api/v3/bytedance/seedance-v1.5-pro/text-to-video',
		);
	});

	it('carries the address of the callback whole', () => {
		const callback = 'https://n8n.example/webhook/1?a=b&c=d#e';
		const { searchParams } = new URL(submitUrl(base, model, callback));
		expect([...searchParams]).toEqual([['webhook', callback]]);
	});

	it('keeps a task id inside its segment', () => {
		expect(resultUrl(base, 'abc')).toBe(`${base}/api/v3/predictions/abc/result`);
		for (const id of ['a/b', 'a?b=c', 'a#b', 'a b', '../balance', 'ä%2f']) {
			const { pathname, search, hash } = new URL(resultUrl(base, id));
			expect(decodeURIComponent(pathname)).toBe(`/api/v3/predictions/${id}/result`);
			expect(search + hash).toBe('');
		}
	});

	it('asks for the balance below the same base', () => {
		expect(new URL(balancePath, base).pathname).toBe('/api/v3/balance');
	});
});

describe('retryAfterMs', () => {
	it.each([
		['0', 0],
		['1', 1000],
		[' 120 ', 120_000],
		['Mon, 05 Jan 2026 12:00:30 GMT', 30_000],
		['Mon, 05 Jan 2026 11:00:00 GMT', 0],
	])('%j', (header, ms) => {
		expect(retryAfterMs(header, now)).toBe(ms);
	});

	it.each([undefined, '', '   ', 'soon', '1 minute or so'])('%j: none to be read', (header) => {
		expect(retryAfterMs(header, now)).toBeUndefined();
	});

	it('is never negative, whatever the header says', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (header) => {
				const ms = retryAfterMs(header, now);
				if (ms !== undefined) expect(ms).toBeGreaterThanOrEqual(0);
			}),
		);
	});

	// RFC 9110 knows whole seconds and HTTP dates; Date.parse reads these as a day in 2001.
	it.each(['-5', '1.5', '1,5', 'x 5', '5 Jan 2099 00:00:00 GMT'])('%j is neither', (header) => {
		expect(retryAfterMs(header, now)).toBeUndefined();
	});
});
