/** The rules for images, videos and audio. */
import { defined } from '../result';
import { readable } from '../text';
import type { FileType, FileTypeName, MediaFinding, MediaKind } from './fileType';
import type { Inspection } from './inspect';

// Words for file types in messages.

const nouns: Readonly<Record<MediaKind, string>> = {
	image: 'image',
	video: 'video',
	audio: 'audio file',
};

/** Names that are pronounced with a consonant, which decides between "a" and "an". */
const saidAsWord = /^(?:HEIC|FLAC|MOV|MEGA|OneDrive)$/;
const saidWithVowel = /^(?:[AEIOaeio]|[FHLMNRSX][A-Z0-9]|X$|Unsplash)/;

/** "a JPEG", "an MP4" */
export const withArticle = (text: string) => {
	const [word = ''] = text.split(/[ ,]/);
	return `${saidWithVowel.test(word) && !saidAsWord.test(word) ? 'an' : 'a'} ${text}`;
};

/** A kind of media with its article and formats, such as "an audio file". */
export const nounOf = (kind: MediaKind, formats: readonly string[] = []) =>
	withArticle([oneOf(formats), nouns[kind]].join(' ').trim());

/** "JPEG or PNG" */
const oneOf = (names: readonly string[]) =>
	names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** A file type with its article, such as "a PDF document". */
export function phraseOf({ kind, name }: FileType): string {
	if (kind !== 'other') return withArticle(`${name} ${nouns[kind]}`);
	switch (name) {
		case 'HTML':
			return 'a web page';
		case 'ZIP':
		case 'GZIP':
			return `a ${name} archive`;
		case 'JSON':
		case 'XML':
			return `${name} text`;
		case 'text':
			return 'plain text';
		default:
			return `a ${name} document`;
	}
}

/** 10485760 → "10 MB" */
const megabytes = (bytes: number) => `${readable(bytes / 1024 / 1024, 1)} MB`;

const pixelsText = (width: number, height: number) =>
	`${readable(width)} × ${readable(height)} pixels`;

export interface MediaRule {
	readonly kind: MediaKind;
	/** Names of file types. */
	readonly formats: readonly string[];
	readonly mostBytes: number;
	/** The minimum width and height of an image, in pixels. */
	readonly leastPixels?: number;
	/** The longest total duration of the files of a list, in seconds. */
	readonly totalSeconds?: number;
	/** The seconds of a video that the model uses. */
	readonly usedSeconds?: { readonly least?: number; readonly most?: number };
}

const megabyte = 1024 * 1024;

/**
 * The rules for models whose document has none: the formats of uploads, and the largest sizes that
 * any source names (docs/internals/api.md#file-formats). Unusual files below these limits get a
 * warning.
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
 * @param documented the limits in the model's document
 */
export function mediaRule(
	kind: MediaKind,
	documented: Partial<Omit<MediaRule, 'kind'>> = {},
): MediaRule {
	const { formats = rules[kind].formats, mostBytes = rules[kind].mostBytes } = documented;
	const { leastPixels, totalSeconds, usedSeconds } = documented;
	return { kind, formats, mostBytes, ...defined({ leastPixels, totalSeconds, usedSeconds }) };
}

/** A rule in words: what it allows, with its limits. */
export function mediaAllowed({ kind, formats, mostBytes, leastPixels }: MediaRule): string {
	const least =
		leastPixels === undefined ? '' : ` and at least ${pixelsText(leastPixels, leastPixels)}`;
	return `${nounOf(kind, formats)} of at most ${megabytes(mostBytes)}${least}`;
}

/**
 * Other names of the same container: recorders on phones write M4A files with the brand of MP4 or
 * 3GP.
 */
const alsoTaken: ReadonlyMap<string, readonly FileTypeName[]> = new Map([['M4A', ['MP4', '3GP']]]);

/** Whether a rule allows a file type. */
export const takesFormat = ({ formats }: MediaRule, name: FileTypeName) =>
	formats.some((format) => format === name || alsoTaken.get(format)?.includes(name) === true);

// Checks files against the rules of a model.

/** Formats to convert to, the best one first. */
const targets = ['JPEG', 'PNG', 'MP4', 'MP3'];

function conversion({ formats }: MediaRule): string {
	const common = targets.filter((name) => formats.includes(name));
	return `Convert it to ${oneOf(common.length > 0 ? common : formats)} before this node.`;
}

const message = 'It may be an error message from the site it was downloaded from. Open it to see.';

/** Advice for types that aren't media. */
const adviceOn: Partial<Record<FileTypeName, string>> = {
	HTML: 'This is often a share or login page. Download the file itself.',
	JSON: message,
	XML: message,
	text: message,
	ZIP: 'Unpack it with the Compression node before this node.',
	GZIP: 'Unpack it with the Compression node before this node.',
};

function typeFinding(type: FileType, rule: MediaRule): MediaFinding {
	const { kind, name } = type;
	const other = kind === rule.kind ? '' : `, not ${nounOf(rule.kind)}`;
	// A document can be turned into an image, and audio extracted from a video.
	const isConvertible =
		kind === rule.kind ||
		(rule.kind === 'image' && (name === 'PDF' || name === 'PostScript')) ||
		(rule.kind === 'audio' && kind === 'video');
	const advice = adviceOn[name] ?? (isConvertible ? conversion(rule) : undefined);
	return { finding: `is ${phraseOf(type)}${other}`, ...defined({ advice }) };
}

const smaller: Readonly<Record<MediaKind, string>> = {
	image: 'Make it smaller before this node, for example with the Edit Image node.',
	video: 'Shorten or compress it before this node.',
	audio: 'Shorten or compress it before this node.',
};

/** Some cameras leave out the end marker. Only a person can see whether more is missing. */
const withoutEnd =
	'If you can see the whole image, save it again as JPEG or PNG, for example with the Edit Image node.';

/** Images of these types always have a readable size, unless they're damaged. */
const tellsPixels: ReadonlySet<FileTypeName> = new Set(['JPEG', 'PNG', 'GIF']);

/**
 * Checks a file by its bytes. An image whose size can't be read is allowed unless it's certainly
 * damaged.
 * @returns undefined when the rule allows the file
 */
export function mediaFinding(inspection: Inspection, rule: MediaRule): MediaFinding | undefined {
	const { type, size, width, height, isTooLarge, isWhole, mangled } = inspection;
	if (size === 0) {
		return { finding: 'is empty', advice: 'Check the node that the file comes from.' };
	}
	if (mangled !== undefined) return mangled;
	if (type === undefined) return { finding: 'has an unknown file type' };
	if (!takesFormat(rule, type.name)) return typeFinding(type, rule);
	if (isTooLarge || size > rule.mostBytes) {
		return { finding: `is larger than ${megabytes(rule.mostBytes)}`, advice: smaller[rule.kind] };
	}
	if (!isWhole) {
		const again = "It wasn't downloaded or uploaded completely. Get it again.";
		const advice = type.name === 'JPEG' ? `${again} ${withoutEnd}` : again;
		return { finding: 'is incomplete', advice };
	}
	if (!width || !height) {
		return tellsPixels.has(type.name)
			? { finding: 'is damaged', advice: 'Get the file again.' }
			: undefined;
	}
	if (rule.leastPixels !== undefined && Math.min(width, height) < rule.leastPixels) {
		return {
			finding: 'is too small',
			got: pixelsText(width, height),
			advice: 'Use a larger image, or enlarge it with the Edit Image node before this node.',
		};
	}
	return undefined;
}

/**
 * The usual image limits of the provider's models (docs/internals/api.md#file-formats), for models
 * whose document has none.
 */
const usual = { mostBytes: 10 * 1024 * 1024, leastPixels: 300, ratio: { least: 0.4, most: 2.5 } };

const mayFail = 'If the video fails because of it, use another image.';

/** 23.417 → "23.4 seconds" */
const secondsText = (seconds: number) => `${readable(seconds, 1)} seconds`;

/** The same about the length of a video or audio file. */
function durationWarnings(seconds: number | undefined, { usedSeconds = {} }: MediaRule): string[] {
	const { least = 0, most = Infinity } = usedSeconds;
	if (seconds === undefined) return [];
	if (seconds > most) return [`is ${secondsText(seconds)} long. The model uses the first ${most}.`];
	if (seconds >= least) return [];
	return [
		`is ${secondsText(seconds)} long. The model makes it ${least} seconds, which are charged.`,
	];
}

/** What is wrong with the total length of the files of a list, if anything. */
export function totalFinding(
	lengths: ReadonlyArray<number | undefined>,
	{ totalSeconds = Infinity }: MediaRule,
): MediaFinding | undefined {
	const total = lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0);
	// Headers round, and 15.02 seconds are a video of 15.
	if (total <= totalSeconds + 0.1) return undefined;
	return {
		finding: `must be at most ${totalSeconds} seconds in total`,
		got: readable(total, 1),
	};
}

/**
 * Warnings about an allowed file, as sentences that follow its name.
 * @param inspection of a file that the rule allows
 */
export function mediaWarnings(inspection: Inspection, rule: MediaRule): string[] {
	const { size, width, height, seconds } = inspection;
	if (rule.kind !== 'image') return durationWarnings(seconds, rule);
	const warnings: string[] = [];
	if (size > usual.mostBytes) {
		const most = megabytes(usual.mostBytes);
		warnings.push(`is larger than ${most}, which some Seedance models don't allow. ${mayFail}`);
	}
	if (!width || !height) return warnings;
	const pixels = pixelsText(width, height);
	if (rule.leastPixels === undefined && Math.min(width, height) < usual.leastPixels) {
		const least = pixelsText(usual.leastPixels, usual.leastPixels);
		warnings.push(
			`is ${pixels}. Some Seedance models need at least ${least}, and a small image gives a blurry video. ${mayFail}`,
		);
	}
	const { least, most } = usual.ratio;
	if (width / height < least || width / height > most) {
		warnings.push(
			`is ${pixels}. Seedance models usually allow a width-to-height ratio from ${least} to ${most}. ${mayFail}`,
		);
	}
	return warnings;
}
