/** What a media value is that a person gave as text (design.md §5). */
import { trimmed } from '../validation/cleanText';

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
