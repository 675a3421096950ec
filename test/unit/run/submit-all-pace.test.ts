/** The pace of the submits of one run: what a 429 changes, and what an account that has limits accepts. */
import { createSubmitPace, submitDefaults } from '../../../seedance/run/submitAll';
import { createFakeClock } from '../../support/task/fakeClock';
import { BRONZE, nextStart } from '../../../simulator';
import { seededRandom } from '../../../bench/random';
import { seed } from '../../seed';
import { answer, enveloped } from '../../support/api/replies';
import { acceptedFor, scriptedApi, requests } from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';
import { outcomeOf, submitEach } from '../../support/task/runItems';

let stops: AbortController;
beforeEach(() => (stops = new AbortController()));
// Else those that were never let in would wait for ever, and keep the process busy.
afterEach(() => stops.abort());

function paced(atOnce: number, random = 0.5) {
	const clock = createFakeClock(() => random);
	const pace = createSubmitPace(atOnce, { ...clock, signal: stops.signal });
	let entered = 0;
	return {
		clock,
		pace,
		entered: () => entered,
		/** Begins to wait for entry. */
		queue: () => void pace.enter().then(() => (entered += 1)),
	};
}

/** How many enter within a second, with so many more that want to. */
async function entries({ clock, queue, entered }: ReturnType<typeof paced>, wanting: number) {
	const before = entered();
	for (let i = 0; i < wanting; i += 1) queue();
	await clock.sleep(1_000);
	return entered() - before;
}

describe('createSubmitPace', () => {
	it.each([1, 3, 10])('lets %d in at once and no more', async (atOnce) => {
		expect(await entries(paced(atOnce), atOnce + 5)).toBe(atOnce);
	});

	it('lets the next in when one has left', async () => {
		const api = paced(1);
		await api.pace.enter();
		api.clock.at(5_000, api.pace.left);
		await api.pace.enter();
		expect(api.clock.elapsed()).toBeGreaterThanOrEqual(5_000);
		expect(api.clock.elapsed()).toBeLessThanOrEqual(5_100);
	});

	it('holds everybody for as long as a 429 says', async () => {
		const { clock, pace } = paced(5);
		expect(pace.limited(8_000)).toBe(clock.now() + 8_000);
		await pace.enter();
		expect(clock.elapsed()).toBe(8_000);
	});

	it.each([
		// Too short to be meant.
		[0, 4_500],
		[999, 4_500],
		[1_000, 1_000],
		[2_000, 2_000],
	])('asked for %d ms by the first 429: pauses %d ms', (asked, pause) => {
		const { clock, pace } = paced(1, 0.999_999_999);
		expect(Math.round(pace.limited(asked) - clock.now())).toBe(pause);
	});

	it('pauses at least as long as asked for, and not for less, when the first pause was too short', async () => {
		const { clock, pace } = paced(1, 0);
		await clock.sleep(pace.limited(1_000) - clock.now());
		await clock.sleep(pace.limited(1_000) - clock.now());
		expect(clock.elapsed()).toBe(7_000);
		expect(pace.limited(20_000) - clock.now()).toBe(20_000);
	});

	it('takes no acceptance during a pause for the end of the limit', async () => {
		const api = paced(3);
		api.pace.limited(10_000);
		api.pace.accepted();
		await api.clock.sleep(10_000);
		expect(await entries(api, 5)).toBe(1);
	});

	it('lets those who wait through within a second once one has given up', async () => {
		const { clock, pace } = paced(1);
		pace.limited(3_600_000);
		clock.at(2_000, () => pace.gaveUp());
		await pace.enter();
		expect(clock.elapsed()).toBeLessThanOrEqual(3_000);
	});

	it('lets in one after a 429, and one more after each acceptance, up to where it began', async () => {
		const api = paced(3);
		api.pace.limited();
		await api.clock.sleep(60_000);
		expect(await entries(api, 5)).toBe(1);
		const more: number[] = [];
		for (let i = 0; i < 4; i += 1) {
			api.pace.accepted();
			more.push(await entries(api, 0));
		}
		expect(api.entered()).toBe(3);
		expect(more).toEqual([1, 1, 0, 0]);
	});

	it('never shortens a pause that was asked for', () => {
		const { clock, pace } = paced(2);
		const until = pace.limited(30_000);
		expect(pace.limited(1_000)).toBe(until);
		expect(until).toBe(clock.now() + 30_000);
	});

	it('pauses 6 s, then a tenth of the time already waited, and half a minute at most', async () => {
		const { clock, pace } = paced(1, 0);
		const pauses: number[] = [];
		for (let i = 0; i < 60; i += 1) {
			const since = clock.elapsed();
			const until = pace.limited();
			const pause = until - clock.now();
			expect(pause).toBeCloseTo(Math.min(30_000, Math.max(6_000, since / 10)), 3);
			pauses.push(pause);
			await clock.sleep(pause);
		}
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
		expect(pauses.at(-1)).toBe(30_000);
	});

	it('does not hammer at a limit that never ends, whether or not it says "Retry-After: 1"', async () => {
		for (const asked of [undefined, 0, 1_000]) {
			const { clock, pace } = paced(1, 0.999);
			let tries = 0;
			for (; clock.elapsed() < 3_600_000; tries += 1) {
				await clock.sleep(pace.limited(asked) - clock.now());
			}
			expect(tries).toBeLessThanOrEqual(4 * 60);
		}
	});

	it('begins with short pauses again after an acceptance', async () => {
		const { clock, pace } = paced(1, 0);
		for (let i = 0; i < 20; i += 1) await clock.sleep(pace.limited() - clock.now());
		pace.accepted();
		await clock.sleep(400);
		expect(pace.limited() - clock.now()).toBe(6_000);
	});

	it('takes several answers to one burst for one refusal', () => {
		const { clock, pace } = paced(5, 0);
		for (let i = 0; i < 5; i += 1) pace.limited();
		expect(pace.limited() - clock.now()).toBe(6_000);
	});

	it('goes on holding whoever waits when another 429 comes in the meantime', async () => {
		const { clock, pace } = paced(2);
		pace.limited(1_000);
		clock.at(600, () => pace.limited(9_000));
		await pace.enter();
		expect(clock.elapsed()).toBeGreaterThanOrEqual(9_600);
	});

	it('lets everybody through once stopped, so that nobody waits for ever', async () => {
		const clock = createFakeClock();
		const controller = new AbortController();
		const pace = createSubmitPace(1, { ...clock, signal: controller.signal });
		pace.limited(3_600_000);
		clock.at(2_000, () => controller.abort());
		await Promise.all([pace.enter(), pace.enter(), pace.enter()]);
		expect(clock.elapsed()).toBeLessThanOrEqual(3_000);
	});
});

it('a pause is logged as long as it is, in whole ms', () => {
	const lines: unknown[] = [];
	const log = (...line: unknown[]) => void lines.push(line);
	const pace = createSubmitPace(1, { ...createFakeClock(() => 1 / 3), log });
	pace.limited();
	expect(lines).toEqual([['rate limited', { retryInMs: 5_500 }]]);
});

const busy = answer(429, enveloped(429));
const count = 20;

/** An account that refuses what its tier does not allow; `runs` fills with what it accepted. */
function account(taskMs: number, phaseMs: number) {
	const runs: Array<{ startsAtMs: number; endsAtMs: number }> = [];
	const script: Script = (one, { clock }) => {
		const at = clock.elapsed() + phaseMs;
		if (nextStart(BRONZE, runs, at) > at) return busy;
		runs.push({ startsAtMs: at, endsAtMs: at + taskMs });
		return acceptedFor(one);
	};
	return { runs, script };
}

/** When the last of them begins for a client that knows the limits, in ms from the first submit. */
function idealMs(taskMs: number, phaseMs: number) {
	const { runs } = account(taskMs, phaseMs);
	for (let i = 0; i < count; i += 1) {
		const startsAtMs = nextStart(BRONZE, runs, phaseMs);
		runs.push({ startsAtMs, endsAtMs: startsAtMs + taskMs });
	}
	return Math.max(...runs.map(({ startsAtMs }) => startsAtMs)) - phaseMs;
}

const refusedIn = ({ sent }: ScriptedApi) => sent.length - count;

describe('20 items for a new account that refuses what is too much', () => {
	it.each([
		['2 a minute, from its beginning', 20_000, 0],
		['2 a minute, from its middle', 20_000, 31_000],
		['2 a minute, from its end', 20_000, 58_500],
		['2 at a time, of 75 s', 75_000, 10_000],
		['2 at a time, of 120 s', 120_000, 40_000],
		['2 at a time, of 300 s', 300_000, 0],
	])('%s: all accepted, within 1.1 of the ideal', async (_name, taskMs, phaseMs) => {
		for (const atOnce of [1, 5, 20]) {
			const { runs, script } = account(taskMs, phaseMs);
			const api = scriptedApi(script, { random: seededRandom(seed) });
			const options = { ...submitDefaults, atOnce, stopAtFirst: false };
			const results = await submitEach(requests(count), api.ports, options);
			expect(results.map(outcomeOf)).toEqual(Array(count).fill('accepted'));
			const took = Math.max(...runs.map(({ startsAtMs }) => startsAtMs)) - phaseMs;
			expect(took).toBeLessThanOrEqual(1.1 * idealMs(taskMs, phaseMs));
			// One refusal every 5 s, and those of the first burst.
			expect(refusedIn(api)).toBeLessThanOrEqual(atOnce + (12 * took) / 60_000);
		}
	});
});

it('a limit that is lifted is noticed within half a minute', async () => {
	const { script } = account(20_000, 0);
	const lifted = 250_000;
	const api = scriptedApi((one, w) =>
		w.clock.elapsed() < lifted ? script(one, w) : acceptedFor(one),
	);
	await submitEach(requests(60), api.ports, { ...submitDefaults, atOnce: 5, stopAtFirst: false });
	expect(api.clock.elapsed()).toBeLessThanOrEqual(lifted + 35_000);
});
