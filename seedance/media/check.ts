/** Whether a file is what a rule asks for. */
import type { MediaKind } from '../models';
import type { FileType, FileTypeName } from './fileTypes';
import type { MediaFinding } from './finding';
import type { Inspection } from './inspect';
import { takesFormat } from './rules';
import type { MediaRule } from './rules';
import { megabytes, nounOf, oneOf, phraseOf, pixelsText } from './words';

/** Formats that every program writes, the best one to convert to first. */
const targets = ['JPEG', 'PNG', 'MP4', 'MP3'];

function conversion({ formats }: MediaRule): string {
	const common = targets.filter((name) => formats.includes(name));
	return `Convert it to ${oneOf(common.length > 0 ? common : formats)} before this node.`;
}

const message = 'It may be an error message of where it was downloaded from. Open it to see.';

/** What helps with types that are no media, or media only by their names. */
const adviceOn: Partial<Record<FileTypeName, string>> = {
	HTML: 'What was downloaded is perhaps a share or login page. Download the file itself.',
	JSON: message,
	XML: message,
	text: message,
	ZIP: 'Unpack it with the Compression node before this node.',
	GZIP: 'Unpack it with the Compression node before this node.',
};

function typeFinding(type: FileType, rule: MediaRule): MediaFinding {
	const { kind, name } = type;
	const other = kind === rule.kind ? '' : `, not ${nounOf(rule.kind)}`;
	// A document can be made a picture of, and a video's sound be taken out of it.
	const isConvertible =
		kind === rule.kind ||
		(rule.kind === 'image' && (name === 'PDF' || name === 'PostScript')) ||
		(rule.kind === 'audio' && kind === 'video');
	const advice = adviceOn[name] ?? (isConvertible ? conversion(rule) : undefined);
	return { finding: `is ${phraseOf(type)}${other}`, ...(advice !== undefined ? { advice } : {}) };
}

const smaller: Readonly<Record<MediaKind, string>> = {
	image: 'Make it smaller before this node, with the Edit Image node for example.',
	video: 'Shorten or compress it before this node.',
	audio: 'Shorten or compress it before this node.',
};

/** Some cameras leave the end marker out. Whether more is missing, only who looks at the image can tell. */
const withoutEnd =
	'If a viewer shows the whole image, only its end marker is missing: save it again as JPEG or PNG, with the Edit Image node for example.';

/** Pictures of these types tell their size in every case, or are damaged. */
const tellsPixels: ReadonlySet<FileTypeName> = new Set(['JPEG', 'PNG', 'GIF']);

/**
 * Checks a file on its real bytes. A picture whose size cannot be read is taken unless it is
 * damaged for sure.
 * @returns undefined when the rule takes the file
 */
export function mediaFinding(inspection: Inspection, rule: MediaRule): MediaFinding | undefined {
	const { type, size, width, height, isTooLarge, isWhole, mangled } = inspection;
	if (size === 0) {
		return { finding: 'is empty', advice: 'Look at the node that the file comes from.' };
	}
	if (mangled !== undefined) return mangled;
	if (type === undefined) return { finding: 'is of a type that is not known' };
	if (!takesFormat(rule, type.name)) return typeFinding(type, rule);
	if (isTooLarge || size > rule.mostBytes) {
		return { finding: `is larger than ${megabytes(rule.mostBytes)}`, advice: smaller[rule.kind] };
	}
	if (!isWhole) {
		const again = 'It was not downloaded or uploaded completely. Get it once more.';
		const advice = type.name === 'JPEG' ? `${again} ${withoutEnd}` : again;
		return { finding: 'breaks off before its end', advice };
	}
	if (!width || !height) {
		return tellsPixels.has(type.name) ? { finding: 'is damaged at its beginning' } : undefined;
	}
	if (rule.leastPixels !== undefined && Math.min(width, height) < rule.leastPixels) {
		return {
			finding: `is ${pixelsText(width, height)}`,
			advice: 'Give a larger picture, or enlarge it with the Edit Image node before this node.',
		};
	}
	return undefined;
}

/** What most models of the provider take of a picture, where a model's own document does not say. */
const usual = { mostBytes: 10 * 1024 * 1024, leastPixels: 300, ratio: { least: 0.4, most: 2.5 } };

const mayFail = 'If the video fails for that, change the image and run this again.';

/**
 * What may be wrong with a file that is taken, in whole sentences that follow its name.
 * @param inspection of a file that the rule takes
 */
export function mediaWarnings(inspection: Inspection, rule: MediaRule): string[] {
	const { size, width, height } = inspection;
	if (rule.kind !== 'image') return [];
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
			`is ${pixels}. Some Seedance models need at least ${least}, and a small image makes a blurred video. ${mayFail}`,
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
