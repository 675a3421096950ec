/** The types of file that we tell apart, by the names that messages give them. */

export interface FileType {
	/** `other` is what is taken for media by mistake: documents, archives, web pages. */
	readonly kind: 'image' | 'video' | 'audio' | 'other';
	readonly name: FileTypeName;
	readonly mimeType: string;
	/** Without a dot. */
	readonly extension: string;
}

type Row = readonly [kind: FileType['kind'], mimeType: string, extension: string];

/**
 * A container that holds moving pictures or just as well only sound is a video here (WebM, MP4):
 * which of both would stand anywhere in the file.
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

/** What a type of file is by its name. */
export function fileTypeNamed(name: FileTypeName): FileType {
	const [kind, mimeType, extension] = table[name];
	return { kind, name, mimeType, extension };
}

export const fileTypeNames = Object.keys(table) as readonly FileTypeName[];

/** The extension that fits a MIME type, without a dot; undefined for types that are not known. */
export function extensionOf(mimeType: string): string | undefined {
	const name = fileTypeNames.find((one) => table[one][1] === mimeType);
	return name === undefined ? undefined : table[name][2];
}

/** The kind of file that a name promises by its extension; undefined where it has none that is known. */
export function kindOfName(fileName: string): FileType['kind'] | undefined {
	const [, extension = ''] = /\.(\w{2,5})$/.exec(fileName) ?? [];
	const wanted = extension
		.toLowerCase()
		.replace(/^jpeg$/, 'jpg')
		.replace(/^tif$/, 'tiff');
	const name = fileTypeNames.find((one) => table[one][2] === wanted);
	return name === undefined ? undefined : table[name][0];
}
