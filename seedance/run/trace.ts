/**
 * Identifies the task of a submit whose ID isn't known, by time and a digest of the body, which may
 * contain an image.
 */
import { createHash, randomUUID } from 'crypto';
import type { SubmitReply } from '../api/submit';
import type { Task } from '../api/task';
import { Cache } from '../time';
import type { Clock } from '../time';
import { findModel } from '../models';
import { parameterOf } from '../models/schema';
import { canonicalText } from '../text';
import { asRecord, z } from '../zod';
import type { Fields } from '../zod';

export const traceSchema = z.object({
	/** Distinguishes submits with equal bodies. */
	mark: z.string(),
	/**
	 * The time range in which the API may have created the task, in ms since the epoch by its own
	 * clock.
	 */
	from: z.number(),
	to: z.number(),
	/** The names of the fields that were sent. */
	fields: z.array(z.string()),
	/** The hex digest of the model and those fields. */
	digest: z.string(),
});

export type Trace = z.output<typeof traceSchema>;

export const claimSchema = z.object({
	/** The request key or work key: one intended video. */
	key: z.string(),
	/** The name that was claimed. */
	name: z.string(),
});

/** A claimed key, in the store that all executions share. */
export type Claim = z.output<typeof claimSchema>;

function digestOf(model: string, values: Fields, fields: readonly string[]): string {
	const sent = Object.fromEntries(fields.map((name) => [name, values[name] ?? null]));
	return createHash('sha256')
		.update(canonicalText([model, sent]))
		.digest('hex');
}

/** The trace of a submit with this body. */
export function traceOf(
	model: string,
	body: Fields,
	{ mark, from, to }: Pick<Trace, 'mark' | 'from' | 'to'>,
): Trace {
	const fields = Object.keys(body).filter(
		(name) => body[name] !== undefined && body[name] !== null,
	);
	return { mark, from, to, fields, digest: digestOf(model, body, fields) };
}

/** When a task was created, in ms since the epoch; NaN when it isn't known. */
export const createdMs = ({ createdAt }: Task): number => Date.parse(createdAt ?? '');

/** Whether a task was created within the time of a submit; false when its time isn't known. */
export function isInTime(task: Task, { from, to }: Trace): boolean {
	const at = createdMs(task);
	return at >= from && at <= to;
}

const inputSchema = z.union([
	z.record(z.unknown()),
	z.string().transform((text, context): Fields => {
		try {
			const fields = asRecord(JSON.parse(text));
			if (fields !== undefined) return fields;
		} catch {
			// Reported below.
		}
		context.addIssue({ code: 'custom' });
		return z.NEVER;
	}),
]);

/** The inputs of a task, if the API includes them. */
export function inputsOf({ raw }: Task): Fields | undefined {
	return [raw.input, raw.inputs]
		.flatMap((given): Fields[] => {
			const parsed = inputSchema.safeParse(given);
			return parsed.success ? [parsed.data] : [];
		})
		.find((inputs) => Object.keys(inputs).length > 0);
}

/**
 * The task without its inputs, which may contain whole images, because the ledger is saved with the
 * execution.
 */
export function withoutInputs(task: Task): Task {
	const raw = Object.entries(task.raw).filter(([name]) => name !== 'input' && name !== 'inputs');
	return { ...task, raw: Object.fromEntries(raw) };
}

const isBlank = (value: unknown) =>
	value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * Whether an input that wasn't sent may be the API's default. If it differs from a documented
 * default, or is a file or a text, somebody has chosen it.
 */
function isDefault(model: string, name: string, value: unknown): boolean {
	if (isBlank(value)) return true;
	const record = findModel(model);
	const parameter = record && parameterOf(record, name);
	if (parameter?.default !== undefined)
		return canonicalText(parameter.default) === canonicalText(value);
	if (value === false) return true;
	if (record === undefined || typeof value === 'object') return false;
	return (
		typeof value !== 'string' || (parameter?.type === 'string' && parameter.enum !== undefined)
	);
}

/**
 * Whether these are the inputs of the submit: the fields that were sent, and otherwise only
 * defaults.
 */
export function areInputsOf(model: string, inputs: Fields, { fields, digest }: Trace): boolean {
	if (digestOf(model, inputs, fields) !== digest) return false;
	const others = Object.keys(inputs).filter((name) => !fields.includes(name));
	return others.every((name) => isDefault(model, name, inputs[name]));
}

// The submits of this process: claimed tasks, and submits with an open outcome. It's in memory and
// bounded; the ledger stores what must outlive the process.

interface OpenSubmit {
	readonly trace: Trace;
	/** Whether it's still in flight. */
	readonly isInFlight: boolean;
}

/** The range of the difference between the API's clock and ours, in ms. */
interface Skew {
	readonly least: number;
	readonly most: number;
}

export interface OpenSubmits {
	/** A submit is about to be sent. */
	sending(trace: Trace): void;
	/** Its outcome is unknown. */
	unknown(trace: Trace): void;
	/** It was refused, or its task is known. */
	close(trace: Trace): void;
	/**
	 * Records that a task belongs to a submit of this process, or of an execution that it has
	 * retried.
	 */
	claim(taskId: string, of?: Trace): void;
	/** Whether a task belongs to another submit. Every retry looks for the same submit again. */
	isClaimed(taskId: string, from: Trace): boolean;
	/** Other open submits with the same body whose time overlaps with this one's. */
	rivals(trace: Trace): readonly OpenSubmit[];
	/** Learns the difference of the clocks from an accepted task. */
	learnSkew(account: string, task: Task, sentAt: number, answeredAt: number): void;
	/** The difference of the clocks; a wide range before any task was accepted. */
	skew(account: string): Skew;
}

/** The assumed difference of clocks that weren't compared, in ms. */
const unknownSkewMs = 120_000;
/** The largest plausible difference, in ms. */
const mostSkewMs = 3_600_000;

/**
 * Creates the memory of a process.
 * @param most the most tasks and bodies that are remembered
 */
export function createOpenSubmits(most = 20_000): OpenSubmits {
	const kept = { most, keptMs: Infinity };
	/** The mark of the submit, by task. */
	const claimed = new Cache<string>(kept);
	/** By the digest of the body. */
	const open = new Cache<readonly OpenSubmit[]>(kept);
	const skews = new Cache<Skew>(kept);
	const openOf = ({ digest }: Trace) => open.last(digest) ?? [];
	const without = (trace: Trace) => openOf(trace).filter((one) => one.trace.mark !== trace.mark);
	const put = (trace: Trace, isInFlight: boolean) => {
		open.set(trace.digest, [...without(trace), { trace, isInFlight }].slice(-most), 0);
	};
	return {
		sending: (trace) => put(trace, true),
		unknown: (trace) => put(trace, false),
		close(trace) {
			open.set(trace.digest, without(trace), 0);
		},
		claim(taskId, of) {
			claimed.set(taskId, of?.mark ?? '', 0);
		},
		isClaimed: (taskId, { mark }) => (claimed.last(taskId) ?? mark) !== mark,
		rivals: (trace) =>
			without(trace).filter(({ trace: { from, to } }) => from <= trace.to && to >= trace.from),
		learnSkew(account, task, sentAt, answeredAt) {
			const created = createdMs(task);
			const skew = { least: created - answeredAt, most: created - sentAt };
			const isClock = Math.abs(skew.least) < mostSkewMs && Math.abs(skew.most) < mostSkewMs;
			if (isClock) skews.set(account, skew, 0);
		},
		skew: (account) => skews.last(account) ?? { least: -unknownSkewMs, most: unknownSkewMs },
	};
}

// Traces the submits of one node run.

export interface Tracer {
	/**
	 * Called right before a submit is sent.
	 * @returns the trace to find its task by
	 */
	sending(model: string, body: Fields, timeoutMs: number): Trace;
	/**
	 * Called after its answer, or when the connection broke.
	 * @returns the completed trace
	 */
	answered(trace: Trace, verdict: SubmitReply): Trace;
}

/** How long after the end of the connection the API may still create the task, in ms. */
const lateMs = 5_000;
/** The remaining difference of clocks that were compared, in ms. */
const paddingMs = 1_000;

/** @param account the account whose tasks they are */
export function createTracer(
	submits: OpenSubmits,
	account: string,
	{ now }: Pick<Clock, 'now'>,
): Tracer {
	const sentAt = new Map<string, number>();
	return {
		sending(model, body, timeoutMs) {
			const at = now();
			const { least, most } = submits.skew(account);
			const from = at + least - paddingMs;
			const to = at + timeoutMs + most + lateMs;
			const trace = traceOf(model, body, { mark: randomUUID(), from, to });
			sentAt.set(trace.mark, at);
			submits.sending(trace);
			return trace;
		},
		answered(trace, verdict) {
			const sent = sentAt.get(trace.mark) ?? trace.from;
			sentAt.delete(trace.mark);
			if (verdict.outcome === 'accepted') {
				const { task } = verdict;
				submits.learnSkew(account, task, sent, now());
				submits.claim(task.id, trace);
			}
			if (verdict.outcome !== 'unknown') {
				submits.close(trace);
				return trace;
			}
			const { least, most } = submits.skew(account);
			const known = { ...trace, from: sent + least - paddingMs, to: now() + most + lateMs };
			submits.unknown(known);
			return known;
		},
	};
}
