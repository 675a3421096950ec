/** The API wraps its answers in {code, message, data}; some come bare (reference §0.1). */
import type { ApiReply } from './http';
import { asRecord, lenient, wholeNumber, without } from './lenient';
import type { Fields } from './lenient';
import { locateTask, taskIdIn } from './taskId';
import { cut, wordsOf } from './words';

const codeSchema = lenient(wholeNumber);

export interface Opened {
	/** The envelope's code, or undefined when there is none (or 0, which says nothing). */
	readonly code?: number;
	/** The API's own words, if any: "message [error_code]", at most 500 characters. */
	readonly message?: string;
	/** The unwrapped data, or the whole answer when it came bare; undefined when it is no JSON object. */
	readonly data?: unknown;
	readonly isJson: boolean;
}

/** In characters: beyond it no number of an answer is an id. */
const longestWithIds = 1_000_000;
/** A whole number that JavaScript would round. */
const bigNumber = /[[:,]\s*\d{16,}\s*[\],}]/;
/** A text, which is left as it is, or a number. */
const textOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with the big whole numbers as texts: an id of 20 digits must not lose its last ones. */
function withBigNumbersAsText(json: string): string {
	if (json.length > longestWithIds || !bigNumber.test(json)) return json;
	return json.replace(textOrNumber, (part) =>
		/^\d{16,}$/.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part,
	);
}

function parseJson(json: string): unknown {
	try {
		return JSON.parse(withBigNumbersAsText(json));
	} catch {
		return undefined;
	}
}

/** The words of an answer, and those of its data where the answer itself only says that it failed. */
function messageOf(answer: Fields, data: unknown, code: number | undefined): string | undefined {
	const outer = wordsOf(answer);
	const isFine = code !== undefined && code >= 200 && code < 300;
	if (outer !== undefined && isFine) return outer;
	const inner = locateTask(data) === undefined ? wordsOf(data) : undefined;
	if (outer === undefined || inner === undefined || outer.includes(inner)) return outer ?? inner;
	return cut(`${outer}: ${inner}`);
}

/** The data of an envelope, with an id that stands beside it. */
function dataOf(answer: Fields): unknown {
	const { data } = answer;
	const beside = without(answer, 'data', 'code', 'message');
	if (locateTask(data) !== undefined || taskIdIn(beside) === undefined) return data;
	const fields = asRecord(data);
	if (fields !== undefined) return { ...beside, ...fields };
	return data === undefined || data === null ? beside : data;
}

/** In characters: what is longer is no message. */
const longestPlain = 2_000;

/** The words of an answer that is a plain text, or a text in JSON: no markup, no spoilt JSON, no bytes. */
function plainWords(text: unknown): Pick<Opened, 'message'> {
	const isWords =
		typeof text === 'string' &&
		text.length <= longestPlain &&
		!text.includes('\ufffd') &&
		!text.includes('\0') &&
		!/^\s*[<[{]/.test(text);
	const words = isWords && /\p{L}\s+\S|\P{ASCII}/u.test(text) ? wordsOf(text) : undefined;
	return words === undefined ? {} : { message: words };
}

/** Opens an answer's text. Never throws. */
export function openEnvelope(body: string): Opened {
	const json = parseJson(body);
	if (typeof json !== 'object' || json === null)
		return { isJson: false, ...plainWords(json ?? body) };
	const answer = asRecord(json);
	if (answer === undefined) {
		const words = wordsOf(json);
		return { isJson: true, data: json, ...(words !== undefined && { message: words }) };
	}
	const found = codeSchema.parse(answer.code);
	const code = found !== undefined && found > 0 ? found : undefined;
	const message = messageOf(answer, answer.data, code);
	const words = message !== undefined && { message };
	// A bare prediction may carry a code of its own (the task's), so an id without data is no envelope.
	const isBare = !('data' in answer) && (code === undefined || locateTask(answer) !== undefined);
	if (isBare) return { isJson: true, data: json, ...words };
	return { isJson: true, data: dataOf(answer), ...(code !== undefined && { code }), ...words };
}

const pageStart =
	/^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|title)\b/i;

/**
 * Whether an answer is a web page: then a proxy, a firewall or a login page wrote it, and its status
 * says nothing of the API, the key or the request.
 */
export function isWebPage({ headers, text }: Extract<ApiReply, { kind: 'answer' }>): boolean {
	const start = text.slice(0, 2_000).replace(/^\ufeff/, '');
	if (start.trim() === '' || /^\s*[[{]/.test(start)) return false;
	// How Cloudflare says it to clients that want no page.
	if (/^error code: \d{3,4}\s*$/.test(start)) return true;
	return pageStart.test(start) || /\btext\/html\b|\bxhtml\b/i.test(headers['content-type'] ?? '');
}
