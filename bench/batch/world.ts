import { Agent, request } from 'undici';
import type { ApiReply, HttpPort, Ports } from '../../seedance/api/http';
import { defaultModel } from '../../seedance/models';
import type { SubmitRequest } from '../../seedance/request/planSubmit';
import { startSimulator } from '../../simulator';
import type { Simulator, Tier } from '../../simulator';
import type { FastClock } from '../clock';

/** The model whose tasks are submitted: the one that a new node starts with. */
export const model = defaultModel['text-to-video'];

/** A simulator, the domain's ports over real HTTP to it, and what they observed. */
export interface World {
	readonly simulator: Simulator;
	readonly ports: Ports;
	readonly requests: readonly SubmitRequest[];
	/** The duration of each request, in ms. */
	readonly answersMs: readonly number[];
	/**
	 * The time from a task's end until the client noticed it, in ms, for each task that it saw end.
	 */
	delaysMs(): readonly number[];
	stop(): Promise<void>;
}

/**
 * Starts both on one fast clock.
 * @param taskTimes in ms; each makes one request
 */
export async function startWorld(
	clock: FastClock,
	taskTimes: readonly number[],
	tier?: Tier,
): Promise<World> {
	const timeOf = (prompt: unknown) => taskTimes[Number(prompt)] ?? NaN;
	const simulator = await startSimulator({
		now: clock.now,
		taskMs: ({ body }) => timeOf(body.prompt),
		...(tier !== undefined && { tier }),
	});
	const agent = new Agent({ connections: 200 });
	const send = createHttpPort(agent);
	const knownAt = new Map<string, number>();
	const answersMs: number[] = [];
	const http: HttpPort = async (one) => {
		const sentAt = clock.now();
		const reply = await send(one);
		answersMs.push(clock.now() - sentAt);
		const taskId = one.method === 'GET' ? finishedTask(one.url, reply) : undefined;
		if (taskId !== undefined && !knownAt.has(taskId)) knownAt.set(taskId, clock.now());
		return reply;
	};

	return {
		simulator,
		ports: { ...clock, http, baseUrl: simulator.url },
		requests: taskTimes.map((_, i) => ({ model, body: { prompt: String(i) } })),
		answersMs,
		delaysMs: () =>
			simulator.journal.accepted().flatMap(({ taskId, atMs, body }) => {
				const known = knownAt.get(taskId);
				return known === undefined ? [] : [known - atMs - timeOf(body.prompt)];
			}),
		stop: async () => {
			await agent.destroy();
			await simulator.stop();
		},
	};
}

/** The task that this answer to a status read shows as completed. */
function finishedTask(url: string, reply: ApiReply): string | undefined {
	const isOver = reply.kind === 'answer' && reply.text.includes('"status":"completed"');
	return isOver ? /predictions\/(\w+)\/result$/.exec(url)?.[1] : undefined;
}

function createHttpPort(agent: Agent): HttpPort {
	return async ({ method, url, body }): Promise<ApiReply> => {
		try {
			const answer = await request(url, {
				method,
				dispatcher: agent,
				headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
			const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
			return {
				kind: 'answer',
				status: answer.statusCode,
				headers: Object.fromEntries(headers) as Record<string, string>,
				text: await answer.body.text(),
			};
		} catch (error) {
			return { kind: 'noAnswer', code: 'UNKNOWN', phase: 'sent', detail: String(error) };
		}
	};
}
