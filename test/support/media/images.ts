/**
 * Generated images of any size in pixels. The PNG files can be decoded. The others have valid
 * headers and ends, with dummy bytes as pixels. JPEG is in jpegs.ts.
 */
import { crc32, deflateSync } from 'node:zlib';

export const latin1 = (text: string) => Buffer.from(text, 'latin1');

export const be16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const le16 = (value: number) => Buffer.from([value & 0xff, value >> 8]);

export function be32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function le32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

/** Made once and then repeated: of a length that no reader's pieces have, so that they all differ. */
const block = (() => {
	const bytes = Buffer.alloc(65_521);
	let state = 1;
	return bytes.map(() => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return (state >>> 16) % 0xff;
	});
})();

/** Bytes that look random and are the same in every run; without FF, as in a JPEG's data. */
export const noise = (length: number): Buffer => Buffer.alloc(length, block);

const chunk = (name: string, payload: Uint8Array) => {
	const body = Buffer.concat([latin1(name), payload]);
	return Buffer.concat([be32(payload.length), body, be32(crc32(body))]);
};

const pngSignature = latin1('\x89PNG\r\n\x1a\n');
const pngHeader = (width: number, height: number) =>
	chunk('IHDR', Buffer.concat([be32(width), be32(height), Buffer.from([8, 0, 0, 0, 0])]));

/**
 * A grey PNG.
 * @param padding bytes of a chunk that viewers skip, to make the file as large as wanted
 */
export function png(width = 640, height = 480, padding = 0): Buffer {
	const pixels = Buffer.alloc((width + 1) * height);
	return Buffer.concat([
		pngSignature,
		pngHeader(width, height),
		...(padding > 0 ? [chunk('juNk', noise(padding))] : []),
		chunk('IDAT', deflateSync(pixels)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** Chunks behind a PNG's signature, whatever they are. */
export const pngOf = (...chunks: ReadonlyArray<readonly [string, Uint8Array]>) =>
	Buffer.concat([pngSignature, ...chunks.map(([name, payload]) => chunk(name, payload))]);

const pieces = (payload: Uint8Array) => {
	const parts: Uint8Array[] = [];
	for (let at = 0; at < payload.length; at += 255) {
		const piece = payload.subarray(at, at + 255);
		parts.push(Buffer.from([piece.length]), piece);
	}
	return Buffer.concat([...parts, Buffer.from([0])]);
};

export function gif(width = 640, height = 480): Buffer {
	return Buffer.concat([
		latin1('GIF89a'),
		le16(width),
		le16(height),
		Buffer.from([0x81, 0, 0]),
		Buffer.alloc(3 * 4, 0x3b),
		Buffer.from([0x2c]),
		Buffer.alloc(4),
		le16(width),
		le16(height),
		Buffer.from([0, 2]),
		pieces(noise(600)),
		latin1(';'),
	]);
}

export function webp(width = 640, height = 480): Buffer {
	const size = (value: number) => le32(value - 1).subarray(0, 3);
	const payload = Buffer.concat([
		latin1('WEBPVP8X'),
		le32(10),
		Buffer.alloc(4),
		size(width),
		size(height),
		latin1('VP8 '),
		le32(300),
		noise(300),
	]);
	return Buffer.concat([latin1('RIFF'), le32(payload.length), payload]);
}

export function bmp(width = 640, height = 480): Buffer {
	const line = Math.ceil((width * 24) / 32) * 4;
	return Buffer.concat([
		latin1('BM'),
		le32(0),
		Buffer.alloc(4),
		le32(54),
		le32(40),
		le32(width),
		le32(height),
		le16(1),
		le16(24),
		Buffer.alloc(24),
		Buffer.alloc(line * height, 0x80),
	]);
}

/** @param tagsAtEnd whether the tags stand behind the pixels, as many programs write them */
export function tiff(width = 640, height = 480, tagsAtEnd = false): Buffer {
	const pixels = noise(2000);
	const tag = (code: number, value: number) =>
		Buffer.concat([le16(code), le16(4), le32(1), le32(value)]);
	const tags = Buffer.concat([
		le16(3),
		tag(256, width),
		tag(257, height),
		tag(273, tagsAtEnd ? 8 : 8 + 42),
		le32(0),
	]);
	const header = Buffer.concat([latin1('II*\0'), le32(tagsAtEnd ? 8 + pixels.length : 8)]);
	return Buffer.concat(tagsAtEnd ? [header, pixels, tags] : [header, tags, pixels]);
}

export const box = (name: string, payload: Uint8Array) =>
	Buffer.concat([be32(payload.length + 8), latin1(name), payload]);

/** @param brands the first is the main one */
export const ftyp = (...brands: readonly string[]) =>
	box('ftyp', latin1(`${brands[0] ?? ''}\0\0\0\0${brands.slice(1).join('')}`));
