/** Whether as many bytes are there as the head of a file says. */
import type { FileTypeName } from './fileTypes';

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
