/** Data URIs: the bytes of a file written out as text. */
import { checkBase64, decodeBase64, restoredBase64 } from './base64';
import { extensionOf } from './fileTypes';
import type { MediaFinding } from './finding';
import type { MediaFile } from './mediaFile';

export interface SoundDataUri {
	/** As it is written, in lower case, or empty; the bytes may be of another type. */
	readonly mimeType: string;
	/** Decoded, in bytes. */
	readonly size: number;
	/**
	 * Written as documentation writes it, so that it can be sent as it stands: no parameters, no
	 * white space, nothing that only some decoders take.
	 */
	readonly isPlain: boolean;
	readonly file: MediaFile;
}

export type ParsedDataUri =
	| ({ readonly ok: true } & SoundDataUri)
	/** The finding completes "is a data URI that …". */
	| ({ readonly ok: false } & MediaFinding);

const prefix = 'data:';

/** In characters: a type and a few parameters are shorter. */
const longestHeader = 500;

const advice =
	'A data URI looks like data:image/jpeg;base64,… with the file in base64 after the comma.';

const refused = (finding: string): ParsedDataUri => ({ ok: false, finding, advice });

function fileNameOf(mimeType: string): string {
	const [kind = ''] = mimeType.split('/');
	const extension = mimeType === 'image/jpg' ? 'jpg' : extensionOf(mimeType);
	return extension === undefined ? 'file' : `${kind}.${extension}`;
}

/**
 * Takes a data URI apart. Its base64 is looked through once, and decoded slice by slice whenever the
 * file is opened.
 * @param given begins with "data:" in any case; space around it does not count
 */
export function parseDataUri(given: string): ParsedDataUri {
	const text = given.trim();
	const comma = text.slice(0, longestHeader).indexOf(',');
	if (comma === -1) return refused('has no comma after its type');
	const header = text.slice(prefix.length, comma);
	const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
	// The type may be missing or wrong: the bytes tell it.
	if (![type, ...parameters].includes('base64')) return refused('is not in base64');
	const base64 = restoredBase64(text.slice(comma + 1));
	const check = checkBase64(base64, 0);
	if (!check.ok) {
		return check.finding === 'breaks off'
			? { ok: false, finding: 'breaks off before its end' }
			: refused(`has ${JSON.stringify(check.finding.strange)} in its base64`);
	}
	const { size } = check;
	if (size === 0) return refused('has no data in it');
	const file: MediaFile = {
		fileName: fileNameOf(type),
		open: async () => ({
			async *[Symbol.asyncIterator]() {
				yield* decodeBase64(base64);
			},
		}),
	};
	const isPlain = check.isPlain && text === `${prefix}${type};base64,${base64}`;
	return { ok: true, mimeType: type === 'base64' ? '' : type, size, isPlain, file };
}
