/**
 * What the task of a submit can be recognised by when nobody knows its id: when it was sent, and what
 * was sent, as a digest, because a body may hold a picture.
 */
import { createHash } from 'crypto';
import type { Prediction } from '../api/task';
import { findModel, parameterOf } from '../models';
import { canonicalText } from '../text';
import { z } from '../zod';

export const traceSchema = z.object({
	/** Tells submits of equal bodies apart. */
	mark: z.string(),
	/** Between these the API has made the task, if it has, in ms since the epoch by its own clock. */
	from: z.number(),
	to: z.number(),
	/** The names of the fields that were sent. */
	fields: z.array(z.string()),
	/** Of the model and those fields, in hex. */
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

/** What a submit of this body can be recognised by. */
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

/** Whether a task was created within the time of a submit. One that does not say when was not. */
export function isInTime({ createdAt }: Prediction, { from, to }: Trace): boolean {
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
			// Told below.
		}
		context.addIssue({ code: 'custom' });
		return z.NEVER;
	}),
]);

/** What a task was submitted with, where the API tells. */
export function inputsOf({ raw }: Prediction): Fields | undefined {
	return [raw.input, raw.inputs]
		.flatMap((given): Fields[] => {
			const parsed = inputSchema.safeParse(given);
			return parsed.success ? [parsed.data] : [];
		})
		.find((inputs) => Object.keys(inputs).length > 0);
}

/** The same task without them: they may hold whole pictures, and a ledger is saved with its execution. */
export function withoutInputs(task: Prediction): Prediction {
	const raw = Object.entries(task.raw).filter(([name]) => name !== 'input' && name !== 'inputs');
	return { ...task, raw: Object.fromEntries(raw) };
}

const isBlank = (value: unknown) =>
	value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/**
 * Whether a field that was not sent may stand there all the same: the API tells its defaults, too. One
 * whose default is documented is somebody's choice when it has another value, and so are files and texts,
 * for which no default is possible.
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

/** Whether these are the inputs of the submit: its fields as they were sent, and no others but defaults. */
export function areInputsOf(model: string, inputs: Fields, { fields, digest }: Trace): boolean {
	if (digestOf(model, inputs, fields) !== digest) return false;
	const others = Object.keys(inputs).filter((name) => !fields.includes(name));
	return others.every((name) => isDefault(model, name, inputs[name]));
}
