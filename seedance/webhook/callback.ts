/** Verifies and parses callbacks, which anybody can send. */
import { createHash } from 'crypto';
import { parseTask } from '../api/task';
import type { Task } from '../api/task';
import { Cache } from '../time';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { checkTaskId } from '../request/listQuery';
import { z } from '../zod';
import type { SecretSource } from './secret';
import { couldBeSigned, isSignedWith } from './signature';
import type { SignedParts } from './signature';

/** A request that claims to be a callback of the API. */
export interface Delivery {
	/** Names in lower case; values as Node gives them. */
	readonly headers: Readonly<Record<string, unknown>>;
	/** The raw bytes; undefined when there are none. */
	readonly body: Uint8Array | undefined;
}

export type CallbackCheck =
	/**
	 * Signed by the API just now. The task's state in it is only a hint and must be read from the
	 * API.
	 */
	| {
			readonly kind: 'genuine';
			/** With the first of its IDs. */
			readonly task: Task;
			/** The possible IDs of its task, most likely first; at least one. */
			readonly ids: readonly string[];
			readonly secret: string;
	  }
	/** It isn't a callback. */
	| { readonly kind: 'malformed' }
	/** The API hasn't signed it. */
	| { readonly kind: 'unauthorized' }
	/** It can't be verified, because the secret isn't available. */
	| { readonly kind: 'noSecret'; readonly problem: Problem };

/**
 * The largest body, in bytes. A callback has a few hundred, and the inputs: two images of 10 MB as
 * data URIs are 27 MB. n8n's own limit is 16 MiB unless N8N_PAYLOAD_SIZE_MAX is set.
 */
export const largestBody = 64 * 1024 * 1024;

/** The shortest truncated ID that still identifies a task, in characters. */
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
 * The ID in the task's URL in a callback, which is longer than the body's ID in the vendor's
 * example (docs/internals/api.md#task-object). The URL itself is never requested, because that
 * would send the key wherever it leads.
 */
function idInAddress(raw: unknown): string | undefined {
	const address = withAddress.safeParse(raw).data?.urls.get ?? '';
	const [path = ''] = address.split(/[?#]/);
	const parts = path.split('/').filter((part) => part !== '' && part !== 'result');
	const last = parts.slice(1).at(-1) ?? '';
	// If the ID is encoded in the URL, the body's is better.
	return /^[\w-]+$/.test(last) ? last : undefined;
}

const isId = (id: string | undefined): id is string => {
	const check = checkTaskId(id);
	return check.ok && check.value === id;
};

function parsedBody(body: Uint8Array, withoutKey: (text: string) => string): unknown {
	try {
		const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
		return JSON.parse(withoutKey(text.replace(/^\ufeff/, '')));
	} catch {
		return undefined;
	}
}

/** The task in a callback's body, which has no envelope (docs/internals/api.md#callbacks). */
function taskIn(
	json: unknown,
): Pick<Extract<CallbackCheck, { kind: 'genuine' }>, 'task' | 'ids'> | undefined {
	const task = parseTask(json, 'unknown');
	if (task === undefined) return undefined;
	const ids = [...new Set([idInAddress(json), task.id].filter(isId))];
	const [id] = ids;
	return id === undefined ? undefined : { task: { ...task, id }, ids };
}

async function quietly<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await ask();
	} catch {
		return undefined;
	}
}

/** The secret that signed a callback, or why it isn't accepted. */
async function verify(
	parts: SignedParts,
	secrets: SecretSource,
	now: number,
): Promise<
	| { readonly kind: 'verified'; readonly secret: string }
	| Extract<CallbackCheck, { kind: 'unauthorized' | 'noSecret' }>
> {
	const current = await quietly(() => secrets.current());
	if (current?.ok !== true) {
		return { kind: 'noSecret', problem: current?.problem ?? problem('webhookSecretUnavailable') };
	}
	if (isSignedWith(current.value, parts, now)) {
		return { kind: 'verified', secret: current.value };
	}
	// The secret may have changed since it was read.
	const renewed = await quietly(() => secrets.renewed());
	return renewed?.ok === true && isSignedWith(renewed.value, parts, now)
		? { kind: 'verified', secret: renewed.value }
		: { kind: 'unauthorized' };
}

/**
 * Verifies a request that claims to be a callback, cheap checks first. Never throws.
 * @param now in ms since the epoch
 * @param withoutKey removes the user's key from a verified body
 */
export async function verifyCallback(
	{ headers, body }: Delivery,
	secrets: SecretSource,
	now: number,
	withoutKey: (text: string) => string = (text) => text,
): Promise<CallbackCheck> {
	if (body === undefined || body.byteLength === 0 || body.byteLength > largestBody) {
		return { kind: 'malformed' };
	}
	if (!jsonType.safeParse(headers).success) return { kind: 'malformed' };
	const signed = signedHeaders.safeParse(headers);
	// The secret isn't requested for a call that can't be a valid one.
	if (!signed.success || !couldBeSigned(signed.data, now)) return { kind: 'unauthorized' };
	const verified = await verify({ ...signed.data, body }, secrets, now);
	if (verified.kind !== 'verified') return verified;
	const told = taskIn(parsedBody(body, withoutKey));
	if (told === undefined) return { kind: 'malformed' };
	return { kind: 'genuine', ...told, secret: verified.secret };
}

/** The awaited task that a callback is about. A truncated ID matches the full one. */
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

// Remembers which ended tasks were reported, because the API repeats unanswered callbacks
// (docs/internals/api.md#callback-retries).

/**
 * The reports that are saved with a workflow: for each numbered period, the concatenated marks of
 * the reported ends. n8n rewrites all of it with every change, so it's kept small. It's parsed
 * before use.
 */
export type SavedReports = Record<string, unknown>;

const minute = 60_000;
/**
 * How long an end is remembered, in ms. The API sends a callback up to four times, and may wait 20
 * minutes for each answer.
 */
const rememberedMs = 120 * minute;
/** The length of a period, in ms. */
const stretchMs = 10 * minute;
const stretches = rememberedMs / stretchMs;
/** The most ends that a process remembers, for all nodes together. */
const mostHere = 50_000;
/** The most ends that are saved with a workflow: 16 kB. */
const mostSaved = 2_000;

/** A mark has 48 bits, so among 2,000 marks a false match has a chance of about 1 in 10^11. */
const markLength = 8;
const markOf = (end: string) =>
	createHash('sha256').update(end).digest('base64url').slice(0, markLength);

const isMarks = z.string().regex(/^([\w-]{8})*$/);

/** Creates the memory of the ends that were reported in this process. */
export const createReportMemory = () => new Cache<true>({ most: mostHere, keptMs: rememberedMs });

/** A mark, and the name of the period in which its end was reported. */
type DatedMark = readonly [period: string, mark: string];

/** The marks that haven't expired, oldest period first, as numbered properties are listed. */
function recentMarks(saved: SavedReports, present: number): DatedMark[] {
	return Object.entries(saved).flatMap(([name, value]): DatedMark[] => {
		const marks = isMarks.safeParse(value);
		const period = Number(name);
		const isNear = Math.abs(period - present) <= stretches;
		if (!marks.success || !isNear || String(period) !== name) return [];
		return (marks.data.match(/.{8}/g) ?? []).map((mark) => [name, mark]);
	});
}

/** Adds an end to the saved reports, and returns whether it's new. */
function isNewToSaved(saved: SavedReports, mark: string, now: number): boolean {
	const present = Math.floor(now / stretchMs);
	const recent = recentMarks(saved, present);
	if (recent.some(([, known]) => known === mark)) return false;
	const kept = new Map<string, string>();
	for (const [period, one] of [...recent, [String(present), mark] as const].slice(-mostSaved)) {
		kept.set(period, `${kept.get(period) ?? ''}${one}`);
	}
	for (const name of Object.keys(saved)) {
		if (!kept.has(name)) delete saved[name];
	}
	for (const [period, marks] of kept) saved[period] = marks;
	return true;
}

/**
 * Records an ended task.
 * @param here the memory of this process
 * @param saved the reports that are saved with the workflow, for other processes and after a
 * restart
 * @param node identifies the reporting node
 * @param end the task and its status
 * @param now in ms since the epoch
 * @returns whether it's new to both
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
	// Stryker disable next-line BooleanLiteral: what counts is that there is a value.
	if (!isKnownHere) here.set(key, true, now);
	return isNewToSaved(saved, mark, now) && !isKnownHere;
}
