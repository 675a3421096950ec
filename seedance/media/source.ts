/** The web addresses that the API is to fetch media from. */
import { isPublicHost } from '../publicHost';
import { invisible, quoted, readable, trimmed, unfilled } from '../text';
import type { MediaFinding, MediaKind } from './fileType';
import { sharePageAt } from './sharePages';

/** The most characters of an address as it is sent; longer ones hold the data itself by mistake. */
const longestAddress = 4096;

/** How the file itself is given. */
const giveTheFile =
	'Give the file itself: get it with the HTTP Request node (Response Format: File) and enter data here.';

/** Half an emoji, which no address can hold, is among them. */
const spaceOrControl = /[\s\p{Cc}\p{Cs}]/u;

/** What no address has unless it is written as %22, %3C, %3E or %60. */
const notInAddress = /["<>`]/;

/** An address that does not stand alone: a link of Markdown or HTML, a formula, a name before it. */
const addressWithin = /^(?!blob:)(?!https?:\/\/).*https?:\/\//is;

/** Separators before a second address, or at the end of a line of a list. */
const joined = /[,;|]\s*(?:https?:\/\/|data:)/i;
const separatorAtEnd = /[,;|.:'*]$/;

/** A bracket that closes nothing: what remains of "(see https://…)". */
const closesNothing = (text: string) =>
	['()', '[]', '{}'].some(([open = '', close = '']) => {
		const count = (character: string) => text.split(character).length;
		return text.endsWith(close) && count(close) > count(open);
	});

/** "&" as HTML and JSON write it. Signatures in addresses do not survive it. */
const escapedAmpersand = /&(?:amp|#38|#x26);|\\u0026/i;

/** The token of a Telegram bot, with which anybody can read its chats. */
const botToken = /\/bot\d+:[\w-]{20,}/;

/** A user name or password: what stands before an @ in the host's place. */
const hasLogin = (text: string) => /^[^/?#]*@/.test(text.slice(text.indexOf('://') + 3));

function parsed(text: string): URL | undefined {
	// The parser takes "https:example.com" and "https:///example.com", too; others do not.
	if (!/^https?:\/\/[^/\\]/i.test(text)) return undefined;
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

function tooLong(length: number): MediaFinding {
	return {
		finding: `has ${readable(length)} characters; a web address takes ${readable(longestAddress)} at most`,
	};
}

/**
 * Checks an address by what it says; nothing is fetched.
 * @param text without surrounding space
 * @param options `allowsPrivate`: the API is on this machine and reaches every host
 * @returns undefined when the API can be given the address
 */
export function mediaUrlFinding(
	text: string,
	options: { readonly allowsPrivate: boolean },
): MediaFinding | undefined {
	if (text.length > longestAddress) return tooLong(text.length);
	// Not quoted: whoever reads the message need not read the password.
	if (hasLogin(text)) {
		return {
			finding: 'has a user name or a password in it, which would travel to the API',
			advice: giveTheFile,
		};
	}
	if (botToken.test(text)) {
		return {
			finding: 'has the token of a Telegram bot in it, which would travel to the API',
			advice:
				'Get the file with the Telegram node (File, Get, with Download on) and enter data here.',
		};
	}
	const is = `is ${quoted(text)}`;
	const left = unfilled(text);
	if (left !== undefined) return left;
	if (addressWithin.test(text)) {
		return {
			finding: `${is}, which is more than an address`,
			advice: 'Enter the address alone, without quotes, brackets or text around it.',
		};
	}
	if (joined.test(text)) {
		return {
			finding: `${is}, which is more than one address`,
			advice: 'Enter one URL per line in a field for several, and one URL in any other.',
		};
	}
	if (spaceOrControl.test(text)) {
		return {
			finding: `${is}, which has a space or a line break in it`,
			advice: 'Give one address only, and write a space within it as %20.',
		};
	}
	if (invisible.test(text)) {
		return {
			finding: `${is}, which has an invisible character in it`,
			advice: 'Copy the address anew from where the file is.',
		};
	}
	if (/^https?:\/\/https?:/i.test(text)) {
		return { finding: `${is}, which begins with https:// twice`, advice: 'Remove one of them.' };
	}
	if (separatorAtEnd.test(text) || closesNothing(text)) {
		return { finding: `${is}, which ends with "${text.slice(-1)}"`, advice: 'Remove it.' };
	}
	if (escapedAmpersand.test(text)) {
		return {
			finding: `${is}, in which "&" is written as in HTML or JSON (&amp;)`,
			advice:
				"Decode it: {{ $json.url.replaceAll('&amp;', '&') }}, or read the HTML with the HTML node.",
		};
	}
	if (notInAddress.test(text) || text.includes('\\')) {
		const [stray = '\\'] = notInAddress.exec(text) ?? [];
		return {
			finding: `${is}, which has the character ${stray} in it`,
			advice: 'Enter the address alone, as a browser shows it.',
		};
	}
	const url = parsed(text);
	if (url === undefined) {
		return { finding: `${is}, which is not a web address (https://…)`, advice: giveTheFile };
	}
	if (url.href.length > longestAddress) return tooLong(url.href.length);
	const page = sharePageAt(url);
	if (page !== undefined) {
		return {
			finding:
				page.wantsSignIn === true
					? `${is}, which ${page.site} gives only to those who are signed in`
					: `${is}, a page of ${page.site} and not the file itself`,
			advice: page.advice,
		};
	}
	if (!options.allowsPrivate && !isPublicHost(url.hostname)) {
		return { finding: `${is}, which the API cannot reach from outside`, advice: giveTheFile };
	}
	return undefined;
}

// What a media value is that a person gave as text (design.md §5).

export type GivenMedia =
	| { readonly kind: 'url'; readonly url: string }
	| { readonly kind: 'dataUri'; readonly text: string }
	/** The name of a binary field of the item; empty when nothing but space was given. */
	| { readonly kind: 'binary'; readonly name: string };

/** Tells an address and a data URI by how they look; whether they are sound is checked elsewhere. */
export function givenMedia(text: string): GivenMedia {
	const given = trimmed(text);
	if (/^data:/i.test(given)) return { kind: 'dataUri', text: given };
	return given.includes('://') ? { kind: 'url', url: given } : { kind: 'binary', name: given };
}

/** In characters: longer than any name that a person gives a field. */
const longestName = 200;

/**
 * What the name of a binary field may have been meant for, when there is no field of that name.
 * @returns a whole sentence, or undefined when it looks like a name
 */
export function meantBy(name: string): string | undefined {
	if (name.length > longestName) {
		return /^[\w+/\s-]+=*$/.test(name.slice(0, longestName))
			? 'Base64 needs its type before it: data:image/jpeg;base64,…'
			: 'It takes the name of a binary field, a web address or a data URI.';
	}
	if (/^(?:\/\/|www\.|https?:|https?\/\/)|^[\w-]+(?:\.[\w-]+)+\/\S/i.test(name))
		return 'A web address begins with https://.';
	if (/^(?:[a-z]:\\|\/|~\/|\.{1,2}\/)/i.test(name)) {
		return 'A file on a disk is read with the Read/Write Files from Disk node before this node.';
	}
	return undefined;
}

/** The files of one item, by name. Where they are kept is the caller's affair. */
export interface ItemFiles {
	/** For messages: what there is. */
	readonly names: readonly string[];
	/**
	 * The files that a text stands for; none when it stands for nothing here.
	 * @param isList whether the text may stand for several
	 */
	find(text: string, kind: MediaKind, isList: boolean): readonly string[];
}

/** An item without files. */
export const noFiles: ItemFiles = { names: [], find: () => [] };

// Names of files, as other programs write them and as the API's store is told them.

/** "Foto%20gr%C3%BCn.png" → "Foto grün.png"; what is not percent-encoded stays as it is. */
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
 * What the store is told: a plain name of well-formed text with the ending of what the file is.
 * @param extension without a dot
 */
export function storeName(fileName: string, extension: string): string {
	const plain = percentDecoded(fileName).replace(/[\\/\p{C}]+/gu, '_');
	const short = Array.from(plain).slice(-longestFileName).join('');
	return /\.\w{2,5}$/.test(short) ? short : `${short || 'file'}.${extension}`;
}
