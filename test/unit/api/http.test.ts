/** URLs, Retry-After and retries. */
import fc from 'fast-check';
import {
	afterTransient,
	backoffMs,
	resultUrl,
	retry,
	retryAfterMs,
	submitUrl,
} from '../../../seedance/api/http';
import { balancePath } from '../../../seedance/credential';
import { model, now } from '../../support/api/replies';
import { createFakeClock } from '../../support/task/fakeClock';

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

/** Tries whose outcomes are given, one after the other. */
function attempts(outcomes: readonly string[], onTry: (made: number) => void = () => undefined) {
	let made = 0;
	const attempt = async () => {
		made += 1;
		onTry(made);
		return outcomes[made - 1] ?? 'none is left';
	};
	return { attempt, made: () => made };
}

const pauseAfter = (outcome: string, made: number) =>
	outcome === 'again' ? 1000 * made : undefined;

describe('retry', () => {
	it('tries until an outcome is final', async () => {
		const clock = createFakeClock();
		const { attempt, made } = attempts(['again', 'again', 'final']);
		expect(await retry(attempt, clock, { tries: 9, pauseAfter })).toBe('final');
		expect([made(), clock.elapsed()]).toEqual([3, 3000]);
	});

	it('returns the last outcome when the tries are used up, without a pause after it', async () => {
		const clock = createFakeClock();
		const { attempt, made } = attempts(['again', 'again', 'again']);
		expect(await retry(attempt, clock, { tries: 2, pauseAfter })).toBe('again');
		expect([made(), clock.elapsed()]).toEqual([2, 1000]);
	});

	it.each([
		[1000, 2],
		[999, 1],
	])('begins no try after a time: %i ms allow %i', async (leftMs, tries) => {
		const clock = createFakeClock();
		const { attempt, made } = attempts(['again', 'final']);
		await retry(attempt, clock, { tries: 9, pauseAfter, until: clock.now() + leftMs });
		expect([made(), clock.elapsed()]).toEqual([tries, tries === 2 ? 1000 : 0]);
	});

	it('asks for no pause, and does not try again, when it was stopped during a try', async () => {
		const stop = new AbortController();
		const clock = createFakeClock();
		const { attempt, made } = attempts(['again', 'final'], () => stop.abort());
		const asked = jest.fn(pauseAfter);
		const ports = { ...clock, signal: stop.signal };
		expect(await retry(attempt, ports, { tries: 9, pauseAfter: asked })).toBe('again');
		expect([made(), asked.mock.calls]).toEqual([1, []]);
	});

	it('does not try again when it was stopped during a pause', async () => {
		const stop = new AbortController();
		const clock = createFakeClock();
		const { attempt, made } = attempts(['again', 'final']);
		const sleep = async (ms: number) => {
			stop.abort();
			await clock.sleep(ms);
		};
		const ports = { ...clock, sleep, signal: stop.signal };
		expect(await retry(attempt, ports, { tries: 9, pauseAfter })).toBe('again');
		expect(made()).toBe(1);
	});
});

describe('afterTransient', () => {
	const half = { random: () => 0.5 };

	it.each([
		['backs off without a Retry-After', { kind: 'transient' }, 2, undefined, 1500],
		['backs off with next to none', { kind: 'transient', retryAfterMs: 999 }, 1, undefined, 750],
		[
			'takes a Retry-After of a second',
			{ kind: 'transient', retryAfterMs: 1000 },
			2,
			undefined,
			1000,
		],
		['takes the Retry-After', { kind: 'transient', retryAfterMs: 90_000 }, 1, undefined, 90_000],
		['takes it up to the longest', { kind: 'transient', retryAfterMs: 90_000 }, 1, 3000, 3000],
		['does not repeat what is permanent', { kind: 'permanent' }, 1, undefined, undefined],
		['does not repeat what was read', { kind: 'read' }, 1, undefined, undefined],
	])('%s', (_, outcome, made, longest, pause) => {
		expect(afterTransient(half, longest)(outcome, made)).toBe(pause);
	});
});

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffMs', () => {
	it.each([
		[1, 500, 1_000],
		[2, 1_000, 2_000],
		[3, 2_000, 4_000],
		[6, 16_000, 32_000],
		[7, 30_000, 60_000],
		[1000, 30_000, 60_000],
	])('after %d tries: from %d to %d ms', (tries, least, most) => {
		expect(backoffMs(tries, 0)).toBe(least);
		expect(backoffMs(tries, 0.999999)).toBe(most);
	});

	it('stays between half a second and a minute, and grows with the tries', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), chance, (tries, random) => {
				const pause = backoffMs(tries, random);
				expect(pause).toBeGreaterThanOrEqual(500);
				expect(pause).toBeLessThanOrEqual(60_000);
				expect(backoffMs(tries + 1, random)).toBeGreaterThanOrEqual(pause);
			}),
		);
	});
});
