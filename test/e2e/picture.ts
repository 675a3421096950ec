import { crc32, deflateSync } from 'node:zlib';

/** A file that a person chooses in a form. */
export interface ChosenFile {
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Buffer;
}

/** Draws a picture of stripes, as an 8-bit grey PNG. */
export function png(name: string, width: number, height: number): ChosenFile {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 0, 0, 0, 0], 8); // 8 bits for each pixel, grey
	const rows = Array.from({ length: height }, (_, y) => {
		const row = Buffer.alloc(1 + width, 40 + ((y * 3) % 200));
		row[0] = 0; // how the row is filtered: not at all
		return row;
	});
	const bytes = Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows))),
		chunk('IEND', Buffer.alloc(0)),
	]);
	return { name, mimeType: 'image/png', bytes };
}

function chunk(type: string, data: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(typed));
	return Buffer.concat([length, typed, check]);
}
