import { Agent, request } from 'undici';
import { z } from 'zod';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator';

export const T2V = 'bytedance/seedance-v1-lite-t2v-480p';
export const BODY = { prompt: 'a fox in the snow', duration: 5 };

const envelopeSchema = z.object({
	code: z.number(),
	message: z.string(),
	error_code: z.string().optional(),
	data: z.unknown(),
});

const predictionSchema = z.object({
	id: z.string().regex(/^[0-9a-f]{32}$/),
	model: z.string(),
	outputs: z.array(z.unknown()),
	urls: z.object({ get: z.string() }),
	has_nsfw_contents: z.array(z.boolean()).nullable(),
	status: z.string(),
	created_at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
	error: z.string(),
	code: z.number().optional(),
	timings: z.object({ inference: z.number().int() }),
});

export type Prediction = z.infer<typeof predictionSchema>;

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly text: string;
}

const running: Array<{ simulator: Simulator; agent: Agent }> = [];

/** The client's timeout in tests of silence: long enough for an answer from a busy machine. */
export const briefMs = 1_000;

/**
 * A simulator and a plain HTTP client for it; `stopAll` stops both.
 * @param timeoutMs how long the client waits for an answer
 */
export async function start(options: SimulatorOptions = {}, timeoutMs = 30_000) {
	const simulator = await startSimulator(options);
	const agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
	running.push({ simulator, agent });

	const call = async (
		method: 'GET' | 'POST' | 'HEAD' | 'DELETE',
		path: string,
		extra: {
			key?: string | null | undefined;
			body?: unknown;
			headers?: Record<string, string>;
		} = {},
	): Promise<Answer> => {
		const { key = 'test-key', body } = extra;
		const answer = await request(`${simulator.url}${path}`, {
			method,
			dispatcher: agent,
			headers: {
				...(key !== null && { authorization: `Bearer ${key}` }),
				...(body !== undefined && { 'content-type': 'application/json' }),
				...extra.headers,
			},
			body: typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body),
		});
		const text = await answer.body.text();
		return { status: answer.statusCode, headers: answer.headers, text };
	};
	const submit = (body: unknown = BODY, model: string = T2V): Promise<Answer> =>
		call('POST', `/api/v3/${model}`, { body });
	const readTask = async (id: string): Promise<Prediction> =>
		prediction(await call('GET', `/api/v3/predictions/${id}/result`));
	return { simulator, agent, call, submit, readTask };
}

/** Ends every simulator a test started. */
export async function stopAll(): Promise<void> {
	for (const { simulator, agent } of running.splice(0)) {
		await simulator.stop();
		await agent.destroy();
	}
}

export function envelope(answer: Answer): z.infer<typeof envelopeSchema> {
	return envelopeSchema.parse(JSON.parse(answer.text));
}

export function prediction(answer: Answer): Prediction {
	return predictionSchema.parse(envelope(answer).data);
}

/** A clock that moves only on demand. */
export function handClock(startMs = Date.UTC(2026, 10, 21, 12)) {
	let nowMs = startMs;
	return {
		now: () => nowMs,
		advance: (ms: number) => {
			nowMs += ms;
		},
	};
}
