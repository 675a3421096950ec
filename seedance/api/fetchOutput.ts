/** Interprets the answers of output downloads: whether the file may be kept, and if not, why. */
import { fileType } from '../media/fileType';
import type { FileTypeName } from '../media/fileType';
import { mediaUrlFinding } from '../media/source';
import { startWalk, walks } from '../media/walk';
import type { Walker } from '../media/walk';
import { isPublicHost } from '../publicHost';
import type { Result } from '../result';
import type { Failure } from './http';
import { isTransient } from './reply';
import type { Task } from './task';

// The files of a finished task: their URLs and names.

/** Whether an output may be downloaded: https, or http when the API itself is on this machine. */
export function mayDownload(url: string, allowsHttp: boolean): boolean {
	try {
		const { protocol } = new URL(url);
		return protocol === 'https:' || (allowsHttp && protocol === 'http:');
	} catch {
		return false;
	}
}

/** The target of a redirect; undefined when it isn't a URL. */
export function redirectTarget(location: string, from: string): string | undefined {
	try {
		return new URL(location, from).href;
	} catch {
		return undefined;
	}
}

/** The parts of a file name other than the task. */
export interface NameParts {
	/** A person's name for the file, with or without extension. */
	readonly given?: string;
	/** Which video of its item it is; the first, 0, has no number in a given name. */
	readonly copy?: number;
	/** The output's index in the task; the first, 0, has no number in its name. */
	readonly index: number;
	/** The extension of the real type, without a dot. */
	readonly extension: string;
}

/** In bytes of UTF-8 without the extension. File systems allow 255. */
const longestName = 200;

/** Device names on Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?=\.|$)/i;

/** Truncates a text to so many bytes, without cutting characters. */
function beginning(text: string, mostBytes: number): string {
	let left = mostBytes;
	const characters = Array.from(text);
	return characters.filter((character) => (left -= Buffer.byteLength(character)) >= 0).join('');
}

/** Endings that are extensions, unlike that of "v1.5". */
const ending = /\.(mp4|m4v|mov|webm|mkv|avi|png|jpe?g|gif|webp|mp3|m4a|wav|ogg)$/i;

/** Converts text to a file name that is valid on any system; it may be empty. */
function asName(text: string): string {
	const flat = text
		// Path separators, and characters that Windows doesn't allow.
		.replace(/[/\\:*?"<>|]+/g, '-')
		// Control characters, including bidirectional ones.
		.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
		.trim()
		.replace(ending, '');
	return beginning(flat, longestName)
		.replace(/^[.\s-]+|[.\s]+$/g, '')
		.replace(device, '$&_');
}

/** A name from model and task ID, such as "seedance-2.5-text-to-video-0a1b…". */
function taskName({ model, id }: Task): string {
	const name = `${(model ?? 'seedance').replace(/^bytedance\//, '')}-${id}`;
	return name.replace(/[^\w.-]+/g, '-').replace(/\.{2,}/g, '.');
}

/** The name of an output's file: the given one if it's usable, else one from model and task ID. */
export function fileName(task: Task, { given = '', copy = 0, index, extension }: NameParts) {
	const own = asName(given) && `${asName(given)}${copy === 0 ? '' : `-${copy + 1}`}`;
	const name = own || taskName(task);
	return `${name}${index === 0 ? '' : `-${index}`}.${extension}`;
}

/** The binary field of an output: "data", "data_1", "data_2", … */
export const outputField = (field: string, index: number) =>
	index === 0 ? field : `${field}_${index}`;

/** Why a download has failed. */
export interface Finding {
	/** Full sentences. */
	readonly detail: string;
	/** Whether a retry may succeed. */
	readonly mayPass: boolean;
}

/** The most tries of a download with transient failures. */
export const mostTries = 3;

/** The pauses after the first and the second try, in ms. */
export const pausesMs: readonly number[] = [1_000, 3_000];

/** How many redirects are followed. */
export const mostRedirects = 5;

/** How long a connection may be silent, in ms. */
export const longestSilenceMs = 60_000;

const bytesPerMb = 1024 * 1024;

/**
 * The largest file in n8n's in-memory binary mode, in bytes. n8n holds the whole file, and again as
 * Base64 in the execution's data (docs/internals/n8n.md#binary-data).
 */
export const memoryLimit = 100 * bytesPerMb;

export const toBytes = (megabytes: number) => megabytes * bytesPerMb;

const lasting = (detail: string): Finding => ({ detail, mayPass: false });
const passing = (detail: string): Finding => ({ detail, mayPass: true });

export const noOutput = lasting('WaveSpeedAI returned no file.');
const notHttps = lasting("Its link isn't an https:// URL.");
const leavesHttps = lasting("Its link redirects to a URL that isn't https://.");
export const redirectedTooOften = lasting(`Its link redirects more than ${mostRedirects} times.`);
export const wasStopped = lasting('The execution was stopped.');
export const wentSilent = passing(`The download stalled for ${longestSilenceMs / 1000} seconds.`);

/**
 * Why a URL must not be requested, if there is a reason.
 * @param from the URL that redirects to it; undefined for the first one
 */
export type Objection = (url: string, from?: string) => Finding | undefined;

/** Whether a URL is in a private network, judging by the URL alone. */
const isPrivate = (url: string) => !isPublicHost(new URL(url).hostname);

/**
 * Why an output must not be downloaded: it isn't https, or a redirect leads from the internet into
 * a private network.
 * @param isLocal whether the API, and so perhaps its outputs, are on this machine
 */
export function outputObjection(url: string, isLocal: boolean, from?: string): Finding | undefined {
	if (!mayDownload(url, isLocal)) return from === undefined ? notHttps : leavesHttps;
	if (isLocal || from === undefined || isPrivate(from) || !isPrivate(url)) return undefined;
	return lasting(`Its link redirects into a private network: ${new URL(url).host}.`);
}

/** The finding for an answer's status; undefined when a file follows. */
export function checkStatus(status: number): Finding | undefined {
	// 204 and 205 have no body, and 206 wasn't requested.
	if (status >= 200 && status <= 203) return undefined;
	if (status === 403 || status === 404 || status === 410) {
		// Outputs are kept for 7 days (docs/internals/api.md#retention).
		return lasting(
			`Its link has expired or the file was removed: links work for 7 days (HTTP ${status}).`,
		);
	}
	return {
		detail: `The server of the file answered with HTTP ${status}.`,
		mayPass: isTransient(status),
	};
}

/** The type of a file, by its bytes. */
export interface FileKind {
	readonly mimeType: string;
	/** Without dot. */
	readonly extension: string;
	/** The type's name, if it's known. */
	readonly name?: FileTypeName;
}

/**
 * Starts a check whether a file of this kind is complete. Some servers end an answer normally in
 * the middle of a file, with a wrong length or without any.
 */
export function startWholeCheck({ name }: FileKind): Walker<boolean> | undefined {
	const walk = name && walks[name];
	return walk && startWalk(walk());
}

/**
 * Checks a file by its first bytes. The answer's content type doesn't count.
 * @param head empty when the file is
 */
export function checkHead(head: Uint8Array): Result<FileKind, Finding> {
	const refused = (detail: string) => ({ ok: false, problem: lasting(detail) }) as const;
	if (head.length === 0) return refused('The file is empty.');
	const type = fileType(head);
	if (type === undefined) return refused("The file isn't a video.");
	// The same nodes read tasks of models that make images or audio.
	if (type.kind !== 'other') return { ok: true, value: type };
	return refused(
		type.name === 'HTML'
			? 'The link leads to a web page, not a video. A proxy or firewall may be in the way.'
			: `The file isn't a video: its type is ${type.name}.`,
	);
}

const whole = (bytes: number) => Math.ceil(bytes / bytesPerMb);
const exact = (bytes: number) => (bytes / bytesPerMb).toFixed(2);

/** @param size of the file in bytes; undefined when it's only known to be above the limit */
export function tooLarge(limit: number, size?: number): Finding {
	const allowed = Number((limit / bytesPerMb).toFixed(3));
	const has = size === undefined ? '' : ` of ${whole(size)} MB`;
	return lasting(
		`The file${has} is larger than Options → File → Max File Size (MB) allows: ${allowed} MB.`,
	);
}

/** Interprets the answers of a download. */
export interface FetchChecks {
	readonly status: typeof checkStatus;
	/** By the first bytes, which are empty when the file is. */
	readonly head: typeof checkHead;
	readonly tooLarge: typeof tooLarge;
}

/** Interprets the answers of output downloads. */
export const outputChecks: FetchChecks = { status: checkStatus, head: checkHead, tooLarge };

/** The finding for a file that is too large for n8n's in-memory mode. */
export function tooLargeForMemory(size?: number): Finding {
	const has = size === undefined ? '' : ` of ${whole(size)} MB`;
	return lasting(
		`The file${has} is too large for this n8n, which keeps files in memory: ${whole(memoryLimit)} MB is the most. Use Return → Video URL, or ask whoever runs your n8n to set N8N_DEFAULT_BINARY_DATA_MODE=filesystem.`,
	);
}

/** The finding for a download without an answer. */
export function noAnswer({ code, phase }: Failure): Finding {
	return phase === 'tls'
		? lasting(`Couldn't make a secure connection to the server of the file (${code}).`)
		: passing(`The server of the file didn't answer (${code}).`);
}

/** @param promised the answer's Content-Length, in bytes */
export function brokeOff(code: string, got: number, promised: number | undefined): Finding {
	const of = promised === undefined ? '' : ` of ${exact(promised)}`;
	return passing(`The connection was lost after ${exact(got)}${of} MB (${code}).`);
}

/** The finding for an answer that ended normally in the middle of a file. */
export const endedEarly = (got: number): Finding =>
	passing(`The file is incomplete: it ended after ${exact(got)} MB.`);

/** @param said n8n's own message */
export function notStored(said: string): Finding {
	return lasting(`n8n couldn't store the file: ${said.trim().replace(/\.*$/, '.')}`);
}

/** The same finding after all tries. */
export const afterAllTries = ({ detail, mayPass }: Finding): Finding => ({
	detail: `${detail} We tried ${mostTries} times.`,
	mayPass,
});

// Interprets answers when media that a person gave as a URL are downloaded.

/** HTTP 203 means that a proxy has compressed or converted the file. */
const changedOnItsWay = 203;

/**
 * Why a URL, or a redirect to it, must not be fetched. The same rules hold as for URLs that are
 * sent to the API.
 * @param options as for `mediaUrlFinding`
 */
export const mediaObjection =
	(options: { readonly allowsPrivate: boolean }): Objection =>
	(url, from) => {
		const found = mediaUrlFinding(url, options);
		if (found === undefined) return undefined;
		const what = found.got === undefined ? found.finding : `${found.finding} (got ${found.got})`;
		if (from === undefined) return lasting(`The URL ${what}`);
		const isFineElsewhere = mediaUrlFinding(url, { allowsPrivate: true }) === undefined;
		return lasting(
			isFineElsewhere
				? `It redirects into a private network: ${new URL(url).host}`
				: `It redirects to a URL that ${what}`,
		);
	};

const unknownKind: FileKind = { mimeType: 'application/octet-stream', extension: 'bin' };

/** Findings are sentences. The type of the file is checked after the download. */
export const mediaChecks: FetchChecks = {
	status: (status) => {
		if (status === 200 || status === changedOnItsWay) return undefined;
		return { detail: `Its server answered with HTTP ${status}`, mayPass: isTransient(status) };
	},
	head: (bytes) => ({ ok: true, value: fileType(bytes) ?? unknownKind }),
	tooLarge: (limit) => lasting(`It's larger than ${limit / toBytes(1)} MB`),
};
