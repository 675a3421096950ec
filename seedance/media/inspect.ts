/** Looks at a file once, from its beginning to its end, without ever holding it. */
import { createHash } from 'crypto';
import { BMP } from 'image-size/types/bmp';
import { GIF } from 'image-size/types/gif';
import { PNG } from 'image-size/types/png';
import { TIFF } from 'image-size/types/tiff';
import { WEBP } from 'image-size/types/webp';
import { fileType } from './fileType';
import type { FileType, FileTypeName, MediaFile, MediaFinding } from './fileType';
import { walkJpeg } from './jpeg';
import type { Anatomy } from './jpeg';
import { mangledFinding } from './mangled';
import { startWalk, walks } from './walk';
import type { Walk, Walker } from './walk';

// Whether as many bytes are there as the head of a file says.

/**
 * WebP: the length of what follows the first 8 bytes. Decoders refuse a file with fewer, and do not
 * mind further ones.
 */
const webp = (head: DataView) => head.getUint32(4, true) + 8;

/**
 * BMP: as many as its lines of pixels take, if they are not compressed. The length in its header
 * does not count: it is wrong or 0 in many a file, and viewers do not look at it.
 */
function bmp(head: DataView): number {
	const hasLongHeader = head.getUint32(14, true) >= 40;
	if (!hasLongHeader) return 0;
	const compression = head.getUint32(30, true);
	if (compression !== 0 && compression !== 3) return 0;
	const bitsOfLine = head.getInt32(18, true) * head.getUint16(28, true);
	const lines = Math.abs(head.getInt32(22, true));
	// Lines are filled up to multiples of 4 bytes; the last one need not be.
	const line = Math.ceil(bitsOfLine / 32) * 4;
	return head.getUint32(10, true) + line * (lines - 1) + Math.ceil(bitsOfLine / 8);
}

/** TIFF: up to the list of its tags, which often stands behind the pixels. */
function tiff(head: DataView): number {
	const isLittleEndian = head.getUint8(0) === 0x49;
	const isBig = head.getUint16(2, isLittleEndian) === 43;
	const tags = isBig
		? Number(head.getBigUint64(8, isLittleEndian))
		: head.getUint32(4, isLittleEndian);
	return tags + 2;
}

const least: Partial<Record<FileTypeName, (head: DataView) => number>> = {
	WebP: webp,
	BMP: bmp,
	TIFF: tiff,
};

/**
 * Whether a file of a type can be whole at its length.
 * @param head its first bytes
 * @param size of the file, in bytes
 */
export function fits(type: FileTypeName, head: Uint8Array, size: number): boolean {
	const leastOf = least[type];
	if (leastOf === undefined) return true;
	try {
		return leastOf(new DataView(head.buffer, head.byteOffset, head.length)) <= size;
	} catch {
		// The header itself breaks off.
		return false;
	}
}

// How large a picture is, by its header.

export interface Pixels {
	readonly width: number;
	readonly height: number;
}

/**
 * What reads the size of each type for us. Types that no model takes have no reader, and JPEG has its size
 * farther behind than a head reaches: the walk through the file meets it on its way.
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
 * @returns undefined where they do not tell, which is no sign of damage
 */
export function pixelsOf(type: FileTypeName, head: Uint8Array): Pixels | undefined {
	const reader = readers.get(type);
	if (reader === undefined) return undefined;
	try {
		if (!reader.validate(head)) return undefined;
		const { width, height } = reader.calculate(head);
		return Number.isSafeInteger(width) && Number.isSafeInteger(height)
			? { width, height }
			: undefined;
	} catch {
		// What the library cannot read may be a picture all the same.
		return undefined;
	}
}

export interface Inspection {
	/** In bytes. Of a file that is too large: of what was read of it. */
	readonly size: number;
	/** Has more bytes than were asked for; it was not read further. */
	readonly isTooLarge: boolean;
	/** Of all bytes, in hexadecimal digits; not of a file that is too large. */
	readonly sha256?: string;
	/** By its first bytes; undefined for types that are not known. */
	readonly type?: FileType;
	/** In pixels, as stored: a camera held upright may have noted that both are to be swapped. */
	readonly width?: number;
	readonly height?: number;
	/** What has become of a file that is no media file any more, or none that is whole. */
	readonly mangled?: MediaFinding;
	/** False when the file certainly breaks off before its end. Files that do not tell are whole. */
	readonly isWhole: boolean;
}

/** In bytes. Types and sizes stand in the first few; a TIFF may have its tags somewhat later. */
const headLength = 64 * 1024;

function* anatomyOf(type: FileType | undefined, head: Uint8Array): Walk<Anatomy> {
	if (type === undefined) return { isWhole: true };
	if (type.name === 'JPEG') return yield* walkJpeg();
	const walk = walks[type.name];
	return { ...pixelsOf(type.name, head), isWhole: walk === undefined || (yield* walk()) };
}

/** Collects the first bytes, and then walks through all of them as the type has it. */
function startLook() {
	const head = new Uint8Array(headLength);
	let held = 0;
	let look: { readonly type: FileType | undefined; readonly walker: Walker<Anatomy> } | undefined;

	const begin = () => {
		const bytes = head.subarray(0, held);
		const type = fileType(bytes);
		const walker = startWalk(anatomyOf(type, bytes));
		walker.feed(bytes);
		look = { type, walker };
		return look;
	};

	return {
		feed(bytes: Uint8Array) {
			const first = bytes.subarray(0, headLength - held);
			head.set(first, held);
			held += first.length;
			if (held === headLength) (look ?? begin()).walker.feed(bytes.subarray(first.length));
		},
		end(size: number): Omit<Inspection, 'size' | 'isTooLarge' | 'sha256'> {
			const { type, walker } = look ?? begin();
			const anatomy = walker.end();
			const doesFit = type === undefined || fits(type.name, head.subarray(0, held), size);
			const isWhole = anatomy.isWhole && doesFit;
			const isSound = type !== undefined && type.kind !== 'other' && isWhole;
			const mangled = mangledFinding(head.subarray(0, held), isSound);
			return {
				...anatomy,
				...(type !== undefined && { type }),
				...(mangled !== undefined && { mangled }),
				isWhole,
			};
		},
	};
}

/**
 * Looks at a file. Of its bytes it holds the first 64 kB and, one after the other, the pieces it
 * gets.
 * @param mostBytes the bytes it may have; reading ends as soon as there are more
 */
export async function inspect(file: MediaFile, mostBytes: number): Promise<Inspection> {
	const hash = createHash('sha256');
	const look = startLook();
	let size = 0;
	for await (const bytes of await file.open()) {
		size += bytes.length;
		look.feed(bytes);
		// Whether it is whole is not known then.
		if (size > mostBytes) return { ...look.end(Infinity), size, isTooLarge: true, isWhole: true };
		hash.update(bytes);
	}
	return { ...look.end(size), size, isTooLarge: false, sha256: hash.digest('hex') };
}
