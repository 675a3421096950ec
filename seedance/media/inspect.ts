/** Reads a file once, from beginning to end, without holding it in memory. */
import { createHash } from 'crypto';
import { BMP } from 'image-size/types/bmp';
import { GIF } from 'image-size/types/gif';
import { PNG } from 'image-size/types/png';
import { TIFF } from 'image-size/types/tiff';
import { WEBP } from 'image-size/types/webp';
import { defined } from '../defined';
import { fileType } from './fileType';
import type { FileType, FileTypeName, MediaFile, MediaFinding } from './fileType';
import { walkJpeg } from './jpeg';
import type { Anatomy } from './jpeg';
import { mangledFinding } from './mangled';
import { startWalk, walks } from './walk';
import type { Walk, Walker } from './walk';

// Checks a file's length against its header.

/**
 * WebP: the header has the length after the first 8 bytes. Decoders refuse a shorter file and
 * ignore additional bytes.
 */
const webp = (head: DataView) => head.getUint32(4, true) + 8;

/**
 * BMP: the length follows from its lines of pixels, if they aren't compressed. The length in the
 * header is often wrong or 0, and viewers ignore it.
 */
function bmp(head: DataView): number {
	const hasLongHeader = head.getUint32(14, true) >= 40;
	if (!hasLongHeader) return 0;
	const compression = head.getUint32(30, true);
	if (compression !== 0 && compression !== 3) return 0;
	const bitsOfLine = head.getInt32(18, true) * head.getUint16(28, true);
	const lines = Math.abs(head.getInt32(22, true));
	// Lines are padded to multiples of 4 bytes, except perhaps the last one.
	const line = Math.ceil(bitsOfLine / 32) * 4;
	return head.getUint32(10, true) + line * (lines - 1) + Math.ceil(bitsOfLine / 8);
}

/** TIFF: the length up to the list of its tags, which is often after the pixels. */
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
 * Whether a file of a type can be complete at this size.
 * @param head its first bytes
 * @param size of the file, in bytes
 */
export function fits(type: FileTypeName, head: Uint8Array, size: number): boolean {
	const leastOf = least[type];
	if (leastOf === undefined) return true;
	try {
		return leastOf(new DataView(head.buffer, head.byteOffset, head.length)) <= size;
	} catch {
		// The header itself is truncated.
		return false;
	}
}

// Reads the size of an image from its header.

export interface Pixels {
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
		// The file may still be a valid image that the library can't read.
		return undefined;
	}
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
				...defined({ type, mangled }),
				isWhole,
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
		if (size > mostBytes) return { ...look.end(Infinity), size, isTooLarge: true, isWhole: true };
		hash.update(bytes);
	}
	return { ...look.end(size), size, isTooLarge: false, sha256: hash.digest('hex') };
}
