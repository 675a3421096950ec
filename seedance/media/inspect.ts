/** Looks at a file once, from its beginning to its end, without ever holding it. */
import { createHash } from 'crypto';
import type { FileType } from './fileTypes';
import { fileType } from './fileType';
import type { MediaFinding } from './finding';
import { fits } from './fits';
import { walkJpeg } from './jpeg';
import type { Anatomy } from './jpeg';
import { mangledFinding } from './mangled';
import type { MediaFile } from './mediaFile';
import { pixelsOf } from './pixels';
import { startWalk } from './walk';
import type { Walk, Walker } from './walk';
import { walks } from './walks';

export interface Inspection {
	/** In bytes. Of a file that is too large: of what was read of it. */
	readonly size: number;
	/** Has more bytes than were asked for; it was not read further. */
	readonly isTooLarge: boolean;
	/** Of all bytes, in hexadecimal digits; not of a file that is too large. */
	readonly sha256?: string;
	/** By its first bytes; undefined for types that are not known. */
	readonly type?: FileType;
	/** In pixels, as stored: a camera held upright may have noted that both are to be swapped. */
	readonly width?: number;
	readonly height?: number;
	/** What has become of a file that is no media file any more, or none that is whole. */
	readonly mangled?: MediaFinding;
	/** False when the file certainly breaks off before its end. Files that do not tell are whole. */
	readonly isWhole: boolean;
}

/** In bytes. Types and sizes stand in the first few; a TIFF may have its tags somewhat later. */
const headLength = 64 * 1024;

function* anatomyOf(type: FileType | undefined, head: Uint8Array): Walk<Anatomy> {
	if (type === undefined) return { isWhole: true };
	if (type.name === 'JPEG') return yield* walkJpeg();
	const walk = walks[type.name];
	return { ...pixelsOf(type.name, head), isWhole: walk === undefined || (yield* walk()) };
}

/** Collects the first bytes, and then walks through all of them as the type has it. */
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
				...(type !== undefined && { type }),
				...(mangled !== undefined && { mangled }),
				isWhole,
			};
		},
	};
}

/**
 * Looks at a file. Of its bytes it holds the first 64 kB and, one after the other, the pieces it
 * gets.
 * @param mostBytes the bytes it may have; reading ends as soon as there are more
 */
export async function inspect(file: MediaFile, mostBytes: number): Promise<Inspection> {
	const hash = createHash('sha256');
	const look = startLook();
	let size = 0;
	for await (const bytes of await file.open()) {
		size += bytes.length;
		look.feed(bytes);
		// Whether it is whole is not known then.
		if (size > mostBytes) return { ...look.end(Infinity), size, isTooLarge: true, isWhole: true };
		hash.update(bytes);
	}
	return { ...look.end(size), size, isTooLarge: false, sha256: hash.digest('hex') };
}
