/** How large a picture is, by its header. */
import { BMP, GIF, PNG, TIFF, WEBP } from '../imageSize';
import type { FileTypeName } from './fileTypes';

export interface Pixels {
	readonly width: number;
	readonly height: number;
}

/**
 * What reads the size of each type for us. Types that no model takes have no reader, and JPEG has its size
 * farther behind than a head reaches: jpeg.ts meets it on its way.
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
