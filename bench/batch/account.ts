import type { ApiReply, ApiRequest, Ports } from '../../seedance/api/http';
import { defaultModel } from '../../seedance/models';
import type { SubmitRequest } from '../../seedance/request/planSubmit';
import type { VirtualClock } from '../clock';

/** How long answers take, in ms. */
const latencyMs = { submit: 300, read: 80, list: 150 };

const model = defaultModel['text-to-video'];

interface AccountTask {
	readonly id: string;
	readonly createdMs: number;
	readonly takesMs: number;
	/** When the client began to read it. */
	readonly readsAt: number[];
	/** When the client got to know that it has ended. */
	knownAt?: number;
}

/** An account of the API on a virtual clock: it accepts tasks, answers reads of them, and lists them. */
export interface Account {
	readonly ports: Ports;
	readonly requests: readonly SubmitRequest[];
	readonly tasks: readonly AccountTask[];
	/** How many requests have been sent, without submits. */
	looks(): number;
	lists(): number;
}

/**
 * @param takesMs how long the task of each request takes
 * @param hasList whether the key may use the list of recent tasks
 */
export function openAccount(
	clock: VirtualClock,
	takesMs: readonly number[],
	hasList: boolean,
): Account {
	const tasks: AccountTask[] = [];
	const begunAt = clock.now();
	let lists = 0;

	const stateOf = ({ id, createdMs, takesMs }: AccountTask) => {
		const age = clock.now() - createdMs;
		const hasEnded = age >= takesMs;
		return {
			id,
			model,
			status: hasEnded ? 'completed' : age < 2_000 ? 'created' : 'processing',
			outputs: hasEnded ? [`https://cdn.example/${id}.mp4`] : [],
			created_at: new Date(createdMs).toISOString(),
			timings: { inference: hasEnded ? Math.round(takesMs) : 0 },
		};
	};
	const answer = (data: unknown): ApiReply => ({
		kind: 'answer',
		status: 200,
		headers: {},
		text: JSON.stringify({ code: 200, message: 'success', data }),
	});
	const refusal: ApiReply = { kind: 'answer', status: 403, headers: {}, text: '' };

	function submit({ body }: ApiRequest): ApiReply {
		const { prompt } = body as { readonly prompt: string };
		const task = {
			id: `${begunAt}${prompt.padStart(6, '0')}`,
			createdMs: clock.now(),
			takesMs: takesMs[Number(prompt)] ?? NaN,
			readsAt: [],
		};
		tasks.push(task);
		return answer(stateOf(task));
	}

	function list({ body }: ApiRequest): ApiReply {
		if (!hasList) return refusal;
		const query = body as Record<'page' | 'page_size', number> &
			Record<'created_after' | 'created_before', string>;
		const items = tasks
			.filter(
				({ createdMs }) =>
					createdMs >= Date.parse(query.created_after) &&
					createdMs <= Date.parse(query.created_before),
			)
			.reverse()
			.slice((query.page - 1) * query.page_size, query.page * query.page_size);
		return answer({ page: query.page, items: items.map(stateOf) });
	}

	async function http(request: ApiRequest): Promise<ApiReply> {
		const { method, url } = request;
		const path = new URL(url).pathname;
		const half = async (ms: number) => await clock.sleep(ms / 2);
		if (method === 'POST' && path === '/api/v3/predictions') {
			lists += 1;
			await half(latencyMs.list);
			const reply = list(request);
			await half(latencyMs.list);
			return reply;
		}
		if (method === 'POST') {
			await half(latencyMs.submit);
			const reply = submit(request);
			await half(latencyMs.submit);
			return reply;
		}
		const task = tasks.find(({ id }) => path.includes(id));
		if (task === undefined) throw new Error(`no task for ${url}`);
		task.readsAt.push(clock.now());
		await half(latencyMs.read);
		const state = stateOf(task);
		await half(latencyMs.read);
		if (state.status === 'completed') task.knownAt ??= clock.now();
		return answer(state);
	}

	return {
		ports: { ...clock, http, baseUrl: 'https://api.test' },
		requests: takesMs.map((_, i) => ({ model, body: { prompt: String(i) } })),
		tasks,
		looks: () => lists + tasks.reduce((sum, { readsAt }) => sum + readsAt.length, 0),
		lists: () => lists,
	};
}
