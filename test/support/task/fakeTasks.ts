/** Tasks at a scripted API that finish at a moment. */
import type { ApiRequest } from '../../../seedance/api/http';
import { parseTask } from '../../../seedance/api/task';
import type { Task } from '../../../seedance/api/task';
import { answer, enveloped, task, taskAnswer } from '../api/replies';
import type { Script, ScriptedApi } from '../api/scriptedApi';

export interface FakeTask {
	/** From when on it has ended, in ms since the clock was made. */
	readonly endsAt: number;
	/** How it ends; "completed" unless said otherwise. */
	readonly end?: string;
	/** What it says until then; "processing" unless said otherwise. */
	readonly until?: string;
}

export function taskIdOf({ url }: Pick<ApiRequest, 'url'>): string {
	const id = /\/api\/v3\/predictions\/([^/]+)\/result$/.exec(url)?.[1];
	if (id === undefined) throw new Error(`not a status read: ${url}`);
	return decodeURIComponent(id);
}

/** An API that knows these tasks. */
export function tasksApi(tasks: Readonly<Record<string, FakeTask>>): Script {
	return (one, { clock }) => {
		const id = taskIdOf(one);
		const known = tasks[id];
		if (known === undefined) return answer(404, enveloped(404, 'Prediction not found'));
		const { endsAt, end = 'completed', until = 'processing' } = known;
		return taskAnswer(id, clock.elapsed() >= endsAt ? end : until);
	};
}

/** A task as a submit or an earlier read gave it. */
export function known(id: string, status = 'created'): Task {
	const parsed = parseTask(task(id, status));
	if (parsed === undefined) throw new Error('no task');
	return parsed;
}

export const readsOf = ({ sent }: ScriptedApi, taskId: string) =>
	sent.filter((one) => taskIdOf(one) === taskId);
