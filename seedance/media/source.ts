/** Checks the URLs that the API will fetch media from. */
import { isPublicHost } from '../publicHost';
import { invisible, quoted, readable, trimmed, unfilled } from '../text';
import { kindOfName, typeOfName } from './fileType';
import type { MediaFinding, MediaKind } from './fileType';
import { nounOf, phraseOf, withArticle } from './rules';
import { sharePageAt } from './sharePages';

/** The longest URL, in characters. A longer one contains the data itself by mistake. */
const longestAddress = 4096;

/** Advice on how to provide the file itself. */
const giveTheFile =
	'Pass the file itself: download it with the HTTP Request node (Response Format: File), then enter the name of its field (data) here.';

/** Lone surrogates are included, because no URL can contain them. */
const spaceOrControl = /[\s\p{Cc}\p{Cs}]/u;

/** Characters that a URL has only as %22, %3C, %3E or %60. */
const notInAddress = /["<>`]/;

/** A URL within other text: a link in Markdown or HTML, a formula, a name before it. */
const addressWithin = /^(?!blob:)(?!https?:\/\/).*https?:\/\//is;

/** A separator before a second URL, or at the end of a line. */
const joined = /[\p{L}\p{N}&.)\]}]https?:\/\/|[,;|，；、｜]\s*(?:https?:\/\/|data:)/iu;
/** A missing value in the path of a URL: …/undefined.jpg. */
const missingInPath = /^[^?#]*:\/\/[^/?#]+\/(?:[^?#]*\/)?(undefined|null|NaN)(?:\.\w+)?(?:[/?#]|$)/;
const separatorAtEnd = /[,;|.:'*]$/;

/** Whether a text ends with an unmatched bracket, like the rest of "(see https://…)". */
const closesNothing = (text: string) =>
	['()', '[]', '{}'].some(([open = '', close = '']) => {
		const count = (character: string) => text.split(character).length;
		return text.endsWith(close) && count(close) > count(open);
	});

/** An "&" escaped for HTML or JSON, which breaks signatures in URLs. */
const escapedAmpersand = /&(?:amp|#38|#x26);|\\u0026/i;

/** The token of a Telegram bot, which lets anybody read its chats. */
const botToken = /\/bot\d+:[\w-]{20,}/;

/** Whether a URL has a user name or password before its host. */
const hasLogin = (text: string) => /^[^/?#]*@/.test(text.slice(text.indexOf('://') + 3));

function parsed(text: string): URL | undefined {
	// The parser accepts "https:example.com" and "https:///example.com", which others don't.
	if (!/^https?:\/\/[^/\\]/i.test(text)) return undefined;
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

function tooLong(length: number): MediaFinding {
	return {
		finding: `must be at most ${readable(longestAddress)} characters`,
		got: readable(length),
	};
}

/** Playlists of a stream, whose video is in many other files. */
const playlist = /\.(?:m3u8|mpd)$/i;

/**
 * What is wrong with a URL by the name of its file. Audio may be in the container of a video, and a
 * video in an .ogg file.
 */
function nameFinding({ pathname }: URL, kind: MediaKind): MediaFinding | undefined {
	if (kind !== 'image' && playlist.test(pathname)) {
		const finding = `is a streaming playlist, not ${nounOf(kind)}`;
		return { finding, advice: 'Enter the URL of the file itself, such as an MP4.' };
	}
	const type = typeOfName(pathname);
	const mayBe =
		type === undefined ||
		type.kind === kind ||
		(kind === 'audio' && type.kind === 'video') ||
		(kind === 'video' && type.name === 'OGG');
	if (mayBe) return undefined;
	const wanted = nounOf(kind);
	return { finding: `is ${phraseOf(type)}, not ${wanted}`, advice: `Enter the URL of ${wanted}.` };
}

/** Whether a URL leads to another kind of file, by its name. */
export function isNamedOtherwise(text: string, kind: MediaKind): boolean {
	const url = parsed(text);
	return url !== undefined && nameFinding(url, kind) !== undefined;
}

/**
 * Checks a URL without fetching it.
 * @param text without surrounding whitespace
 * @param options `allowsPrivate`: the API is on this machine and reaches every host; `kind`: what
 * it must lead to, if the name of its file is to be checked
 * @returns undefined when the URL may be sent
 */
export function mediaUrlFinding(
	text: string,
	options: { readonly allowsPrivate: boolean; readonly kind?: MediaKind },
): MediaFinding | undefined {
	if (text.length > longestAddress) return tooLong(text.length);
	// The message doesn't quote the URL, because it contains a password.
	if (hasLogin(text)) {
		return {
			finding: 'contains a user name or password',
			advice: giveTheFile,
		};
	}
	if (botToken.test(text)) {
		return {
			finding: 'contains the token of a Telegram bot',
			advice:
				'Download the file with the Telegram node (File → Get), then enter the name of its field (data) here.',
		};
	}
	const got = quoted(text);
	const missing = missingInPath.exec(text)?.[1];
	const left = unfilled(missing ?? text);
	if (left !== undefined) return { ...left, got };
	if (addressWithin.test(text)) {
		return {
			finding: 'has text around the URL',
			got,
			advice: 'Enter only the URL, without quotes, brackets or other text.',
		};
	}
	if (joined.test(text)) {
		return {
			finding: 'has more than one URL',
			got,
			advice: 'Enter one URL. In a field for several, enter one per line.',
		};
	}
	if (spaceOrControl.test(text)) {
		return {
			finding: 'has a space or line break',
			got,
			advice: 'Enter one URL only, and write a space in it as %20.',
		};
	}
	if (invisible.test(text)) {
		return {
			finding: 'has an invisible character',
			got,
			advice: 'Copy the URL again from where the file is.',
		};
	}
	if (/^https?:\/\/https?:/i.test(text)) {
		return { finding: 'begins with https:// twice', got, advice: 'Remove one of them.' };
	}
	if (separatorAtEnd.test(text) || closesNothing(text)) {
		return { finding: `ends with "${text.slice(-1)}"`, got, advice: 'Remove that character.' };
	}
	if (escapedAmpersand.test(text)) {
		return {
			finding: 'has "&" written as "&amp;"',
			got,
			advice:
				"Decode it: {{ $json.url.replaceAll('&amp;', '&') }}, or read the HTML with the HTML node.",
		};
	}
	if (notInAddress.test(text) || text.includes('\\')) {
		const [stray = '\\'] = notInAddress.exec(text) ?? [];
		return {
			finding: `has the character ${stray}`,
			got,
			advice: 'Enter only the URL, as a browser shows it.',
		};
	}
	const url = parsed(text);
	if (url === undefined) {
		return { finding: "isn't a URL", got, advice: giveTheFile };
	}
	if (url.href.length > longestAddress) return tooLong(url.href.length);
	const { kind } = options;
	const page = sharePageAt(url, kind);
	if (page !== undefined) {
		return {
			finding:
				page.wantsSignIn === true
					? `is ${withArticle(page.site)} URL that needs a sign-in`
					: `is ${withArticle(page.site)} page, not the file itself`,
			got,
			advice: page.advice,
		};
	}
	if (!options.allowsPrivate && !isPublicHost(url.hostname)) {
		return { finding: "can't be reached from the internet", got, advice: giveTheFile };
	}
	const wrong = kind === undefined ? undefined : nameFinding(url, kind);
	return wrong === undefined ? undefined : { ...wrong, got };
}

// Recognises a media value that a person gave as text: a URL, a data URI or the name of a binary
// field.

export type GivenMedia =
	| { readonly kind: 'url'; readonly url: string }
	| { readonly kind: 'dataUri'; readonly text: string }
	/** The name of a binary field of the item; empty when only whitespace was given. */
	| { readonly kind: 'binary'; readonly name: string };

/** Recognises a URL and a data URI by their beginnings. They are validated elsewhere. */
export function givenMedia(text: string): GivenMedia {
	const given = trimmed(text);
	if (/^data:/i.test(given)) return { kind: 'dataUri', text: given };
	return given.includes('://') ? { kind: 'url', url: given } : { kind: 'binary', name: given };
}

/** The longest name of a binary field, in characters. */
const longestName = 200;

/**
 * What a text may have been meant for, when no binary field has that name.
 * @returns a sentence; undefined when it looks like a name
 */
export function meantBy(name: string): string | undefined {
	if (name.length > longestName) {
		return /^[\w+/\s-]+=*$/.test(name.slice(0, longestName))
			? 'For Base64, put the type before it: data:image/jpeg;base64,…'
			: 'This text is too long for a name.';
	}
	if (/^(?:\/\/|www\.|https?:|https?\/\/)|^[\w-]+(?:\.[\w-]+)+\/\S/i.test(name))
		return 'A URL begins with https://.';
	if (/^(?:[a-z]:\\|\/|~\/|\.{1,2}\/)/i.test(name)) {
		return 'Read a file on a disk with the Read/Write Files from Disk node before this node.';
	}
	return undefined;
}

/** The files of one item, by name. */
export interface ItemFiles {
	/** The names that messages list. */
	readonly names: readonly string[];
	/**
	 * The files that a text names; empty when it names none.
	 * @param isList whether the text may name several
	 */
	find(text: string, kind: MediaKind, isList: boolean): readonly string[];
}

/** An item without files. */
export const noFiles: ItemFiles = { names: [], find: () => [] };

// Normalises file names.

/** "Foto%20gr%C3%BCn.png" → "Foto grün.png"; other text is unchanged. */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** In characters. */
const longestFileName = 100;

/**
 * The name for the store: plain, well-formed text with an extension. It has that of the file's real
 * type where its own stands for another kind of file.
 * @param extension without a dot
 */
export function storeName(fileName: string, extension: string): string {
	const plain = percentDecoded(fileName).replace(/[\\/\p{C}]+/gu, '_');
	const short = Array.from(plain).slice(-longestFileName).join('');
	const kind = kindOfName(short);
	const isOther = kind !== undefined && kind !== kindOfName(`.${extension}`);
	return /\.\w{2,5}$/.test(short) && !isOther ? short : `${short || 'file'}.${extension}`;
}

/** The last part of a URL's path, decoded and without its extension: "my photo". */
export function nameInUrl(url: string): string {
	const [, name = ''] = /([^/]+?)(?:\.\w{1,5})?$/.exec(new URL(url).pathname) ?? [];
	return percentDecoded(name).replace(/[\\/]+/g, '_') || 'file';
}
