/** Looks at tasks of a scripted API, before the deadline and at it. */
import { lookAt } from '../../../seedance/task/lookAt';
import type { AwaitedTask, WaitResult } from '../../../seedance/task/waitFor';
import type { ScriptedApi } from '../api/scriptedApi';

type Look = (
	api: ScriptedApi,
	tasks: readonly AwaitedTask[],
) => Promise<ReadonlyMap<string, WaitResult>>;

/** Looks `leftMs` before the deadline of a wait that was meant to last 30 minutes. */
export const lookBefore =
	(leftMs: number): Look =>
	async ({ clock, ports }, tasks) =>
		await lookAt(tasks, ports, { deadline: clock.now() + leftMs, minutes: 30 });

export const early = lookBefore(600_000);
export const late = lookBefore(0);

export const ids = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
export const awaited = (taskIds: readonly string[]) => taskIds.map((taskId) => ({ taskId }));

export const never = { endsAt: Number.POSITIVE_INFINITY };
export const there = { endsAt: 0 };
