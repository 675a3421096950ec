/** Recognises the type of a file by its first bytes. Names and declared types don't count. */

// The file types that we distinguish, by their names in messages.

/** The kinds of media. */
export type MediaKind = 'image' | 'video' | 'audio';

export interface FileType {
	/** `other` are files that people mistake for media: documents, archives, web pages. */
	readonly kind: 'image' | 'video' | 'audio' | 'other';
	readonly name: FileTypeName;
	readonly mimeType: string;
	/** Without a dot. */
	readonly extension: string;
}

type Row = readonly [kind: FileType['kind'], mimeType: string, extension: string];

/**
 * A container that may hold only audio (WebM, MP4) counts as a video here, because its streams can
 * be described anywhere in the file.
 */
const table = {
	JPEG: ['image', 'image/jpeg', 'jpg'],
	PNG: ['image', 'image/png', 'png'],
	WebP: ['image', 'image/webp', 'webp'],
	GIF: ['image', 'image/gif', 'gif'],
	BMP: ['image', 'image/bmp', 'bmp'],
	TIFF: ['image', 'image/tiff', 'tiff'],
	HEIC: ['image', 'image/heic', 'heic'],
	AVIF: ['image', 'image/avif', 'avif'],
	SVG: ['image', 'image/svg+xml', 'svg'],
	PSD: ['image', 'image/vnd.adobe.photoshop', 'psd'],
	ICO: ['image', 'image/x-icon', 'ico'],
	'JPEG XL': ['image', 'image/jxl', 'jxl'],
	'JPEG 2000': ['image', 'image/jp2', 'jp2'],
	MP4: ['video', 'video/mp4', 'mp4'],
	MOV: ['video', 'video/quicktime', 'mov'],
	WebM: ['video', 'video/webm', 'webm'],
	MKV: ['video', 'video/x-matroska', 'mkv'],
	AVI: ['video', 'video/x-msvideo', 'avi'],
	FLV: ['video', 'video/x-flv', 'flv'],
	WMV: ['video', 'video/x-ms-wmv', 'wmv'],
	'3GP': ['video', 'video/3gpp', '3gp'],
	OGV: ['video', 'video/ogg', 'ogv'],
	MPEG: ['video', 'video/mpeg', 'mpg'],
	MP3: ['audio', 'audio/mpeg', 'mp3'],
	WAV: ['audio', 'audio/wav', 'wav'],
	OGG: ['audio', 'audio/ogg', 'ogg'],
	Opus: ['audio', 'audio/opus', 'opus'],
	AAC: ['audio', 'audio/aac', 'aac'],
	FLAC: ['audio', 'audio/flac', 'flac'],
	M4A: ['audio', 'audio/mp4', 'm4a'],
	WMA: ['audio', 'audio/x-ms-wma', 'wma'],
	AIFF: ['audio', 'audio/aiff', 'aiff'],
	AMR: ['audio', 'audio/amr', 'amr'],
	PDF: ['other', 'application/pdf', 'pdf'],
	PostScript: ['other', 'application/postscript', 'eps'],
	ZIP: ['other', 'application/zip', 'zip'],
	GZIP: ['other', 'application/gzip', 'gz'],
	HTML: ['other', 'text/html', 'html'],
	XML: ['other', 'application/xml', 'xml'],
	JSON: ['other', 'application/json', 'json'],
	text: ['other', 'text/plain', 'txt'],
} as const satisfies Record<string, Row>;

export type FileTypeName = keyof typeof table;

/** The file type with a name. */
export function fileTypeNamed(name: FileTypeName): FileType {
	const [kind, mimeType, extension] = table[name];
	return { kind, name, mimeType, extension };
}

export const fileTypeNames = Object.keys(table) as readonly FileTypeName[];

/** The extension of a MIME type, without a dot; undefined for an unknown one. */
export function extensionOf(mimeType: string): string | undefined {
	const name = fileTypeNames.find((one) => table[one][1] === mimeType);
	return name === undefined ? undefined : table[name][2];
}

/** The type of file that a name's extension stands for; undefined for an unknown one. */
export function typeOfName(fileName: string): FileType | undefined {
	const [, extension = ''] = /\.(\w{2,5})$/.exec(fileName) ?? [];
	const wanted = extension
		.toLowerCase()
		.replace(/^jpeg$/, 'jpg')
		.replace(/^tif$/, 'tiff')
		.replace(/^htm$/, 'html');
	const name = fileTypeNames.find((one) => table[one][2] === wanted);
	return name === undefined ? undefined : fileTypeNamed(name);
}

/** The kind of such a file. */
export const kindOfName = (fileName: string) => typeOfName(fileName)?.kind;

// The signatures of file types.

/** Bytes as characters of the same code, and their position. */
export type Mark = readonly [at: number, bytes: string];

/** Signatures at fixed positions. The first one whose marks are all present is the type. */
const signatures: ReadonlyArray<readonly [FileTypeName, ...Mark[]]> = [
	['JPEG', [0, '\xff\xd8\xff']],
	['PNG', [0, '\x89PNG\r\n\x1a\n']],
	['GIF', [0, 'GIF87a']],
	['GIF', [0, 'GIF89a']],
	['WebP', [0, 'RIFF'], [8, 'WEBP']],
	['AVI', [0, 'RIFF'], [8, 'AVI ']],
	['WAV', [0, 'RIFF'], [8, 'WAVE']],
	['WAV', [0, 'RF64'], [8, 'WAVE']],
	['TIFF', [0, 'II*\0']],
	['TIFF', [0, 'MM\0*']],
	['TIFF', [0, 'II+\0']],
	['TIFF', [0, 'MM\0+']],
	// The two reserved words of its header are zero. "BM" alone begins many texts.
	['BMP', [0, 'BM'], [6, '\0\0\0\0']],
	['PSD', [0, '8BPS']],
	// The second mark is the upper byte of a count, because a box of 256 bytes also begins with the
	// first.
	['ICO', [0, '\0\0\x01\0'], [5, '\0']],
	['JPEG XL', [0, '\xff\x0a']],
	['JPEG XL', [0, '\0\0\0\x0cJXL \r\n\x87\n']],
	['JPEG 2000', [0, '\0\0\0\x0cjP  \r\n\x87\n']],
	['FLV', [0, 'FLV\x01']],
	['MPEG', [0, '\0\0\x01\xba']],
	['MP3', [0, 'ID3']],
	['FLAC', [0, 'fLaC']],
	['AIFF', [0, 'FORM'], [8, 'AIF']],
	['AMR', [0, '#!AMR']],
	['PDF', [0, '%PDF-']],
	['PDF', [0, '\xef\xbb\xbf%PDF-']],
	['PostScript', [0, '%!PS']],
	['ZIP', [0, 'PK\x03\x04']],
	['ZIP', [0, 'PK\x05\x06']],
	['GZIP', [0, '\x1f\x8b\x08']],
	// Old QuickTime files without an ftyp box begin with one of these.
	['MOV', [4, 'moov']],
	['MOV', [4, 'mdat']],
	['MOV', [4, 'wide']],
	['MOV', [4, 'free']],
	['MOV', [4, 'skip']],
];

/**
 * Brands of the ISO base media format (MPEG-4 and its relatives), by their beginnings. All others
 * are MP4, which has the most brands.
 */
const brands: ReadonlyArray<readonly [FileTypeName, RegExp]> = [
	['MOV', /^qt {2}/],
	['AVIF', /^avi[fs]/],
	// heic, heix, hevc, hevx, heim, heis, hevm, hevs
	['HEIC', /^he[iv][cxms]/],
	['M4A', /^(?:M4[ABP]|F4[AB]) /],
	['3GP', /^3g[2egprs]/],
];

// Recognises the type of a text file that was given as media.

/**
 * Characters that text doesn't have: control characters except tab, line breaks, form feed and
 * escape.
 */
// eslint-disable-next-line no-control-regex
const notInText = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** How many characters are checked for binary data. */
const glance = 512;

const byteOrderMark = /^\xef\xbb\xbf/;

/** Elements that web pages begin with, because many leave out doctype or <html>. */
const pageElements = /^(?:html|head|body|script|style|meta|link|title|div|table|center|h1|p)$/;

/** The type of a text that begins with "<", by its doctype or first element. */
function markupTypeOf(text: string): FileTypeName {
	const code = text.replace(/<!--[^]*?-->/g, '');
	if (/<!doctype\s+html/.test(code)) return 'HTML';
	const [, element = ''] = /<([a-z][^\s/>]*)/.exec(code) ?? [];
	if (/^(?:\w+:)?svg$/.test(element)) return 'SVG';
	return pageElements.test(element) ? 'HTML' : 'XML';
}

/**
 * @param head the first bytes as characters of the same code
 * @returns undefined when it isn't text
 */
function textTypeOf(head: string): FileTypeName | undefined {
	const text = head.replace(byteOrderMark, '').trimStart().toLowerCase();
	if (text === '' || notInText.test(text.slice(0, glance))) return undefined;
	if (text.startsWith('<')) return markupTypeOf(text);
	return /^(?:\{\s*["}]|\[\s*["{[\]\d])/.test(text) ? 'JSON' : 'text';
}

/**
 * How many bytes are searched. A text may begin with a long comment, a video with the headers of
 * many streams.
 */
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
	// This brand means any image of the family; the other brands say which.
	if (/^m[is]f1/.test(main)) return /avi[fs]/.test(others) ? 'AVIF' : 'HEIC';
	return brands.find(([, pattern]) => pattern.test(main))?.[0] ?? 'MP4';
}

/** WebM is a Matroska file with its own document type. */
function byMatroska(head: string): FileTypeName | undefined {
	if (!head.startsWith('\x1aE\xdf\xa3')) return undefined;
	return head.slice(0, 256).includes('webm') ? 'WebM' : 'MKV';
}

/** The first pages of an Ogg file name its streams. */
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

/** MP3 and AAC without a tag begin with a frame: 11 set bits, then the layer. */
function byFrame(head: string): FileTypeName | undefined {
	if (head.charCodeAt(0) !== 0xff) return undefined;
	const second = head.charCodeAt(1);
	if ((second & 0xf6) === 0xf0) return 'AAC';
	const third = head.charCodeAt(2);
	const hasRates = third >>> 4 !== 0xf && (third & 0b1100) !== 0b1100;
	// Only layer III counts, because text in UTF-16 can begin with the bits of layer I.
	return (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08 && hasRates ? 'MP3' : undefined;
}

const tells = [bySignature, byBrand, byMatroska, byOgg, byAsf, byFrame, textTypeOf];

/**
 * Returns the type of a file.
 * @param head its first bytes; 4 kB are enough
 * @returns undefined for an unknown type
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

/** A file whose bytes can be read from their beginning as often as needed. */
export interface MediaFile {
	/** With its extension, without a folder: "photo.jpg". */
	readonly fileName: string;
	/**
	 * The bytes in order. A caller that stops early must return the iterator, as `for await` does.
	 */
	open(): Promise<AsyncIterable<Uint8Array>>;
}

/** Why an image, video or audio file isn't allowed, and what to do. */
export interface MediaFinding {
	/** Completes "Image …": "is empty", "is a HEIC image". */
	readonly finding: string;
	/** What was given instead, for "(got …)", if it may be shown. */
	readonly got?: string;
	/** Sentences on what to do instead, if the finding doesn't already say it. */
	readonly advice?: string;
}
