/** The domain's port with a script behind it: records what was asked, when, and how much at once. */
import type { ApiReply, ApiRequest, Ports } from '../../../seedance/api/http';
import type { SubmitRequest } from '../../../seedance/request/planSubmit';
import { openLedger } from '../../../seedance/run/ledger';
import type { Ledger } from '../../../seedance/run/ledger';
import { keptNowhere } from '../../../seedance/run/requestKey';
import type { RequestKeys } from '../../../seedance/run/requestKey';
import type { SubmitStores } from '../../../seedance/run/stages';
import { createFakeClock } from '../task/fakeClock';
import type { FakeClock } from '../task/fakeClock';
import { model, taskAnswer } from './replies';

export interface Sent extends ApiRequest {
	/** Ms since the clock was made. */
	readonly atMs: number;
	/** How many requests were under way then, this one included. */
	readonly underWay: number;
}

export interface ScriptedApi {
	readonly clock: FakeClock;
	readonly ports: Ports;
	readonly sent: readonly Sent[];
	stop(): void;
}

export interface ScriptedApiOptions {
	readonly latencyMs?: number;
	readonly random?: () => number;
	/** More requests than this are a runaway loop; the test must fail and not hang. */
	readonly fuse?: number;
}

export type Script = (request: ApiRequest, api: ScriptedApi) => ApiReply;

/** Everything that the domain needs, with `script` for the API. */
export function scriptedApi(script: Script, options: ScriptedApiOptions = {}): ScriptedApi {
	const { latencyMs = 100, random, fuse = 5000 } = options;
	const clock = createFakeClock(random);
	const controller = new AbortController();
	const sent: Sent[] = [];
	let underWay = 0;
	const http = async (request: ApiRequest) => {
		underWay += 1;
		sent.push({ ...request, atMs: clock.elapsed(), underWay });
		if (sent.length > fuse) throw new Error(`more than ${fuse} requests`);
		await clock.sleep(latencyMs);
		underWay -= 1;
		return script(request, api);
	};
	const api: ScriptedApi = {
		clock,
		ports: { ...clock, http, baseUrl: 'https://api.test', signal: controller.signal },
		sent,
		stop: () => controller.abort(),
	};
	return api;
}

/** A submit that is identified by its prompt. */
export const request = (prompt: string): SubmitRequest => ({
	model,
	body: { prompt, duration: 5 },
});

export const requests = (count: number) =>
	Array.from({ length: count }, (_, i) => request(`p${i}`));

export function promptOf({ body }: Pick<ApiRequest, 'body'>): string {
	if (typeof body === 'object' && body !== null && 'prompt' in body) return String(body.prompt);
	throw new Error('a submit without prompt');
}

/** The API's accept, with the prompt in the task's ID. */
export const acceptedFor = (request: ApiRequest) => taskAnswer(`task-${promptOf(request)}`);

/** How often each prompt was sent. */
export function postsPerPrompt({ sent }: Pick<ScriptedApi, 'sent'>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const one of sent.filter(
		({ method, url }) => method === 'POST' && !url.endsWith('/predictions'),
	)) {
		const prompt = promptOf(one);
		counts[prompt] = (counts[prompt] ?? 0) + 1;
	}
	return counts;
}

/** Returns each reply of a list once, then always the last one. */
export function inTurn(...replies: readonly Script[]): Script {
	let next = 0;
	return (one, api) => {
		const script = replies[Math.min(next++, replies.length - 1)];
		if (script === undefined) throw new Error('an empty script');
		return script(one, api);
	};
}

/** Stores in which nothing is yet; no request key is ever taken. */
export function emptyStores(
	ledger: Ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' }),
): SubmitStores {
	const keys: RequestKeys = { ...keptNowhere, claim: async () => 'mine' };
	return { ledger, requestKeys: () => keys };
}
