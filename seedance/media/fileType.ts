/** Tells the type of a file by its first bytes; names and what senders say of it do not count. */
import { fileTypeNamed } from './fileTypes';
import type { FileType, FileTypeName } from './fileTypes';
import { brands, signatures } from './signatures';
import { textTypeOf } from './textType';

/** In bytes. A text may begin with a long comment, a video with headers of many streams. */
const farthest = 4096;

const uint32 = (text: string, at: number) =>
	[0, 1, 2, 3].reduce((sum, i) => sum * 256 + text.charCodeAt(at + i), 0);

function bySignature(head: string): FileTypeName | undefined {
	return signatures.find(([, ...marks]) =>
		marks.every(([at, bytes]) => head.startsWith(bytes, at)),
	)?.[0];
}

/** The ftyp box: its size, "ftyp", the main brand, a version, and further brands of 4 characters. */
function byBrand(head: string): FileTypeName | undefined {
	if (!head.startsWith('ftyp', 4)) return undefined;
	const main = head.slice(8, 12);
	const others = head.slice(16, Math.max(16, Math.min(uint32(head, 0), 256)));
	// "Some picture of this family": the further brands tell which.
	if (/^m[is]f1/.test(main)) return /avi[fs]/.test(others) ? 'AVIF' : 'HEIC';
	return brands.find(([, pattern]) => pattern.test(main))?.[0] ?? 'MP4';
}

/** WebM is a Matroska file whose header says so. */
function byMatroska(head: string): FileTypeName | undefined {
	if (!head.startsWith('\x1aE\xdf\xa3')) return undefined;
	return head.slice(0, 256).includes('webm') ? 'WebM' : 'MKV';
}

/** The streams of an Ogg file name themselves in its first pages. */
function byOgg(head: string): FileTypeName | undefined {
	if (!head.startsWith('OggS')) return undefined;
	if (head.includes('\x80theora')) return 'OGV';
	return head.includes('OpusHead') ? 'Opus' : 'OGG';
}

const asfHeader = '\x30\x26\xb2\x75\x8e\x66\xcf\x11';
const asfVideoStream = '\xc0\xef\x19\xbc\x4d\x5b\xcf\x11';

function byAsf(head: string): FileTypeName | undefined {
	if (!head.startsWith(asfHeader)) return undefined;
	return head.includes(asfVideoStream) ? 'WMV' : 'WMA';
}

/** MP3 and AAC without a tag begin with the 11 set bits of a frame, and then its layer. */
function byFrame(head: string): FileTypeName | undefined {
	if (head.charCodeAt(0) !== 0xff) return undefined;
	const second = head.charCodeAt(1);
	if ((second & 0xf6) === 0xf0) return 'AAC';
	const third = head.charCodeAt(2);
	const hasRates = third >>> 4 !== 0xf && (third & 0b1100) !== 0b1100;
	// Layer III only: the bits of layer I are those of a text in UTF-16, too.
	return (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08 && hasRates ? 'MP3' : undefined;
}

const tells = [bySignature, byBrand, byMatroska, byOgg, byAsf, byFrame, textTypeOf];

/**
 * The type of a file.
 * @param head its first bytes: 4 kB are enough, fewer may do
 * @returns undefined for types that are not known
 */
export function fileType(head: Uint8Array): FileType | undefined {
	const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, farthest)).toString(
		'latin1',
	);
	for (const tell of tells) {
		const name = tell(text);
		if (name !== undefined) return fileTypeNamed(name);
	}
	return undefined;
}
