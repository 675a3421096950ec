/** An account's limits, met by pauses of a constant length: hardly later than if they were known. */
import { submitDefaults } from '../../../seedance/run/submitAll';
import { BRONZE, nextStart } from '../../../simulator';
import { seededRandom } from '../../../bench/random';
import { seed } from '../../seed';
import { answer, enveloped } from '../../support/api/replies';
import { acceptedFor, scriptedApi, requests } from '../../support/api/scriptedApi';
import type { Script, ScriptedApi } from '../../support/api/scriptedApi';
import { outcomeOf, submitEach } from '../../support/task/runItems';

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
