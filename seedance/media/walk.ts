/**
 * Walks through the bytes of a file as they arrive, in chunks of any size. A walk is a generator:
 * it yields a step and gets its bytes, or undefined when the file ends before.
 */
import type { FileTypeName } from './fileType';

export type Step =
	/** Returns so many bytes, which are valid only until the next step. */
	| { readonly kind: 'take'; readonly value: number }
	/** Skips so many bytes. */
	| { readonly kind: 'skip'; readonly value: number }
	/** Skips everything up to and including the next byte of this value. */
	| { readonly kind: 'seek'; readonly value: number };

export type Walk<Result> = Generator<Step, Result, Uint8Array | undefined>;

/** Takes a few bytes, at least 1. They are buffered until they are complete. */
export const take = (value: number): Step => ({ kind: 'take', value });
export const skip = (value: number): Step => ({ kind: 'skip', value });
export const seek = (value: number): Step => ({ kind: 'seek', value });

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

const nameAt = (bytes: Uint8Array, at: number) =>
	String.fromCharCode(...bytes.subarray(at, at + 4));

/**
 * A PNG file has its signature and chunks: length, name, so many bytes, checksum. The last one is
 * IEND.
 */
export function* walkPng(): Walk<boolean> {
	if ((yield skip(8)) === undefined) return false;
	for (;;) {
		const chunk = yield take(8);
		if (chunk === undefined) return false;
		if ((yield skip(uint32(chunk) + 4)) === undefined) return false;
		if (nameAt(chunk, 4) === 'IEND') return true;
	}
}

/** The size of a GIF's colour table according to its flags, in bytes. */
const tableLength = (flags = 0) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));

/** The data of a GIF block: pieces with their lengths before them, up to one of length 0. */
function* walkPieces(): Walk<boolean> {
	for (;;) {
		const length = (yield take(1))?.[0];
		if (length === undefined) return false;
		if (length === 0) return true;
		if ((yield skip(length)) === undefined) return false;
	}
}

/** A GIF image after its first byte: 9 bytes, perhaps a colour table, a byte, data. */
function* walkGifPicture(): Walk<boolean> {
	const flags = (yield take(9))?.[8];
	if (flags === undefined) return false;
	if ((yield skip(tableLength(flags) + 1)) === undefined) return false;
	return yield* walkPieces();
}

/**
 * A GIF file ends with the byte 3B. Some end without it, or with other bytes, and are complete if
 * they have an image and no truncated block.
 */
export function* walkGif(): Walk<boolean> {
	const flags = (yield take(13))?.[10];
	if (flags === undefined) return false;
	const colours = tableLength(flags);
	if (colours > 0 && (yield skip(colours)) === undefined) return false;
	let hasPicture = false;
	for (;;) {
		const block = (yield take(1))?.[0];
		if (block === 0x2c) {
			if (!(yield* walkGifPicture())) return false;
			hasPicture = true;
		} else if (block === 0x21) {
			// An extension has a label, then data like an image.
			if ((yield take(1)) === undefined || !(yield* walkPieces())) return false;
		} else {
			return hasPicture;
		}
	}
}

/**
 * An MP4 file and its relatives consist of boxes: length and name, then so many bytes. Without the
 * box "moov" they can't be played. Cameras may append data that isn't in boxes.
 */
export function* walkBoxes(): Walk<boolean> {
	let isPlayable = false;
	for (;;) {
		const box = yield take(8);
		if (box === undefined) return isPlayable;
		const name = nameAt(box, 4);
		let left = uint32(box) - 8;
		// A box without a length lasts to the end of the file.
		if (left === -8) return isPlayable || name === 'mdat';
		if (left === -7) {
			const long = yield take(8);
			if (long === undefined) return false;
			left = uint32(long) * 2 ** 32 + uint32(long, 4) - 16;
		}
		if (left < 0) return isPlayable;
		if (left > 0 && (yield skip(left)) === undefined) return isPlayable && name !== 'mdat';
		if (name === 'moov') isPlayable = true;
	}
}

const isBoxName = (name: string) => /^[\x20-\x7e\xa9]{4}$/.test(name);

/**
 * Whether a downloaded video is complete: false when a box is truncated, or when the file has no
 * frames ("mdat") or no index ("moov"). Data that isn't in boxes is ignored.
 */
export function* walkFetchedBoxes(): Walk<boolean> {
	let hasData = false;
	let isPlayable = false;
	/** Whether a fragment's index came, whose frames must follow. */
	let awaitsData = false;
	for (;;) {
		const box = yield take(8);
		if (box === undefined) return isPlayable && hasData && !awaitsData;
		const name = nameAt(box, 4);
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

/** A Matroska number, whose first set bit gives its length in bytes. */
function* takeVint(keepsMarker: boolean): Walk<number | undefined> {
	const first = (yield take(1))?.[0];
	if (first === undefined || first === 0) return undefined;
	const length = Math.clz32(first) - 23;
	let value = keepsMarker ? first : first - 2 ** (8 - length);
	let isUnknown = value === 2 ** (8 - length) - 1;
	for (let i = 1; i < length; i += 1) {
		const next = (yield take(1))?.[0];
		if (next === undefined) return undefined;
		isUnknown &&= next === 0xff;
		value = value * 256 + next;
	}
	return isUnknown && !keepsMarker ? Infinity : value;
}

/** Whether a downloaded Matroska or WebM file is complete: false when a segment is truncated. */
export function* walkFetchedMatroska(): Walk<boolean> {
	for (let part = 0; part < 2; part += 1) {
		const id = yield* takeVint(true);
		const size = yield* takeVint(false);
		if (id === undefined || size === undefined) return part > 0;
		// A live recording doesn't know its length.
		if (size === Infinity) return true;
		if (size > 0 && (yield skip(size)) === undefined) return false;
	}
	return true;
}

/** The walks of videos while they are downloaded. */
export const fetchedWalks: Partial<Record<FileTypeName, () => Walk<boolean>>> = {
	MP4: walkFetchedBoxes,
	MOV: walkFetchedBoxes,
	'3GP': walkFetchedBoxes,
	WebM: walkFetchedMatroska,
	MKV: walkFetchedMatroska,
};

/** The walks that find out whether a file is complete. */
export const walks: Partial<Record<FileTypeName, () => Walk<boolean>>> = {
	PNG: walkPng,
	GIF: walkGif,
	MP4: walkBoxes,
	MOV: walkBoxes,
	M4A: walkBoxes,
	'3GP': walkBoxes,
};
