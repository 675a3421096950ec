/** The files of a finished task: which addresses may be fetched, and what the files are called. */
import type { Prediction } from './task';

/**
 * Whether an output may be fetched: https only, or http too when the API itself is on this machine.
 */
export function mayDownload(url: string, allowsHttp: boolean): boolean {
	try {
		const { protocol } = new URL(url);
		return protocol === 'https:' || (allowsHttp && protocol === 'http:');
	} catch {
		return false;
	}
}

/** Where a redirect leads; undefined when its address is none. */
export function redirectTarget(location: string, from: string): string | undefined {
	try {
		return new URL(location, from).href;
	} catch {
		return undefined;
	}
}

/** What a name is made of besides the task. */
export interface NameParts {
	/** A name that a person gave, with or without extension. */
	readonly given?: string;
	/** The output's place in the task; 0 for the first, which has no number in its name. */
	readonly index: number;
	/** Of what the bytes are, without dot. */
	readonly extension: string;
}

/** In bytes of UTF-8, the extension not counted: file systems take 255 of them. */
const longestName = 200;

/** What Windows takes for a device, whatever follows behind a dot. */
const device = /^(?:con|prn|aux|nul|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?=\.|$)/i;

/** A text's beginning of so many bytes, in whole characters. */
function beginning(text: string, mostBytes: number): string {
	let left = mostBytes;
	const kept = Array.from(text).slice(0, mostBytes);
	return kept.filter((character) => (left -= Buffer.byteLength(character)) >= 0).join('');
}

/** Endings that a person means as an extension, where "v1.5" has none. */
const ending = /\.(mp4|m4v|mov|webm|mkv|avi|png|jpe?g|gif|webp|mp3|m4a|wav|ogg)$/i;

/** Turns text into a name that any system takes as one file in one folder; may leave nothing. */
function asName(text: string): string {
	const flat = text
		// Separators of folders, and what Windows does not take.
		.replace(/[/\\:*?"<>|]+/g, '-')
		// Control characters, and those that turn the direction of writing.
		.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
		.trim()
		.replace(ending, '');
	return beginning(flat, longestName)
		.replace(/^[.\s-]+|[.\s]+$/g, '')
		.replace(device, '$&_');
}

/** "seedance-2.5-text-to-video-0a1b…": tells model and task apart. */
function taskName({ model, id }: Prediction): string {
	const name = `${(model ?? 'seedance').replace(/^bytedance\//, '')}-${id}`;
	return name.replace(/[^\w.-]+/g, '-').replace(/\.{2,}/g, '.');
}

/** The name of an output's file: the given one if it is of use, else one from model and task id. */
export function fileName(prediction: Prediction, { given = '', index, extension }: NameParts) {
	const name = asName(given) || taskName(prediction);
	return `${name}${index === 0 ? '' : `-${index}`}.${extension}`;
}

/** The binary field of an output: "data", "data_1", "data_2", … */
export const outputField = (field: string, index: number) =>
	index === 0 ? field : `${field}_${index}`;
