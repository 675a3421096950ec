/** Executions one after the other, with an API that remembers its tasks. */
import type { ApiReply, ApiRequest } from '../../../seedance/api/http';
import { stateOfTask } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { openLedger } from '../../../seedance/run/ledger';
import type { LedgerOptions, LedgerStore } from '../../../seedance/run/ledger';
import type { RequestKeys } from '../../../seedance/run/requestKey';
import { submitDefaults } from '../../../seedance/run/submitAll';
import { waitFor } from '../../../seedance/run/wait';
import { answer, enveloped, lost, task, taskAnswer } from '../api/replies';
import { scriptedApi, promptOf, request } from '../api/scriptedApi';
import type { ScriptedApi } from '../api/scriptedApi';
import { taskIdOf } from './fakeTasks';
import { plannedItem, submitAndWait } from './runItems';

const options = { ...submitDefaults, atOnce: 1, stopAtFirst: false };

export type Way = 'accept' | 'refuse' | 'lose';

/** An API that remembers its tasks and lists them, the newest first. */
export function rememberingApi(ways: readonly Way[] = []) {
	const left = [...ways];
	const tasks: Array<{ id: string; prompt: string; status: string; code: number }> = [];
	const shown = ({ id, status, code }: (typeof tasks)[number]) => ({ ...task(id, status), code });
	const isList = ({ url }: ApiRequest) => url.endsWith('/predictions');
	function script(one: ApiRequest): ApiReply {
		if (isList(one)) {
			const { page = 1, page_size = 100 } = one.body as Record<string, number>;
			const newest = [...tasks].reverse().slice((page - 1) * page_size, page * page_size);
			return answer(200, enveloped(200, 'success', { items: newest.map(shown) }));
		}
		if (one.method === 'GET') {
			const known = tasks.find(({ id }) => id === taskIdOf(one));
			if (known === undefined) return answer(404, enveloped(404, 'not found'));
			return answer(200, enveloped(200, 'success', shown(known)));
		}
		const way = left.shift() ?? 'accept';
		if (way === 'refuse') return answer(400, enveloped(400, 'no'));
		const prompt = promptOf(one);
		tasks.push({ id: `task${tasks.length}`, prompt, status: 'created', code: 0 });
		return way === 'lose' ? lost('ECONNRESET') : taskAnswer(`task${tasks.length - 1}`);
	}
	const api = scriptedApi(script);
	return {
		api,
		tasks,
		/** How the task that was submitted last ends. */
		end(status: string, code = 0) {
			Object.assign(tasks.at(-1) ?? {}, { status, code });
		},
	};
}

export const submits = ({ sent }: ScriptedApi) =>
	sent.filter(({ method, url }) => method === 'POST' && !url.endsWith('/predictions'));
export const lists = ({ sent }: ScriptedApi) =>
	sent.filter(({ url }) => url.endsWith('/predictions'));

/** One execution, or one more try of it: the items x, y, … with these request keys. */
export async function execute(
	api: ScriptedApi,
	keys: RequestKeys,
	requestKeys: readonly string[],
	{
		store = {},
		ifUnknown = 'stop',
		waits = false,
		work,
		more = {},
	}: {
		store?: LedgerStore;
		ifUnknown?: LedgerOptions['ifUnknown'];
		waits?: boolean;
		work?: string;
		more?: Partial<typeof options>;
	} = {},
) {
	const ledger = openLedger(store, { runIndex: 0, ifUnknown });
	const items = requestKeys.map((requestKey, index): Item => {
		const key = `item${index}`;
		const recalled = ledger.recall(key);
		if (recalled.kind === 'known') {
			return { index, key, model: recalled.model, now: stateOfTask(recalled.task) };
		}
		if (recalled.kind === 'unclear') throw new Error('unclear');
		const more = {
			...(requestKey !== '' && { requestKey }),
			...(work !== undefined && { workKey: `${work} ${key}` }),
			...(recalled.holds !== undefined && { holds: recalled.holds }),
		};
		return plannedItem(request(`p${index}`), index, more, key);
	});
	const wait = waits
		? async (tasks: Parameters<typeof waitFor>[0]) =>
				await waitFor(tasks, api.ports, { timeoutMs: 60_000 })
		: undefined;
	const stores = { ledger, requestKeys: () => keys };
	return await submitAndWait(items, api.ports, { ...options, ...more }, stores, wait);
}
