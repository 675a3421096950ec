/**
 * Generated JPEG files of any size in pixels. They have all segments in order, with dummy bytes as
 * pixels.
 */
import { be16, latin1, noise } from './images';

/** A marker with a length and what it holds: at most 65,533 bytes. */
export const segment = (marker: number, payload: Uint8Array) =>
	Buffer.concat([Buffer.from([0xff, marker]), be16(payload.length + 2), payload]);

export interface JpegParts {
	readonly width?: number;
	readonly height?: number;
	/** Behind the first marker: APP segments. */
	readonly before?: readonly Uint8Array[];
	/** C0 baseline, C2 progressive. */
	readonly frame?: number;
	/** Data of each scan; stuffed already. */
	readonly scans?: readonly Uint8Array[];
	readonly end?: Uint8Array;
	/** Data after the end of the image. */
	readonly after?: Uint8Array;
}

const startOfImage = Buffer.from([0xff, 0xd8]);
export const endOfImage = Buffer.from([0xff, 0xd9]);
export const jfif = segment(0xe0, latin1('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'));

const frameHeader = (marker: number, width: number, height: number) =>
	segment(
		marker,
		Buffer.concat([
			Buffer.from([8]),
			be16(height),
			be16(width),
			Buffer.from([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
		]),
	);
const scanHeader = segment(0xda, Buffer.from([3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]));
const tables = Buffer.concat([
	segment(0xdb, Buffer.alloc(65, 1)),
	segment(0xc4, Buffer.concat([Buffer.from([0x00]), Buffer.alloc(16), Buffer.alloc(12, 2)])),
]);

export function jpeg(parts: JpegParts = {}): Buffer {
	const { width = 640, height = 480, before = [jfif], frame = 0xc0 } = parts;
	const { scans = [noise(400)], end = endOfImage, after = Buffer.alloc(0) } = parts;
	return Buffer.concat([
		startOfImage,
		...before,
		tables,
		frameHeader(frame, width, height),
		...scans.flatMap((scan) => [scanHeader, scan]),
		end,
		after,
	]);
}

/** EXIF data with a small JPEG in it, as cameras write them. */
export const exifWith = (thumbnail: Uint8Array) =>
	segment(0xe1, Buffer.concat([latin1('Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0'), thumbnail]));
