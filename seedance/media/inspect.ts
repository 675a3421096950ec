/** Reads a file once, from beginning to end, without holding it in memory. */
import { createHash } from 'crypto';
import { BMP } from 'image-size/types/bmp';
import { GIF } from 'image-size/types/gif';
import { PNG } from 'image-size/types/png';
import { TIFF } from 'image-size/types/tiff';
import { WEBP } from 'image-size/types/webp';
import { defined } from '../result';
import { fileType } from './fileType';
import type { FileType, FileTypeName, MediaFile, MediaFinding } from './fileType';
import { hasDuration, startWalk, walkDuration, walkJpeg, walks } from './walk';
import type { Anatomy, Walk, Walker } from './walk';

// Reads the size of an image from its header.

interface Pixels {
	readonly width: number;
	readonly height: number;
}

/**
 * The readers of each type. Types that no model allows have none, and neither has JPEG, whose size
 * can be beyond the first bytes and is read during the walk.
 */
const readers = new Map<FileTypeName, typeof PNG>([
	['BMP', BMP],
	['GIF', GIF],
	['PNG', PNG],
	['TIFF', TIFF],
	['WebP', WEBP],
]);

/**
 * @param head the first bytes of the file
 * @returns undefined when they don't say, which isn't a sign of damage
 */
function pixelsOf(type: FileTypeName, head: Uint8Array): Pixels | undefined {
	const reader = readers.get(type);
	if (reader === undefined) return undefined;
	try {
		if (!reader.validate(head)) return undefined;
		const { width, height } = reader.calculate(head);
		return Number.isSafeInteger(width) && Number.isSafeInteger(height)
			? { width, height }
			: undefined;
	} catch {
		// The file may still be a valid image that the library can't read.
		return undefined;
	}
}

// Recognises media files that were damaged on their way, and says what to do about it.

const readAsText: MediaFinding = {
	finding: 'was damaged by being read as text',
	advice:
		'In the node that gets it, choose the setting for files, such as Response Format: File in the HTTP Request node.',
};

const asBase64: MediaFinding = {
	finding: 'is Base64 text, not the file itself',
	advice:
		'Before this node, turn it into a file with Convert to File → Move Base64 String to File.',
};

const asNumbers: MediaFinding = {
	finding: 'is a list of bytes, not the file itself',
	advice:
		"In the Code node, create the file with await this.helpers.prepareBinaryData(buffer, 'photo.jpg', 'image/jpeg').",
};

/** U+FFFD in UTF-8, which replaces every byte that isn't text. */
const replacement = '\xef\xbf\xbd';

/**
 * The beginnings of a JPEG and a PNG that were read as Latin-1 and written as UTF-8, or lost a line
 * break.
 */
// eslint-disable-next-line no-control-regex
const recoded = /^(?:\xc3\xbf\xc3\x98\xc3\xbf|\xc2\x89PNG|\x89PNG(?!\r\n\x1a\n))/;

/**
 * The smallest share of replaced bytes. In a file that was read as text it's about a third, in the
 * metadata of an audio file much less.
 */
const leastShare = 0.1;

/** The share of replaced characters in a file, from 0 to 1. */
const shareReplaced = (head: string) =>
	((head.split(replacement).length - 1) * replacement.length) / Math.max(head.length, 1);

/** Whether a file was certainly re-encoded as text. */
const isRecoded = (head: string) =>
	recoded.test(head) ||
	head.slice(0, 16).includes(replacement) ||
	head.split(replacement, 5).length > 4;

const opening = /^(?:\xef\xbb\xbf)?[\s"']*(?:data:[^,]{0,500},\s*)?/i;

/** Whether Base64 digits decode to the beginning of a media file. */
function areMedia(digits: string): boolean {
	const plain = digits.slice(0, 2000).replace(/\\\/|\s+/g, (found) => (found === '\\/' ? '/' : ''));
	if (!/^[\w+/-]{16,}/.test(plain)) return false;
	const type = fileType(Buffer.from(plain, 'base64'));
	return type !== undefined && type.kind !== 'other';
}

/** A field of an API's answer with a file in Base64: "b64_json", "data", "image". */
const fieldInJson = /"[\w-]{1,40}"\s*:\s*"(?:data:[^,"]{0,500},)?([\w+/\\-]{40,2000})/g;

function isBase64(head: string): boolean {
	const [begin = ''] = opening.exec(head) ?? [];
	if (areMedia(head.slice(begin.length, begin.length + 2000))) return true;
	if (!/^\s*[[{]/.test(head)) return false;
	return [...head.matchAll(fieldInJson)].some(([, digits = '']) => areMedia(digits));
}

/** A Buffer as JSON, or its bytes as a list or an object. */
const bytesAsJson =
	/^\s*(?:\{\s*"type"\s*:\s*"Buffer"|\{\s*"0"\s*:\s*\d{1,3}\s*,\s*"1"\s*:\s*\d|\[?\s*\d{1,3}\s*(?:,\s*\d{1,3}\s*){15})/;
/** The hex digits of a JPEG, PNG, GIF or RIFF. */
const hexDigits = /^\s*(?:\\x|0x)?(?:ffd8ff|89504e470d0a|474946383|52494646)[\da-f]{6}/i;

/** In bytes. */
const glance = 4096;

/**
 * Says what happened to a damaged file.
 * @param head its first bytes
 * @param isSound whether it seems to be a complete media file
 * @returns undefined when that isn't known
 */
function mangledFinding(head: Uint8Array, isSound: boolean): MediaFinding | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
	const characters = bytes.toString('latin1');
	if (shareReplaced(characters) > leastShare) return readAsText;
	if (isSound) return undefined;
	if (isRecoded(characters)) return readAsText;
	const text = bytes.subarray(0, glance).toString('latin1');
	if (bytesAsJson.test(text) || hexDigits.test(text)) return asNumbers;
	return isBase64(text) ? asBase64 : undefined;
}

export interface Inspection {
	/** In bytes. For a file that is too large, only the bytes that were read count. */
	readonly size: number;
	/** Whether it has more bytes than allowed; reading stopped there. */
	readonly isTooLarge: boolean;
	/** Of all bytes, in hex; absent for a file that is too large. */
	readonly sha256?: string;
	/** By its first bytes; undefined for an unknown type. */
	readonly type?: FileType;
	/**
	 * In pixels, as stored. A camera that was held upright may have noted that viewers must swap
	 * them.
	 */
	readonly width?: number;
	readonly height?: number;
	/** The duration of a video or audio file, if its header has it. */
	readonly seconds?: number;
	/** What happened to a media file that was damaged on its way. */
	readonly mangled?: MediaFinding;
	/** False when the file is certainly truncated. True when that can't be known. */
	readonly isWhole: boolean;
}

/** In bytes. Type and size are in the first few; a TIFF may have its tags later. */
const headLength = 64 * 1024;

function* anatomyOf(type: FileType | undefined, head: Uint8Array): Walk<Anatomy> {
	if (type === undefined) return { isWhole: true };
	if (type.name === 'JPEG') return yield* walkJpeg();
	const walk = walks[type.name];
	return { ...pixelsOf(type.name, head), isWhole: walk === undefined || (yield* walk()) };
}

/** Collects the first bytes, then walks through all of them by the structure of the type. */
function startLook() {
	const head = new Uint8Array(headLength);
	let held = 0;
	let look:
		| {
				readonly type: FileType | undefined;
				readonly walker: Walker<Anatomy>;
				readonly clock: Walker<number | undefined> | undefined;
		  }
		| undefined;

	const begin = () => {
		const bytes = head.subarray(0, held);
		const type = fileType(bytes);
		const walker = startWalk(anatomyOf(type, bytes));
		walker.feed(bytes);
		const isTimed = type !== undefined && hasDuration.has(type.name);
		const clock = isTimed ? startWalk(walkDuration()) : undefined;
		clock?.feed(bytes);
		look = { type, walker, clock };
		return look;
	};

	return {
		feed(bytes: Uint8Array) {
			const first = bytes.subarray(0, headLength - held);
			head.set(first, held);
			held += first.length;
			if (held < headLength) return;
			const { walker, clock } = look ?? begin();
			const rest = bytes.subarray(first.length);
			walker.feed(rest);
			clock?.feed(rest);
		},
		end(): Omit<Inspection, 'size' | 'isTooLarge' | 'sha256'> {
			const { type, walker, clock } = look ?? begin();
			const anatomy = walker.end();
			const isSound = type !== undefined && type.kind !== 'other' && anatomy.isWhole;
			const mangled = mangledFinding(head.subarray(0, held), isSound);
			return {
				...anatomy,
				...defined({ type, mangled, seconds: clock?.end() }),
			};
		},
	};
}

/**
 * Inspects a file. It holds the first 64 kB and one chunk at a time.
 * @param mostBytes the largest allowed size; reading stops beyond it
 */
export async function inspect(file: MediaFile, mostBytes: number): Promise<Inspection> {
	const hash = createHash('sha256');
	const look = startLook();
	let size = 0;
	for await (const bytes of await file.open()) {
		size += bytes.length;
		look.feed(bytes);
		// It isn't known then whether the file is complete.
		if (size > mostBytes) return { ...look.end(), size, isTooLarge: true, isWhole: true };
		hash.update(bytes);
	}
	return { ...look.end(), size, isTooLarge: false, sha256: hash.digest('hex') };
}
