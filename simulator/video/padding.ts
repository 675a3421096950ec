/** Longer and other mp4 files from a short one, still valid. */

const FILLER = Buffer.alloc(64 * 1024, 'filler for a big file. ');

/**
 * Appends a box with the output's number, which players skip, so that the videos of one task
 * differ. The first (0) is unchanged.
 */
export function numbered(video: Uint8Array, output: number): Uint8Array {
	if (output === 0) return video;
	const note = Buffer.from(`output ${output}`);
	return Buffer.concat([video, freeBoxHeader(note.length), note]);
}

/**
 * Pads a video to so many bytes, in chunks of at most 64 kB. The padding is in a box that players
 * skip; if there are too few bytes for it, only the start of the video is returned.
 */
export function* padded(video: Uint8Array, bytes: number): Generator<Uint8Array> {
	const start = Buffer.concat([video, freeBoxHeader(bytes - video.length - HEADER_BYTES)]);
	for (let at = 0; at < Math.min(start.length, bytes); at += FILLER.length) {
		yield start.subarray(at, Math.min(at + FILLER.length, bytes));
	}
	for (let left = bytes - start.length; left > 0; left -= FILLER.length) {
		yield FILLER.subarray(0, Math.min(left, FILLER.length));
	}
}

const HEADER_BYTES = 16;

/** The header of a `free` box with a 64-bit size (ISO 14496-12); content without an end counts as 0. */
function freeBoxHeader(contentBytes: number): Buffer {
	const header = Buffer.alloc(HEADER_BYTES);
	const content = Number.isFinite(contentBytes) ? Math.max(0, contentBytes) : 0;
	header.writeUInt32BE(1, 0); // 1: the real size follows the name
	header.write('free', 4, 'latin1');
	header.writeBigUInt64BE(BigInt(HEADER_BYTES + content), 8);
	return header;
}
