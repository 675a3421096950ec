/**
 * Reads width ÷ height from the header of a PNG or JPEG given as a base64 data URI.
 * Anything else (a URL, another format, a broken header) gives undefined.
 */
export function imageRatio(source: string): number | undefined {
	const [, payload] = /^data:image\/(?:png|jpe?g);base64,(.+)$/s.exec(source) ?? [];
	if (payload === undefined) return undefined;
	const bytes = Buffer.from(payload, 'base64');
	const size = pngSize(bytes) ?? jpegSize(bytes);
	if (size === undefined || size.width === 0 || size.height === 0) return undefined;
	return size.width / size.height;
}

interface Size {
	readonly width: number;
	readonly height: number;
}

function pngSize(bytes: Buffer): Size | undefined {
	if (bytes.length < 24 || bytes.toString('latin1', 1, 4) !== 'PNG') return undefined;
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function jpegSize(bytes: Buffer): Size | undefined {
	if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
	let at = 2;
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes.readUInt8(at + 1);
		// C0..CF are frame headers, except C4 (Huffman tables), C8 (reserved) and CC (arithmetic).
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
			return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		}
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return undefined;
}
