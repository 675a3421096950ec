import { crc32, deflateSync } from 'node:zlib';
import type { Exchange } from '../http/exchange';

const WIDTH = 640;
const HEIGHT = 360;

let made: Buffer | undefined;

/** `GET /samples/first-frame.png`: a real image to start from, 640×360. Needs no key. */
export function firstFrame(exchange: Exchange): void {
	made ??= gradientPng(WIDTH, HEIGHT);
	exchange.entry.note = `sample picture, ${WIDTH}×${HEIGHT}`;
	exchange.send(200, 'image/png', made);
}

/** Draws dusk over a dark horizon, with a sun, as an 8-bit RGB PNG. */
function gradientPng(width: number, height: number): Buffer {
	const rows = Buffer.alloc(height * (1 + width * 3));
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) rows.set(colour(x, y), y * (1 + width * 3) + 1 + x * 3);
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8); // 8 bits per channel, RGB
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function colour(x: number, y: number): [number, number, number] {
	const horizon = HEIGHT * 0.72;
	if (y > horizon) return [24, 20, 48];
	if (Math.hypot(x - WIDTH * 0.5, y - horizon) < 60) return [255, 236, 190];
	const part = y / horizon;
	return [Math.round(40 + 200 * part), Math.round(32 + 110 * part), Math.round(96 + 10 * part)];
}

function chunk(name: string, data: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(name, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(typed));
	return Buffer.concat([length, typed, check]);
}
