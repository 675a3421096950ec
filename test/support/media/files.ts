/** Files that come in pieces, as from n8n's store. */
import type { MediaFile } from '../../../seedance/media/fileType';

/** A file that records how it's read. */
export interface WatchedFile extends MediaFile {
	/** Pieces that were asked for since it was opened last. */
	readonly pulled: () => number;
	/** Whether its reading was ended from outside before it came to its end. */
	readonly wasLeft: () => boolean;
}

function watched(pieces: () => Iterable<Uint8Array | Promise<Uint8Array>>): WatchedFile {
	let pulled = 0;
	let isClosed = false;
	let isAtEnd = false;
	return {
		fileName: 'file',
		open: async () => ({
			async *[Symbol.asyncIterator]() {
				[pulled, isClosed, isAtEnd] = [0, false, false];
				try {
					for (const piece of pieces()) {
						pulled++;
						yield await piece;
					}
					isAtEnd = true;
				} finally {
					isClosed = true;
				}
			},
		}),
		pulled: () => pulled,
		wasLeft: () => isClosed && !isAtEnd,
	};
}

/** @param sizes of the pieces in bytes, over and over; one piece of everything by default */
export function fileOf(bytes: Uint8Array, sizes: readonly number[] = []): WatchedFile {
	return watched(function* () {
		for (let at = 0, turn = 0; at < bytes.length; turn++) {
			const size = sizes[turn % sizes.length] ?? bytes.length;
			yield bytes.subarray(at, at + size);
			at += size;
		}
	});
}

/** A file of so many pieces, each made when it is asked for. */
export function endlessFile(
	first: Uint8Array,
	piece: () => Uint8Array | Promise<Uint8Array>,
	count: number,
) {
	return watched(function* () {
		yield first;
		for (let i = 1; i < count; i++) yield piece();
	});
}

/** All bytes of a file, and the sizes of the pieces that they came in. */
export async function readAll(file: MediaFile): Promise<{ bytes: Buffer; sizes: number[] }> {
	const pieces: Uint8Array[] = [];
	for await (const piece of await file.open()) pieces.push(piece);
	return { bytes: Buffer.concat(pieces), sizes: pieces.map(({ length }) => length) };
}
