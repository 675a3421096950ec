/**
 * Walks through the bytes of a file as they arrive, in chunks of any size. A walk is a generator:
 * it yields a step and gets its bytes, or undefined when the file ends before.
 */
import type { FileTypeName } from './fileType';

type Step =
	/** Returns so many bytes, which are valid only until the next step. */
	| { readonly kind: 'take'; readonly value: number }
	/** Skips so many bytes. */
	| { readonly kind: 'skip'; readonly value: number }
	/** Skips everything up to and including the next byte of this value. */
	| { readonly kind: 'seek'; readonly value: number };

export type Walk<Result> = Generator<Step, Result, Uint8Array | undefined>;

/** Takes a few bytes, at least 1. They are buffered until they are complete. */
const take = (value: number): Step => ({ kind: 'take', value });
const skip = (value: number): Step => ({ kind: 'skip', value });
const seek = (value: number): Step => ({ kind: 'seek', value });

const nothing = new Uint8Array(0);

export interface Walker<Result> {
	feed(bytes: Uint8Array): void;
	/** Ends the walk, because there are no more bytes. */
	end(): Result;
}

/** Starts a walk. It buffers only the bytes of an incomplete `take`. */
export function startWalk<Result>(walk: Walk<Result>): Walker<Result> {
	let state = walk.next();
	/** The bytes of this step so far, and the buffer of a `take`. */
	let passed = 0;
	let held: number[] = [];
	/** Reused for single bytes, of which a walk takes millions. */
	const single = new Uint8Array(1);

	const reply = (bytes: Uint8Array | undefined) => {
		passed = 0;
		if (held.length > 0) held = [];
		state = walk.next(bytes);
	};

	/** Advances a step as far as these bytes allow, and returns the new position. */
	function advance(step: Step, bytes: Uint8Array, at: number): number {
		if (step.kind === 'seek') {
			const found = bytes.indexOf(step.value, at);
			if (found === -1) return bytes.length;
			reply(nothing);
			return found + 1;
		}
		const to = Math.min(at + step.value - passed, bytes.length);
		const isComplete = passed + to - at === step.value;
		if (step.kind === 'skip') {
			passed += to - at;
			if (isComplete) reply(nothing);
			return to;
		}
		if (isComplete && passed === 0) {
			single[0] = bytes[at] ?? 0;
			reply(step.value === 1 ? single : bytes.subarray(at, to));
			return to;
		}
		held.push(...bytes.subarray(at, to));
		passed += to - at;
		if (isComplete) reply(Uint8Array.from(held));
		return to;
	}

	return {
		feed(bytes) {
			for (let at = 0; at < bytes.length && state.done !== true;) {
				at = advance(state.value, bytes, at);
			}
		},
		end() {
			for (;;) {
				if (state.done === true) return state.value;
				reply(undefined);
			}
		},
	};
}

// Walks through files that are made of blocks. Each returns whether the file is complete.

const uint32 = (bytes: Uint8Array, at = 0) =>
	[0, 1, 2, 3].reduce((sum, i) => sum * 256 + (bytes[at + i] ?? 0), 0);

/** The name in the header of a chunk or a box, after its length. */
const nameIn = (header: Uint8Array) => String.fromCharCode(...header.subarray(4, 8));

/**
 * A PNG file has its signature and chunks: length, name, so many bytes, checksum. The last one is
 * IEND.
 */
function* walkPng(): Walk<boolean> {
	if ((yield skip(8)) === undefined) return false;
	for (;;) {
		const chunk = yield take(8);
		if (chunk === undefined) return false;
		if ((yield skip(uint32(chunk) + 4)) === undefined) return false;
		if (nameIn(chunk) === 'IEND') return true;
	}
}

const isBoxName = (name: string) => /^[\x20-\x7e\xa9]{4}$/.test(name);

/**
 * An MP4 file and its relatives consist of boxes: length and name, then so many bytes. It's
 * incomplete when a box is truncated, or when it has no frames ("mdat") or no index ("moov"). Data
 * that isn't in boxes is ignored: cameras append some.
 */
function* walkBoxes(): Walk<boolean> {
	let hasData = false;
	let isPlayable = false;
	/** Whether a fragment's index came, whose frames must follow. */
	let awaitsData = false;
	for (;;) {
		const box = yield take(8);
		if (box === undefined) return isPlayable && hasData && !awaitsData;
		const name = nameIn(box);
		if (!isBoxName(name)) return true;
		let left = uint32(box) - 8;
		// A box without a length lasts to the end of the file, wherever that is.
		if (left === -8) return true;
		if (left === -7) {
			const long = yield take(8);
			if (long === undefined) return false;
			left = uint32(long) * 2 ** 32 + uint32(long, 4) - 16;
		}
		if (left < 0) return true;
		const isComplete = left === 0 || (yield skip(left)) !== undefined;
		// Anything may follow a complete video.
		if (!isComplete) return isPlayable && hasData && !/^(?:mdat|moov|moof)$/.test(name);
		if (name === 'mdat') hasData = true;
		if (name === 'moof' || name === 'mdat') awaitsData = name === 'moof';
		if (name === 'moov') isPlayable = true;
	}
}

/**
 * The walks that find out whether a file is complete, besides that of a JPEG: images of the formats
 * that the models document, and what a finished video is downloaded as.
 */
export const walks: Partial<Record<FileTypeName, () => Walk<boolean>>> = {
	PNG: walkPng,
	MP4: walkBoxes,
	MOV: walkBoxes,
	M4A: walkBoxes,
	'3GP': walkBoxes,
};

/** The longest duration that is believed, in seconds: a day. */
const longestSeconds = 86_400;

/** The duration in the payload of a movie header, in seconds; undefined when it says none. */
function secondsIn(header: Uint8Array): number | undefined {
	const isLong = header[0] === 1;
	const scale = uint32(header, isLong ? 20 : 12);
	const units = isLong ? uint32(header, 24) * 2 ** 32 + uint32(header, 28) : uint32(header, 16);
	const seconds = units / scale;
	return seconds > 0 && seconds < longestSeconds ? seconds : undefined;
}

/** The bytes of a movie header that have its duration, in its longer form. */
const headerBytes = 32;

/**
 * Reads the duration of an MP4 file and its relatives, in seconds: that of the header ("mvhd") in
 * the index ("moov"). It buffers nothing else. A file in fragments has none there.
 */
export function* walkDuration(): Walk<number | undefined> {
	for (;;) {
		const box = yield take(8);
		if (box === undefined) return undefined;
		const name = nameIn(box);
		let left = uint32(box) - 8;
		if (left === -7) {
			const long = yield take(8);
			if (long === undefined) return undefined;
			left = uint32(long) * 2 ** 32 + uint32(long, 4) - 16;
		}
		// A box without a length lasts to the end of the file.
		if (!isBoxName(name) || left < 0) return undefined;
		// The boxes of the index are next.
		if (name === 'moov') continue;
		if (name === 'mvhd') {
			const header = left < headerBytes ? undefined : yield take(headerBytes);
			return header === undefined ? undefined : secondsIn(header);
		}
		if (left > 0 && (yield skip(left)) === undefined) return undefined;
	}
}

/** The types that `walkDuration` reads. */
export const hasDuration: ReadonlySet<FileTypeName> = new Set(['MP4', 'MOV', 'M4A', '3GP']);

export interface Anatomy {
	/** In pixels; undefined when the part that was read doesn't say. */
	readonly width?: number;
	readonly height?: number;
	/** False when the file is certainly truncated. */
	readonly isWhole: boolean;
}

const uint16 = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);

/** Whether a marker begins a frame: C0 to CF, except DHT, JPG and DAC. */
const beginsFrame = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Whether a marker is followed by a segment. The zero after an FF in the image data, and the
 * restart markers (D0 to D7), aren't.
 */
const hasSegment = (marker: number) => marker >= 0xc0 && (marker < 0xd0 || marker > 0xd8);

/**
 * Reads the size of a JPEG image, and whether it's complete. It follows the markers, so that it
 * ignores the thumbnail in the EXIF data, and whatever phones append after the end: more images,
 * depth, a video.
 */
export function* walkJpeg(): Walk<Anatomy> {
	let size: Pick<Anatomy, 'width' | 'height'> = {};
	let hasScan = false;
	for (;;) {
		if ((yield seek(0xff)) === undefined) break;
		let marker: number | undefined;
		// Any number of FF bytes may precede a marker.
		do marker = (yield take(1))?.[0];
		while (marker === 0xff);
		if (marker === undefined) break;
		if (marker === 0xd9) return { ...size, isWhole: hasScan };
		if (!hasSegment(marker)) continue;
		const lengthBytes = yield take(2);
		if (lengthBytes === undefined) break;
		let left = uint16(lengthBytes, 0) - 2;
		if (beginsFrame(marker) && left >= 5) {
			const bytes = yield take(5);
			if (bytes === undefined) break;
			left -= 5;
			if (size.width === undefined) size = { width: uint16(bytes, 3), height: uint16(bytes, 1) };
		}
		if (marker === 0xda) hasScan = true;
		if (left > 0 && (yield skip(left)) === undefined) break;
	}
	return { ...size, isWhole: false };
}
