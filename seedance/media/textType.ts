/** Tells what a text is that was given for a picture, a video or a sound. */
import type { FileTypeName } from './fileTypes';

/** Characters that no text has: control characters except tab, line breaks, form feed and escape. */
// eslint-disable-next-line no-control-regex
const notInText = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** In characters: enough to tell a text from bytes. */
const glance = 512;

const byteOrderMark = /^\xef\xbb\xbf/;

/** Elements that web pages begin with, their doctype or <html> being left out often. */
const pageElements = /^(?:html|head|body|script|style|meta|link|title|div|table|center|h1|p)$/;

/** A text with a "<" at its beginning, by its doctype or its first element. */
function markupTypeOf(text: string): FileTypeName {
	const code = text.replace(/<!--[^]*?-->/g, '');
	if (/<!doctype\s+html/.test(code)) return 'HTML';
	const [, element = ''] = /<([a-z][^\s/>]*)/.exec(code) ?? [];
	if (/^(?:\w+:)?svg$/.test(element)) return 'SVG';
	return pageElements.test(element) ? 'HTML' : 'XML';
}

/**
 * @param head the first bytes as characters of the same code
 * @returns undefined for what is no text
 */
export function textTypeOf(head: string): FileTypeName | undefined {
	const text = head.replace(byteOrderMark, '').trimStart().toLowerCase();
	if (text === '' || notInText.test(text.slice(0, glance))) return undefined;
	if (text.startsWith('<')) return markupTypeOf(text);
	return /^(?:\{\s*["}]|\[\s*["{[\]\d])/.test(text) ? 'JSON' : 'text';
}
