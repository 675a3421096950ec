/** A task that was accepted a moment ago need not be known to the server that is asked. */
import type { ApiReply } from '../../../seedance/api/http';
import { lookAt } from '../../../seedance/run/look';
import { waitFor } from '../../../seedance/run/wait';
import { answer, enveloped, taskAnswer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';
import { known } from '../../support/task/fakeTasks';

const hour = { timeoutMs: 3_600_000 };
const unknownTo: ReadonlyArray<readonly [string, ApiReply]> = [
	['404', answer(404, enveloped(404, 'Prediction not found'))],
	['envelope 404', answer(200, enveloped(404))],
];
/** As the submit gave it, at the start of the clock. */
const createdAt = new Date(Date.UTC(2026, 0, 5, 12)).toISOString();
const accepted = {
	taskId: 't0',
	isAccepted: true,
	createdAt,
	known: { ...known('t0'), createdAt },
};

describe.each(unknownTo)('%s', (_name, reply) => {
	it.each([20_000, 110_000])('for %d ms: passing', async (ms) => {
		const api = scriptedApi((_, { clock }) =>
			clock.elapsed() < ms ? reply : taskAnswer('t0', 'completed'),
		);
		const results = await waitFor([accepted], api.ports, hour);
		expect(results.get('t0')).toMatchObject({ state: 'done' });
	});

	it('for over two minutes: still charged, never "does not know"', async () => {
		const api = scriptedApi(() => reply);
		const end = (await waitFor([accepted], api.ports, hour)).get('t0');
		expect(end).toMatchObject({
			state: 'failed',
			problem: { cause: 'taskNotShown', taskId: 't0', outcome: 'accepted' },
		});
		expect(api.clock.elapsed()).toBeGreaterThan(120_000);
		expect(api.clock.elapsed()).toBeLessThan(240_000);
	});

	it('at a deadline within the two minutes: unfinished, never "does not know"', async () => {
		const api = scriptedApi(() => reply);
		const end = (await waitFor([accepted], api.ports, { timeoutMs: 60_000 })).get('t0');
		expect(end).toMatchObject({ state: 'timedOut', problem: { cause: 'deadline' } });
		expect(JSON.stringify(end)).not.toContain('does not know');
	});

	it('of a task that nobody knows to be accepted: unknown at once', async () => {
		const api = scriptedApi(() => reply);
		const end = (await waitFor([{ taskId: 't0' }], api.ports, hour)).get('t0');
		expect(end).toMatchObject({ state: 'failed', problem: { cause: 'unknownTask' } });
		expect(api.sent).toHaveLength(1);
	});

	it('of one that was accepted more than seven days ago: it has expired', async () => {
		const api = scriptedApi(() => reply);
		const end = (
			await waitFor(
				[{ taskId: 't0', isAccepted: true, createdAt: '2025-12-20T00:00:00Z' }],
				api.ports,
				hour,
			)
		).get('t0');
		expect(end).toMatchObject({ problem: { cause: 'unknownTask' } });
	});

	it('in a look between two sleeps: it goes on, then it is not shown, or late', async () => {
		const looked = async (afterMs: number, deadlineMs: number) => {
			const api = scriptedApi(() => reply);
			await api.clock.sleep(afterMs);
			const deadline = api.clock.now() + deadlineMs;
			return (await lookAt([accepted], api.ports, { deadline, minutes: 60 })).get('t0');
		};
		expect(await looked(30_000, 60_000)).toMatchObject({ state: 'running' });
		expect(await looked(30_000, 0)).toMatchObject({ state: 'timedOut' });
		expect(await looked(180_000, 60_000)).toMatchObject({ problem: { cause: 'taskNotShown' } });
	});
});
