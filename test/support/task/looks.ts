/** Looks at tasks of a scripted API, before the deadline and at it. */
import { lookAt } from '../../../seedance/run/look';
import type { TaskState } from '../../../seedance/run/itemState';
import type { AwaitedTask } from '../../../seedance/run/look';
import type { ScriptedApi } from '../api/scriptedApi';

type Look = (
	api: ScriptedApi,
	tasks: readonly AwaitedTask[],
) => Promise<ReadonlyMap<string, TaskState>>;

/**
 * Looks `leftMs` before the deadline of a wait that was meant to last 30 minutes.
 * @returns the tasks whose wait is over; every task must have a state
 */
export const lookBefore =
	(leftMs: number): Look =>
	async ({ clock, ports }, tasks) => {
		const states = await lookAt(tasks, ports, { deadline: clock.now() + leftMs, minutes: 30 });
		for (const { taskId } of tasks)
			if (!states.has(taskId)) throw new Error(`${taskId} is missing`);
		return new Map([...states].filter(([, { state }]) => state !== 'running'));
	};

export const early = lookBefore(600_000);
export const late = lookBefore(0);

export const ids = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
export const awaited = (taskIds: readonly string[]) => taskIds.map((taskId) => ({ taskId }));

export const never = { endsAt: Number.POSITIVE_INFINITY };
export const there = { endsAt: 0 };
