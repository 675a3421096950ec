/** The forms in which a picture, video or sound can be given. */

/** What a media value is: an address, the data itself, or neither. */
export type MediaReference =
	| { readonly kind: 'url' }
	| { readonly kind: 'dataUri'; readonly mimeType: string }
	| { readonly kind: 'unsupported' };

const dataUri = /^data:([a-z]+\/[\w.+-]+);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * Tells a URL (http or https, with a host) and a base64 data URI from anything else.
 * Nothing is fetched: the API fetches URLs itself.
 */
export function mediaReference(text: string): MediaReference {
	if (text.startsWith('data:')) {
		const mimeType = dataUri.exec(text)?.[1];
		return mimeType === undefined ? { kind: 'unsupported' } : { kind: 'dataUri', mimeType };
	}
	try {
		const { protocol, hostname } = new URL(text);
		const isWeb = protocol === 'https:' || protocol === 'http:';
		return isWeb && hostname !== '' ? { kind: 'url' } : { kind: 'unsupported' };
	} catch {
		return { kind: 'unsupported' };
	}
}
