/** Finds the message in an answer, wherever a service or a gateway puts it. */
import { asRecord, without } from '../zod';
import type { Fields } from '../zod';

/** The longest message of the API that is passed on, in characters. */
const mostSaid = 500;

/** The longest excerpt of an answer that couldn't be read, in characters. */
const mostKept = 2_000;

/** An excerpt of such an answer for a person; undefined when it's empty. */
export const excerptOf = (text: string): string | undefined => cut(text, mostKept) || undefined;

/** How deep messages are searched for, and how many entries of a list are used. */
const deepest = 4;
const mostEntries = 5;

/** A text on one line, truncated to so many characters. */
export function cut(text: string, most = mostSaid): string {
	const line = Array.from(
		text
			.slice(0, most * 8)
			.replace(/\p{Cc}\[\d[\d;]*m/gu, '')
			// This includes bidirectional control characters and lone surrogates.
			.replace(/[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
			.trim(),
	);
	return line.length > most ? `${line.slice(0, most - 1).join('')}…` : line.join('');
}

/** Fields that may hold a message, most reliable first. */
const wordKeys: readonly string[] = [
	'message',
	'msg',
	'error',
	'detail',
	'details',
	'errors',
	'error_message',
	'error_description',
	'error_msg',
	'failure_reason',
	'fail_reason',
	'reason',
	'title',
	'description',
];

/** A symbolic error code, such as insufficient_credits. Numeric codes are read elsewhere. */
function labelOf({ error_code, code, type }: Fields) {
	const label = typeof error_code === 'string' ? cut(error_code, 60) : '';
	if (label !== '') return label;
	const names = [code, type].filter((name) => typeof name === 'string');
	return names.find((name) => /^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+$/i.test(name));
}

/**
 * The part of the request that an error is about, in the format of FastAPI and others: ["body",
 * "duration"]. Empty when there is none.
 */
function placeOf({ loc, field, param }: Fields): string {
	const path: unknown[] = Array.isArray(loc) ? loc : [field ?? param];
	const names = path.filter((part) => typeof part === 'string' || typeof part === 'number');
	return cut(names.filter((part, i) => i > 0 || part !== 'body').join('.'), 60);
}

function inRecord(record: Fields, depth: number): string | undefined {
	for (const key of wordKeys) {
		const words = wordsAt(record[key], depth + 1);
		if (words === undefined) continue;
		const place = placeOf(record);
		const label = labelOf(record);
		const told = words.includes(place) ? words : `${place}: ${words}`;
		return label === undefined || told.includes(`[${label}]`) ? told : `${told} [${label}]`;
	}
	if (depth === 0) return undefined;
	// In {"duration": ["must be 5 or 10"]} the keys are fields.
	const fields = Object.entries(record).slice(0, mostEntries);
	const told = fields.flatMap(([name, value]) => {
		const isWords = typeof value === 'string' || Array.isArray(value);
		const words = isWords && name !== 'code' ? wordsAt(value, depth + 1) : undefined;
		return words === undefined ? [] : [`${cut(name, 60)}: ${words}`];
	});
	return told.join('; ') || labelOf(record);
}

function wordsAt(value: unknown, depth: number): string | undefined {
	if (typeof value === 'string') return cut(value) || undefined;
	if (depth > deepest) return undefined;
	if (Array.isArray(value)) {
		const entries: unknown[] = value.slice(0, mostEntries);
		const told = entries.flatMap((entry) => wordsAt(entry, depth + 1) ?? []);
		return told.join('; ') || undefined;
	}
	const record = asRecord(value);
	return record && inRecord(record, depth);
}

/**
 * Finds the message in an answer or a part of it: a string, a list of strings, or an object with
 * `message`, `msg`, `error`, `detail`, `errors` or the like, as deep as services nest them.
 * @returns at most `mostSaid` characters on one line; undefined when there is none
 */
export function wordsOf(value: unknown): string | undefined {
	const words = wordsAt(value, 0);
	return words === undefined ? undefined : cut(words);
}

// Recognises missing credits by the API's wording.

const money = '(?:credits?|balances?|funds?)';
/**
 * Up to two words or separators between, as in "insufficient account balance" or
 * "insufficient_credits".
 */
const between = '[\\s_-]+(?:\\w+[\\s_-]+){0,2}?';
const lacking =
	'(?:insufficient|not[\\s_-]+(?:have[\\s_-]+)?(?:enough|sufficient)|too[\\s_-]+(?:few|little|low)|out[\\s_-]+of|no[\\s_-]+(?:more|remaining))';
const gone =
	'(?:insufficient|not[\\s_-]+(?:enough|sufficient)|too[\\s_-]+(?:low|little|few)|low|exhausted|depleted|used[\\s_-]+up|(?:run|ran)[\\s_-]+out|negative|zero)';

const signs: readonly RegExp[] = [
	/(?:^|[^a-z])(?:no[\s_-]+credits?[\s_-]+(?:left|remaining)|not[\s_-]+enough[\s_-]+money)(?![a-z])/i,
	/\b(?:recharge[\s_-]+(?:your|the)|add[\s_-]+(?:more[\s_-]+)?(?:funds|credits)|payment[\s_-]+required|overdue[\s_-]+balance|in arrears)\b/i,
	/\bbalance:? \S{1,20} required\b|\bquota\b.{1,60}\bbilling\b|余额不足|欠费/i,
	new RegExp(`(?:^|[^a-z])${lacking}${between}${money}(?![a-z])`, 'i'),
	new RegExp(
		`(?:^|[^a-z])${money}[\\s_-]+(?:(?:is|are|was|has|have|been|account|left|currently)[\\s_-]+){0,3}${gone}(?![a-z])`,
		'i',
	),
	/\btop(?:ping)?[ _-]?up\b/i,
];

/**
 * Whether a message of the API says that the account lacks credits. No HTTP status is reliable
 * (docs/internals/api.md#http-errors): it comes with HTTP 400 or the task code 1407, in several wordings: "Insufficient credits", "insufficient_credits", "your
 * balance is too low", "balance is not sufficient", "please top up".
 */
export const isAboutCredits = (text: string): boolean => signs.some((sign) => sign.test(text));

// Finds task IDs in answers (docs/internals/api.md#task-object). Examples have 32 hex digits, but
// others are possible.

/** In characters. */
const longestId = 256;

/** Texts that JavaScript makes of missing values. */
const written = /^(?:null|undefined|nan|none|\[object object\])$/i;

/** An ID must have a visible character, or nobody could enter it. */
const visible = /[^\s\p{Cf}\u2800\u3164]/u;

/**
 * Reads a task ID from a string, an integer, or a task's URL. Any characters are allowed, because
 * the ID is encoded in URLs, except "..", which could lead to another route even then.
 * @returns undefined when the result route can't be asked for it
 */
export function readTaskId(value: unknown): string | undefined {
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
	}
	if (typeof value !== 'string') return undefined;
	const id = value.trim();
	if (/^https?:\/\//i.test(id)) return taskIdInUrl(id);
	if (id.length > longestId || /(?:^|[/\\])\.{1,2}(?:[/\\]|$)/.test(id)) return undefined;
	if (!visible.test(id)) return undefined;
	// Control characters, line breaks and lone surrogates can't be in a URL.
	return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(id) || written.test(id) ? undefined : id;
}

const idKeys: readonly string[] = [
	'id',
	'_id',
	'task_id',
	'taskId',
	'prediction_id',
	'predictionId',
	'job_id',
	'jobId',
	'generation_id',
];

/** The fields of answers that hold a task's URLs. */
const urlKeys: readonly string[] = ['urls', 'get_url', 'result_url', 'status_url', 'poll_url'];

/** The ID in a task's URL: …/predictions/{id}/result. */
export function taskIdInUrl(url: unknown): string | undefined {
	if (typeof url !== 'string') return undefined;
	const encoded = /\/predictions\/([^/?#\s]{1,768})/.exec(url)?.[1] ?? '';
	if (encoded === 'delete') return undefined;
	try {
		return readTaskId(decodeURIComponent(encoded));
	} catch {
		return undefined;
	}
}

function idInUrls(value: unknown): string | undefined {
	const record = asRecord(value);
	if (record === undefined) return taskIdInUrl(value);
	for (const url of [record.get, record.result, ...Object.values(record)]) {
		const id = taskIdInUrl(url);
		if (id !== undefined) return id;
	}
	return undefined;
}

/** The task ID in an object, from its own fields or from a URL; undefined when there is none. */
export function taskIdIn(record: Fields): string | undefined {
	for (const key of idKeys) {
		const id = readTaskId(record[key]);
		if (id !== undefined) return id;
	}
	for (const key of urlKeys) {
		const id = idInUrls(record[key]);
		if (id !== undefined) return id;
	}
	return undefined;
}

/** Fields that may wrap a task. */
const wrappers: readonly string[] = ['prediction', 'task', 'data', 'result', 'response', 'job'];
const deepestWrapper = 4;

/** Parses a string that is a JSON object or list; undefined for other strings. */
export function parsedText(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** An object with a task ID. */
export interface LocatedTask {
	readonly id: string;
	readonly fields: Fields;
}

/**
 * Finds the object with the task ID: the value itself, JSON in a string, or the content of a
 * wrapper such as {"prediction": …}. Lists aren't searched, because their entries may be other
 * tasks.
 */
export function locateTask(value: unknown, depth = 0): LocatedTask | undefined {
	if (depth > deepestWrapper) return undefined;
	if (typeof value === 'string') return locateTask(parsedText(value), depth + 1);
	const fields = asRecord(value);
	if (fields === undefined) return undefined;
	const id = taskIdIn(fields);
	if (id !== undefined) return { id, fields };
	for (const wrapper of wrappers) {
		const inner = locateTask(fields[wrapper], depth + 1);
		if (inner === undefined) continue;
		// Fields around the wrapper belong to the task too, as in {"status": "created", "task": {"id":
		// …}}, except those of an envelope.
		const beside = without(fields, wrapper, 'code', 'message');
		return { id: inner.id, fields: { ...beside, ...inner.fields } };
	}
	return undefined;
}

/** The data of an answer about one task, which some services put into a list. */
export const onlyEntry = (data: unknown): unknown =>
	Array.isArray(data) && data.length === 1 ? (data[0] as unknown) : data;
