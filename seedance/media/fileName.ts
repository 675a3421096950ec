/** Names of files, as other programs write them and as the API's store is told them. */

/** "Foto%20gr%C3%BCn.png" → "Foto grün.png"; what is not percent-encoded stays as it is. */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** In characters. */
const longestName = 100;

/**
 * What the store is told: a plain name of well-formed text with the ending of what the file is.
 * @param extension without a dot
 */
export function storeName(fileName: string, extension: string): string {
	const plain = percentDecoded(fileName).replace(/[\\/\p{C}]+/gu, '_');
	const short = Array.from(plain).slice(-longestName).join('');
	return /\.\w{2,5}$/.test(short) ? short : `${short || 'file'}.${extension}`;
}
