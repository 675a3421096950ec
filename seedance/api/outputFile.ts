/** The files of a finished task: their URLs and names. */
import type { Task } from './task';

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
	const kept = Array.from(text).slice(0, mostBytes);
	return kept.filter((character) => (left -= Buffer.byteLength(character)) >= 0).join('');
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
export function fileName(task: Task, { given = '', index, extension }: NameParts) {
	const name = asName(given) || taskName(task);
	return `${name}${index === 0 ? '' : `-${index}`}.${extension}`;
}

/** The binary field of an output: "data", "data_1", "data_2", … */
export const outputField = (field: string, index: number) =>
	index === 0 ? field : `${field}_${index}`;
