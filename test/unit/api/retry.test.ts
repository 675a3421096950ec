import { afterTransient, retry } from '../../../seedance/api/http';
import { createFakeClock } from '../../support/task/fakeClock';

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
