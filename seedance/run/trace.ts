/**
 * Identifies the task of a submit whose ID isn't known, by time and a digest of the body, which may
 * contain an image.
 */
import { createHash } from 'crypto';
import type { Task } from '../api/task';
import { findModel, parameterOf } from '../models';
import { canonicalText } from '../text';
import { z } from '../zod';

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

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

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
	return { mark, from, to, fields: fields.sort(), digest: digestOf(model, body, fields.sort()) };
}

/** Whether a task was created within the time of a submit; false when its time isn't known. */
export function isInTime({ createdAt }: Task, { from, to }: Trace): boolean {
	const at = Date.parse(createdAt ?? '');
	return at >= from && at <= to;
}

const inputSchema = z.union([
	z.record(z.unknown()),
	z.string().transform((text, context): Fields => {
		try {
			const value: unknown = JSON.parse(text);
			if (isFields(value)) return value;
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
	value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/**
 * Whether an input that wasn't sent may be the API's default. If it differs from a documented
 * default, or is a file or a text, somebody has chosen it.
 */
function isDefault(model: string, name: string, value: unknown): boolean {
	if (isBlank(value)) return true;
	const record = findModel(model);
	if (record === undefined || typeof value === 'object') return false;
	const parameter = parameterOf(record, name);
	if (parameter?.default !== undefined)
		return canonicalText(parameter.default) === canonicalText(value);
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
