/** What a picture, a video or a sound has to be. */
import type { MediaKind } from '../models';
import type { FileTypeName } from './fileTypes';
import { megabytes, nounOf, pixelsText } from './words';

export interface MediaRule {
	readonly kind: MediaKind;
	/** Names of file types. */
	readonly formats: readonly string[];
	readonly mostBytes: number;
	/** The least width and the least height of a picture, in pixels. */
	readonly leastPixels?: number;
}

const megabyte = 1024 * 1024;

/**
 * What applies where a model's own document is silent: the formats of uploads (reference §E), and sizes
 * beyond which nobody says that a model of this provider takes them. What is unusual below that is warned of.
 */
const rules: Readonly<Record<MediaKind, MediaRule>> = {
	image: {
		kind: 'image',
		formats: ['JPEG', 'PNG', 'WebP', 'GIF', 'BMP', 'TIFF'],
		mostBytes: 30 * megabyte,
	},
	video: {
		kind: 'video',
		formats: ['MP4', 'AVI', 'MOV', 'WMV', 'FLV', 'WebM', 'MKV', '3GP', 'OGV'],
		mostBytes: 100 * megabyte,
	},
	audio: {
		kind: 'audio',
		formats: ['MP3', 'WAV', 'OGG', 'AAC', 'FLAC', 'WebM', 'M4A', 'Opus'],
		mostBytes: 50 * megabyte,
	},
};

/**
 * The rule for a kind of media.
 * @param documented what the model's document says of formats, bytes and pixels
 */
export function mediaRule(
	kind: MediaKind,
	documented: Partial<Omit<MediaRule, 'kind'>> = {},
): MediaRule {
	const { formats = rules[kind].formats, mostBytes = rules[kind].mostBytes } = documented;
	const { leastPixels } = documented;
	return { kind, formats, mostBytes, ...(leastPixels !== undefined && { leastPixels }) };
}

/** What a rule takes: "a JPEG or PNG picture of at most 10 MB and at least 300 × 300 pixels". */
export function mediaAllowed({ kind, formats, mostBytes, leastPixels }: MediaRule): string {
	const least =
		leastPixels === undefined ? '' : ` and at least ${pixelsText(leastPixels, leastPixels)}`;
	return `${nounOf(kind, formats)} of at most ${megabytes(mostBytes)}${least}`;
}

/**
 * The same container under another name: recorders on phones write M4A files whose brand is that
 * of MP4 or 3GP.
 */
const alsoTaken: ReadonlyMap<string, readonly FileTypeName[]> = new Map([['M4A', ['MP4', '3GP']]]);

/** Whether a rule takes a type of file. */
export const takesFormat = ({ formats }: MediaRule, name: FileTypeName) =>
	formats.some((format) => format === name || alsoTaken.get(format)?.includes(name) === true);
