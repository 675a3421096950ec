/** One look at any set of tasks, with any results of its reads. */
import fc from 'fast-check';
import type { ApiReply } from '../../../seedance/api/http';
import type { TaskState } from '../../../seedance/run/itemState';
import type { AwaitedTask } from '../../../seedance/run/look';
import { answer, enveloped, html, lost, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known, taskIdOf } from '../../support/task/fakeTasks';
import { statesOf } from '../../support/task/runItems';
import { early, late } from '../../support/task/looks';

/** What a task answers: so many passing failures, and then always the same. */
interface Fate {
	readonly failures: number;
	readonly then: 'completed' | 'failed' | 'processing' | 'unknown';
	/** The result of its read; undefined for none. */
	readonly knownAs: 'created' | 'completed' | undefined;
}

const chargeText: fc.Arbitrary<Fate> = fc.record({
	failures: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 5 })),
	then: fc.constantFrom('completed', 'completed', 'failed', 'processing', 'unknown'),
	knownAs: fc.constantFrom(undefined, undefined, 'created', 'completed'),
});
const failure = fc.constantFrom<ApiReply>(
	lost('ECONNRESET'),
	answer(429, '', { 'retry-after': '7' }),
	answer(502, html),
	answer(200, '{"code":200,'),
);

interface Scene {
	readonly fates: readonly Fate[];
	/** Which tasks to look at, by their place; some twice. */
	readonly order: readonly number[];
	readonly failure: ApiReply;
	readonly latencyMs: number;
}

const sceneOf = (fates: fc.Arbitrary<Fate>): fc.Arbitrary<Scene> =>
	fc.array(fates, { minLength: 1, maxLength: 30 }).chain((some) =>
		fc.record({
			fates: fc.constant(some),
			order: fc.array(fc.nat({ max: some.length - 1 }), { maxLength: 40 }),
			failure,
			latencyMs: fc.constantFrom(0, 100, 20_000),
		}),
	);

/** Sets up a scene; `reads` counts the reads of each task. */
function play({ fates, order, failure: reply, latencyMs }: Scene) {
	const reads = new Map<string, number>();
	const api = scriptedApi(
		(one) => {
			const id = taskIdOf(one);
			const made = reads.get(id) ?? 0;
			reads.set(id, made + 1);
			const { failures, then } = fates[Number(id)] ?? { failures: 0, then: 'unknown' };
			if (made < failures) return reply;
			return then === 'unknown' ? answer(404, enveloped(404)) : taskAnswer(id, then);
		},
		{ latencyMs },
	);
	const tasks = order.map((place): AwaitedTask => {
		const knownAs = fates[place]?.knownAs;
		const taskId = `${place}`;
		return { taskId, ...(knownAs && { known: known(taskId, knownAs) }) };
	});
	return { api, tasks, reads };
}

/** The expected state of a task after so many tries; undefined while it's running. */
function endOf({ failures, then, knownAs }: Fate, tries: number): TaskState['state'] | undefined {
	if (knownAs === 'completed') return 'done';
	if (failures >= tries || then === 'processing') return undefined;
	return then === 'unknown' ? 'failed' : 'done';
}

/** The expected states, by task ID. */
function expected({ fates, order }: Scene, tries: number, otherwise?: TaskState['state']) {
	const ends = order.flatMap((place) => {
		const one = fates[place];
		const kind = one === undefined ? undefined : (endOf(one, tries) ?? otherwise);
		return kind === undefined ? [] : [[`${place}`, kind] as const];
	});
	return Object.fromEntries(ends);
}

describe('a look at any set of tasks', () => {
	it('before the deadline: tells of ended and unknown ones only, and rightly', async () => {
		await fc.assert(
			fc.asyncProperty(sceneOf(chargeText), async (scene) => {
				const { api, tasks, reads } = play(scene);
				const results = await early(api, tasks);
				expect(expected(scene, 2)).toMatchObject(statesOf(results));
				for (const [id, result] of results) {
					const { knownAs, then } = scene.fates[Number(id)] ?? {};
					if (result.state !== 'done') continue;
					const status = knownAs === 'completed' ? knownAs : then;
					expect(result.task).toMatchObject({ id, status });
				}
				expect(Math.max(0, ...reads.values())).toBeLessThanOrEqual(2);
			}),
		);
	});

	it('before the deadline, when every task has ended or is unknown: tells of all', async () => {
		const over = chargeText.map((one): Fate => {
			const then = one.then === 'processing' ? 'completed' : one.then;
			return { ...one, then, failures: one.failures % 2 };
		});
		await fc.assert(
			fc.asyncProperty(sceneOf(over), async (scene) => {
				const { api, tasks } = play(scene);
				expect(statesOf(await early(api, tasks))).toEqual(expected(scene, 2));
			}),
		);
	});

	it('at the deadline: tells of every task, once', async () => {
		await fc.assert(
			fc.asyncProperty(sceneOf(chargeText), async (scene) => {
				const { api, tasks, reads } = play(scene);
				const results = await late(api, tasks);
				expect(statesOf(results)).toEqual(expected(scene, 4, 'timedOut'));
				expect([...results.keys()].sort()).toEqual(
					[...new Set(tasks.map(({ taskId }) => taskId))].sort(),
				);
				expect(Math.max(0, ...reads.values())).toBeLessThanOrEqual(4);
			}),
		);
	});
});
