/**
 * Reads the size of a JPEG image, and whether it's complete. It follows the markers, so that it
 * ignores the thumbnail in the EXIF data, and whatever phones append after the end: more images,
 * depth, a video.
 */
import { seek, skip, take } from './walk';
import type { Walk } from './walk';

export interface Anatomy {
	/** In pixels; undefined when the part that was read doesn't say. */
	readonly width?: number;
	readonly height?: number;
	/** False when the file is certainly truncated. */
	readonly isWhole: boolean;
}

const nextMarker = seek(0xff);
const oneByte = take(1);
const length = take(2);
const frame = take(5);

const uint16 = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);

/** Whether a marker begins a frame: C0 to CF, except DHT, JPG and DAC. */
const beginsFrame = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Whether a marker is followed by a segment. The zero after an FF in the image data, and the
 * restart markers (D0 to D7), aren't.
 */
const hasSegment = (marker: number) => marker >= 0xc0 && (marker < 0xd0 || marker > 0xd8);

export function* walkJpeg(): Walk<Anatomy> {
	let size: Pick<Anatomy, 'width' | 'height'> = {};
	let hasScan = false;
	for (;;) {
		if ((yield nextMarker) === undefined) break;
		let marker: number | undefined;
		// Any number of FF bytes may precede a marker.
		do marker = (yield oneByte)?.[0];
		while (marker === 0xff);
		if (marker === undefined) break;
		if (marker === 0xd9) return { ...size, isWhole: hasScan };
		if (!hasSegment(marker)) continue;
		const lengthBytes = yield length;
		if (lengthBytes === undefined) break;
		let left = uint16(lengthBytes, 0) - 2;
		if (beginsFrame(marker) && left >= 5) {
			const bytes = yield frame;
			if (bytes === undefined) break;
			left -= 5;
			if (size.width === undefined) size = { width: uint16(bytes, 3), height: uint16(bytes, 1) };
		}
		if (marker === 0xda) hasScan = true;
		if (left > 0 && (yield skip(left)) === undefined) break;
	}
	return { ...size, isWhole: false };
}
