/** What to make of a callback: anybody can send one. */
import { createHash } from 'crypto';
import { parsePrediction } from '../api/task';
import type { Prediction } from '../api/task';
import { Cache } from '../cache';
import type { Problem } from '../errors/problem';
import { checkTaskId } from '../request/listQuery';
import { z } from '../zod';
import type { SecretSource } from './secret';
import { couldBeSigned, isSignedWith } from './signature';
import type { SignedParts } from './signature';

/** A request that claims to be a callback of the API's. */
export interface Delivery {
	/** Names in lower case; values as Node gives them. */
	readonly headers: Readonly<Record<string, unknown>>;
	/** The bytes as they came; undefined when there are none. */
	readonly body: Uint8Array | undefined;
}

export type CallbackVerdict =
	/** Signed by the API just now. What it says of the task's state is a hint: read it back. */
	| {
			readonly kind: 'genuine';
			/** Under the first of its ids. */
			readonly prediction: Prediction;
			/** What its task may be called, the likeliest first: at least one. */
			readonly ids: readonly string[];
			readonly secret: string;
	  }
	/** No callback at all. */
	| { readonly kind: 'malformed' }
	/** Not signed as the API signs. */
	| { readonly kind: 'unauthorized' }
	/** Nobody can tell: the secret is not to be had, and why, as far as that is known. */
	| { readonly kind: 'noSecret'; readonly problem?: Problem };

/**
 * The largest body that is looked at, in bytes. A callback has a few hundred, or what was submitted: two
 * pictures of 10 MB as data URIs are 27 MB. n8n itself takes 16 MiB unless N8N_PAYLOAD_SIZE_MAX says
 * otherwise.
 */
export const largestBody = 64 * 1024 * 1024;

/** The fewest characters that tell a task whose id was cut off. */
const shortestPart = 16;

const jsonType = z.object({ 'content-type': z.string().regex(/^\s*application\/json\s*(;|$)/i) });

const text = z.string().min(1);
const signedHeaders = z
	.object({ 'webhook-id': text, 'webhook-timestamp': text, 'webhook-signature': text })
	.transform((headers) => ({
		id: headers['webhook-id'],
		timestamp: headers['webhook-timestamp'],
		signature: headers['webhook-signature'],
	}));

const withAddress = z.object({ urls: z.object({ get: z.string() }) });

/**
 * The id in the address that a callback gives for its task: in the vendor's own example the body's id is
 * shorter than that one. The address itself is never asked: that would take the key wherever it leads.
 */
function idInAddress(raw: unknown): string | undefined {
	const address = withAddress.safeParse(raw).data?.urls.get ?? '';
	const [path = ''] = address.split(/[?#]/);
	const parts = path.split('/').filter((part) => part !== '' && part !== 'result');
	const last = parts.length > 1 ? parts.at(-1) : undefined;
	// What is encoded there stands better in the body.
	return last !== undefined && /^[\w-]+$/.test(last) ? last : undefined;
}

const isId = (id: string | undefined): id is string => {
	const check = checkTaskId(id);
	return check.ok && check.taskId === id;
};

/** A callback's body is the prediction as it is, in no envelope (reference §D). */
function predictionIn(
	body: Uint8Array,
	withoutKey: (text: string) => string,
): Pick<Extract<CallbackVerdict, { kind: 'genuine' }>, 'prediction' | 'ids'> | undefined {
	try {
		const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
		const json: unknown = JSON.parse(withoutKey(text.replace(/^\ufeff/, '')));
		const prediction = parsePrediction(json, 'unknown');
		const ids = [...new Set([idInAddress(json), prediction?.id].filter(isId))];
		const [id] = ids;
		return prediction === undefined || id === undefined
			? undefined
			: { prediction: { ...prediction, id }, ids };
	} catch {
		return undefined;
	}
}

async function quietly<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await ask();
	} catch {
		return undefined;
	}
}

/** The secret that a callback is signed with, or why it is taken for none of the API's. */
async function verify(
	parts: SignedParts,
	secrets: SecretSource,
	now: number,
): Promise<
	{ readonly secret: string } | Extract<CallbackVerdict, { kind: 'unauthorized' | 'noSecret' }>
> {
	const current = await quietly(() => secrets.current());
	if (current === undefined) return { kind: 'noSecret' };
	if (!current.ok) return { kind: 'noSecret', problem: current.problem };
	if (isSignedWith(current.secret, parts, now)) return current;
	// The secret may have changed since it was read.
	const renewed = await quietly(() => secrets.renewed());
	return renewed?.ok === true && isSignedWith(renewed.secret, parts, now)
		? renewed
		: { kind: 'unauthorized' };
}

/**
 * Judges a request that claims to be a callback, the cheap checks first. Never throws.
 * @param now in ms since the epoch
 * @param withoutKey takes the user's key out of what a body says, once its signature is verified
 */
export async function judgeCallback(
	{ headers, body }: Delivery,
	secrets: SecretSource,
	now: number,
	withoutKey: (text: string) => string = (text) => text,
): Promise<CallbackVerdict> {
	const size = body?.byteLength ?? 0;
	const isSized = body !== undefined && size > 0 && size <= largestBody;
	if (!isSized || !jsonType.safeParse(headers).success) return { kind: 'malformed' };
	const signed = signedHeaders.safeParse(headers);
	// No secret is asked for on behalf of somebody who has not even tried.
	if (!signed.success || !couldBeSigned(signed.data, now)) return { kind: 'unauthorized' };
	const verified = await verify({ ...signed.data, body }, secrets, now);
	if ('kind' in verified) return verified;
	const told = predictionIn(body, withoutKey);
	if (told === undefined) return { kind: 'malformed' };
	return { kind: 'genuine', ...told, secret: verified.secret };
}

/** The awaited task that a callback is about; an id that was cut off stands for the whole one. */
export function awaitedTask(
	ids: readonly string[],
	awaiting: readonly string[],
): string | undefined {
	const known = new Set(awaiting);
	const whole = ids.find((id) => known.has(id));
	if (whole !== undefined) return whole;
	const begins = awaiting.filter((id) =>
		ids.some((part) => part.length >= shortestPart && id.startsWith(part)),
	);
	return begins.length === 1 ? begins[0] : undefined;
}

// Which ends of tasks have been reported already: the API repeats a callback that was not answered.

/**
 * What is saved with a workflow: for each stretch of time, named by its number, the marks of the ends
 * that were reported in it, one after the other. n8n writes all of it whenever some of it changes, so it
 * is kept small. Whatever it holds is parsed before use.
 */
export type SavedReports = Record<string, unknown>;

const minute = 60_000;
/**
 * How long an end is remembered, in ms: the API tries a callback four times, and is said to wait up to 20
 * minutes for each answer.
 */
const rememberedMs = 120 * minute;
/** How long a stretch of time is, in ms. */
const stretchMs = 10 * minute;
const stretches = rememberedMs / stretchMs;
/** How many ends a process remembers, of all nodes together. */
const mostHere = 50_000;
/** How many are saved with a workflow: 16 kB. */
const mostSaved = 2_000;

/** A mark has 48 bits: among two thousand, a wrong match in a hundred thousand million. */
const markLength = 8;
const markOf = (end: string) =>
	createHash('sha256').update(end).digest('base64url').slice(0, markLength);

const isMarks = z.string().regex(/^([\w-]{8})*$/);

/** Remembers the ends that were reported by all nodes of this process. */
export const createReportMemory = () => new Cache<true>({ most: mostHere, keptMs: rememberedMs });

/** The marks that still count, the oldest stretch first. */
function recentMarks(saved: SavedReports, now: number): Array<[stretch: number, marks: string]> {
	const present = Math.floor(now / stretchMs);
	return Object.entries(saved)
		.flatMap(([name, value]): Array<[number, string]> => {
			const marks = isMarks.safeParse(value);
			const isNear = Math.abs(Number(name) - present) <= stretches;
			return marks.success && /^\d{1,12}$/.test(name) && isNear ? [[Number(name), marks.data]] : [];
		})
		.sort(([a], [b]) => a - b);
}

function hasMark(marks: string, mark: string): boolean {
	for (let at = marks.indexOf(mark); at !== -1; at = marks.indexOf(mark, at + 1)) {
		if (at % markLength === 0) return true;
	}
	return false;
}

/** Whether an end is new to what is saved with a workflow, into which it is entered. */
function isNewToSaved(saved: SavedReports, mark: string, now: number): boolean {
	const recent = recentMarks(saved, now);
	if (recent.some(([, marks]) => hasMark(marks, mark))) return false;
	const kept = new Map(recent);
	const present = Math.floor(now / stretchMs);
	kept.set(present, `${kept.get(present) ?? ''}${mark}`);
	let surplus = [...kept.values()].join('').length / markLength - mostSaved;
	for (const [stretch, marks] of kept) {
		if (surplus <= 0) break;
		kept.set(stretch, marks.slice(surplus * markLength));
		surplus -= marks.length / markLength;
	}
	for (const name of Object.keys(saved)) {
		if (!kept.get(Number(name))) delete saved[name];
	}
	for (const [stretch, marks] of kept) {
		if (marks !== '' && saved[stretch] !== marks) saved[stretch] = marks;
	}
	return true;
}

/**
 * Enters the end of a task.
 * @param here what this process remembers
 * @param saved what is saved with the workflow, for other processes and for after a restart
 * @param node tells whose report it is
 * @param end the task and how it ended
 * @param now in ms since the epoch
 * @returns whether it is new to both
 */
export function isNewReport(
	{ here, saved }: { here: Cache<true>; saved: SavedReports },
	node: string,
	end: string,
	now: number,
): boolean {
	const mark = markOf(end);
	const key = `${node} ${mark}`;
	const isKnownHere = here.get(key, now) !== undefined;
	if (!isKnownHere) here.set(key, true, now);
	return isNewToSaved(saved, mark, now) && !isKnownHere;
}
