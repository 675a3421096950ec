/**
 * Time that runs faster, for tests with real sockets that can't wait for pauses of minutes.
 * Date.now and n8n's `sleep` are k times as fast; sockets and their events aren't.
 *
 * The nodes take `sleep` from n8n-workflow, so a test file that wants it says above everything else
 * `jest.mock('n8n-workflow', () => jest.requireActual<typeof
 * time>('../engine/time').hurriedWorkflow());` after `import type * as time from
 * '../engine/time';`, and calls `realTime` after each test. A simulator uses the same time with
 * `now: () => Date.now()`.
 */
import { ClientRequest } from 'node:http';
import { performance } from 'node:perf_hooks';
import type * as workflowModule from 'n8n-workflow';

type Workflow = typeof workflowModule;

const realNow = Date.now;
const setRequestTimeout = ClientRequest.prototype.setTimeout;
const abortTimeout = AbortSignal.timeout.bind(AbortSignal);
let factor = 1;

/** n8n-workflow as it is, but for a `sleep` that keeps the pace of the clock. */
export function hurriedWorkflow(): Workflow {
	const workflow = jest.requireActual<Workflow>('n8n-workflow');
	const sleep: Workflow['sleep'] = async (ms, signal) => await workflow.sleep(ms / factor, signal);
	return { ...workflow, sleep };
}

/**
 * Makes time `times` as fast from now on. Timers are at least 1 ms, so with 1000 every sleep takes
 * at least one fast second.
 */
export function hurry(times: number): void {
	const begun = Date.now();
	const begunReal = performance.now();
	factor = times;
	Date.now = () => Math.round(begun + (performance.now() - begunReal) * times);
}

/**
 * Makes the idle timeouts of requests `times` as short. It isn't part of `hurry`, because a local
 * server answers in real milliseconds and would time out.
 *
 * Don't spy on ClientRequest.setTimeout meanwhile: jest restores spies again at the end of a file,
 * and would leave this in place for the next file of its process.
 * @returns the requested timeouts, in ms, as they arrive
 */
export function hurryTimeouts(times: number): readonly number[] {
	const asked: number[] = [];
	ClientRequest.prototype.setTimeout = function (ms, listener) {
		asked.push(ms);
		return setRequestTimeout.call(this, Math.ceil(ms / times), listener);
	};
	// The bodies of answers and downloads have separate timeouts.
	AbortSignal.timeout = (ms) => abortTimeout(Math.ceil(ms / times));
	return asked;
}

/** Back to the clock on the wall. */
export function realTime(): void {
	factor = 1;
	Date.now = realNow;
	ClientRequest.prototype.setTimeout = setRequestTimeout;
	AbortSignal.timeout = abortTimeout;
}
