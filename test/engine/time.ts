/**
 * Time that runs faster, for tests that meet the network for real but cannot sit out pauses of
 * minutes: Date.now and n8n's `sleep` go k times as fast, sockets and their events go on as ever.
 *
 * The nodes take `sleep` from n8n-workflow, so a test file that wants it says above everything else
 * `jest.mock('n8n-workflow', () => jest.requireActual<typeof time>('../engine/time').hurriedWorkflow());`
 * after `import type * as time from '../engine/time';`, and calls `realTime` after each test.
 * A simulator lives in the same time when it is given `now: () => Date.now()`.
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
 * From now on a second passes `times` as fast. A timer is never shorter than 1 ms: with 1000 nothing
 * sleeps for less than one hurried second.
 */
export function hurry(times: number): void {
	const begun = Date.now();
	const begunReal = performance.now();
	factor = times;
	Date.now = () => Math.round(begun + (performance.now() - begunReal) * times);
}

/**
 * Lets the time that a request may go without a byte pass `times` as fast. Not part of `hurry`: a
 * local server answers in real milliseconds, and a hurried time-out would strike it down.
 *
 * Nobody may spy on ClientRequest.setTimeout meanwhile: jest restores spies once more when a file ends,
 * and would leave this in place for the next file of its process.
 * @returns the time-outs that were asked for, in ms, as they come
 */
export function hurryTimeouts(times: number): readonly number[] {
	const asked: number[] = [];
	ClientRequest.prototype.setTimeout = function (ms, listener) {
		asked.push(ms);
		return setRequestTimeout.call(this, Math.ceil(ms / times), listener);
	};
	// The bodies of answers and downloads have time-outs of their own.
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
