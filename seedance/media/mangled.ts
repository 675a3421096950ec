/** Recognises media files that were damaged on their way, and what to do about it. */
import { fileType } from './fileType';
import type { MediaFinding } from './fileType';

const readAsText: MediaFinding = {
	finding: 'was read as text on its way here, which destroys it',
	advice:
		'In the node that gets it, choose the setting for files: Response Format: File in the HTTP Request node, for example. Then run this again.',
};

const asBase64: MediaFinding = {
	finding: 'is base64 text and not the file itself',
	advice:
		'Turn it into a file with the Convert to File node, operation Move Base64 String to File, before this node.',
};

const asNumbers: MediaFinding = {
	finding: 'is a list of its bytes, written as text',
	advice:
		"In the Code node, make the file with await this.helpers.prepareBinaryData(buffer, 'photo.jpg', 'image/jpeg').",
};

/** U+FFFD in UTF-8, which replaces every byte that isn't text. */
const replacement = '\xef\xbf\xbd';

/**
 * The beginnings of a JPEG and a PNG that were read as Latin-1 and written as UTF-8, or lost a line
 * break.
 */
// eslint-disable-next-line no-control-regex
const recoded = /^(?:\xc3\xbf\xc3\x98\xc3\xbf|\xc2\x89PNG|\x89PNG(?!\r\n\x1a\n))/;

/**
 * The smallest share of replaced bytes. In a file that was read as text it's about a third, in the
 * metadata of an audio file much less.
 */
const leastShare = 0.1;

/** The share of replaced characters in a file, from 0 to 1. */
const shareReplaced = (head: string) =>
	((head.split(replacement).length - 1) * replacement.length) / Math.max(head.length, 1);

/** Whether a file was certainly re-encoded as text. */
const isRecoded = (head: string) =>
	recoded.test(head) ||
	head.slice(0, 16).includes(replacement) ||
	head.split(replacement, 5).length > 4;

const opening = /^(?:\xef\xbb\xbf)?[\s"']*(?:data:[^,]{0,500},\s*)?/i;

/** Whether Base64 digits decode to the beginning of a media file. */
function areMedia(digits: string): boolean {
	const plain = digits.slice(0, 2000).replace(/\\\/|\s+/g, (found) => (found === '\\/' ? '/' : ''));
	if (!/^[\w+/-]{16,}/.test(plain)) return false;
	const type = fileType(Buffer.from(plain, 'base64'));
	return type !== undefined && type.kind !== 'other';
}

/** A field of an API's answer with a file in Base64: "b64_json", "data", "image". */
const fieldInJson = /"[\w-]{1,40}"\s*:\s*"(?:data:[^,"]{0,500},)?([\w+/\\-]{40,2000})/g;

function isBase64(head: string): boolean {
	const [begin = ''] = opening.exec(head) ?? [];
	if (areMedia(head.slice(begin.length, begin.length + 2000))) return true;
	if (!/^\s*[[{]/.test(head)) return false;
	return [...head.matchAll(fieldInJson)].some(([, digits = '']) => areMedia(digits));
}

/**
 * A Buffer as JSON, its bytes as a list or an object, or the hex digits of a JPEG, PNG, GIF or
 * RIFF.
 */
const numbers =
	/^\s*(?:\{\s*"type"\s*:\s*"Buffer"|\{\s*"0"\s*:\s*\d{1,3}\s*,\s*"1"\s*:\s*\d|\[?\s*\d{1,3}\s*(?:,\s*\d{1,3}\s*){15})|^\s*(?:\\x|0x)?(?:ffd8ff|89504e470d0a|474946383|52494646)[\da-f]{6}/i;

/** In bytes. */
const glance = 4096;

/**
 * Says what happened to a damaged file.
 * @param head its first bytes
 * @param isSound whether it seems to be a complete media file
 * @returns undefined when that isn't known
 */
export function mangledFinding(head: Uint8Array, isSound: boolean): MediaFinding | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
	const characters = bytes.toString('latin1');
	if (shareReplaced(characters) > leastShare) return readAsText;
	if (isSound) return undefined;
	if (isRecoded(characters)) return readAsText;
	const text = bytes.subarray(0, glance).toString('latin1');
	if (numbers.test(text)) return asNumbers;
	return isBase64(text) ? asBase64 : undefined;
}
