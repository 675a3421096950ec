/** How large a picture is, by its header. */
import { imageSize } from '../imageSize';
import type { FileTypeName } from './fileTypes';

export interface Pixels {
	readonly width: number;
	readonly height: number;
}

/**
 * The types that the library reads for us. Those that no model takes are not given to it, and JPEG
 * has its size farther behind than a head reaches: jpeg.ts meets it on its way.
 */
const readable: ReadonlySet<FileTypeName> = new Set(['PNG', 'WebP', 'GIF', 'BMP', 'TIFF']);

/**
 * @param head the first bytes of the file
 * @returns undefined where they do not tell, which is no sign of damage
 */
export function pixelsOf(type: FileTypeName, head: Uint8Array): Pixels | undefined {
	if (!readable.has(type)) return undefined;
	try {
		const { width, height } = imageSize(head);
		return Number.isSafeInteger(width) && Number.isSafeInteger(height)
			? { width, height }
			: undefined;
	} catch {
		// What the library cannot read may be a picture all the same.
		return undefined;
	}
}
