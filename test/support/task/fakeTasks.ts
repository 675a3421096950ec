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

/** Whether a request is for the list of recent tasks. */
export const isList = ({ method, url }: Pick<ApiRequest, 'method' | 'url'>) =>
	method === 'POST' && url.endsWith('/api/v3/predictions');

/** An API that knows these tasks, and lists all of them, the newest first. */
export function tasksApi(tasks: Readonly<Record<string, FakeTask>>): Script {
	return (one, { clock }) => {
		const statusOf = ({ endsAt, end = 'completed', until = 'processing' }: FakeTask) =>
			clock.elapsed() >= endsAt ? end : until;
		if (isList(one)) {
			const { page, page_size: size } = one.body as Record<'page' | 'page_size', number>;
			const items = Object.entries(tasks)
				.reverse()
				.slice((page - 1) * size, page * size)
				.map(([id, known]) => task(id, statusOf(known)));
			return answer(200, enveloped(200, 'success', { page, items }));
		}
		const id = taskIdOf(one);
		const known = tasks[id];
		if (known === undefined) return answer(404, enveloped(404, 'Prediction not found'));
		return taskAnswer(id, statusOf(known));
	};
}

/** The same without a right to the list. */
export const unlistedApi = (
	tasks: Readonly<Record<string, FakeTask>>,
	refusal = answer(403, enveloped(403)),
): Script => {
	const reads = tasksApi(tasks);
	return (one, api) => (isList(one) ? refusal : reads(one, api));
};

/** A task as a submit or an earlier read gave it. */
export function known(id: string, status = 'created'): Task {
	const parsed = parseTask(task(id, status));
	if (parsed === undefined) throw new Error('no task');
	return parsed;
}

/** The reads of single tasks. */
export const readsIn = ({ sent }: Pick<ScriptedApi, 'sent'>) => sent.filter((one) => !isList(one));

export const listsIn = ({ sent }: Pick<ScriptedApi, 'sent'>) => sent.filter(isList);

export const readsOf = (api: Pick<ScriptedApi, 'sent'>, taskId: string) =>
	readsIn(api).filter((one) => taskIdOf(one) === taskId);
