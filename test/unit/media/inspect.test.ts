/** The inspection of a file: its results, and how little memory it uses. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { inspect } from '../../../seedance/media/inspect';
import type { Inspection } from '../../../seedance/media/inspect';
import { endlessFile, fileOf } from '../../support/media/files';
import { exifWith, jfif, jpeg, segment } from '../../support/media/jpegs';
import {
	be32,
	bmp,
	ftyp,
	gif,
	latin1,
	noise,
	png,
	pngOf,
	tiff,
	webp,
} from '../../support/media/images';

const enough = 50_000_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a file', () => {
	it('tells all of itself at one look', async () => {
		const bytes = png(800, 600, 300_000);
		expect(await inspect(fileOf(bytes), enough)).toEqual<Inspection>({
			size: bytes.length,
			isTooLarge: false,
			sha256: sha256(bytes),
			type: { kind: 'image', name: 'PNG', mimeType: 'image/png', extension: 'png' },
			width: 800,
			height: 600,
			isWhole: true,
		});
	});

	it.each(['video.mp4', 'video.mov', 'video.3gp', 'sound.m4a'])(
		'has its length in the header of %s',
		async (name) => {
			const bytes = readFileSync(path.join(__dirname, '../../fixtures/media', name));
			const { seconds } = await inspect(fileOf(bytes), enough);
			expect(seconds).toBeGreaterThan(0);
			expect(seconds).toBeLessThan(60);
		},
	);

	it('has none where the header was cut off, or says 0', async () => {
		const header = (scale: number, units: number) => [
			...be32(116),
			...latin1('moov'),
			...be32(108),
			...latin1('mvhd'),
			...Array<number>(12).fill(0),
			...be32(scale),
			...be32(units),
			...Array<number>(80).fill(0),
		];
		const secondsOf = async (bytes: readonly number[]) =>
			(await inspect(fileOf(Uint8Array.from([...ftyp('isom'), ...bytes])), enough)).seconds;
		expect(await secondsOf(header(1000, 23_400))).toBe(23.4);
		expect(await secondsOf(header(1000, 23_400).slice(0, 20))).toBeUndefined();
		expect(await secondsOf(header(1000, 0))).toBeUndefined();
		expect(await secondsOf(header(0, 1))).toBeUndefined();
	});

	it('may be empty', async () => {
		const nothing = { size: 0, isTooLarge: false, sha256: sha256(Buffer.alloc(0)), isWhole: true };
		expect(await inspect(fileOf(Buffer.alloc(0)), enough)).toEqual(nothing);
		expect(
			await inspect(
				endlessFile(Buffer.alloc(0), () => Buffer.alloc(0), 3),
				enough,
			),
		).toEqual(nothing);
	});

	it('may be of no known type', async () => {
		const { type, width, size } = await inspect(fileOf(Buffer.alloc(70_000, 1)), enough);
		expect({ type, width, size }).toEqual({ type: undefined, width: undefined, size: 70_000 });
	});

	it('can be looked at again', async () => {
		const file = fileOf(jpeg(), [100]);
		expect(await inspect(file, enough)).toEqual(await inspect(file, enough));
	});

	it('passes on that it cannot be read', async () => {
		const file = endlessFile(
			png(),
			() => {
				throw new Error('ENOENT');
			},
			2,
		);
		await expect(inspect(file, enough)).rejects.toThrow('ENOENT');
	});
});

describe('the size of a picture', () => {
	it.each([
		['PNG', 1, 2, png(1, 2)],
		['PNG', 5000, 30, png(5000, 30)],
		['GIF', 300, 299, gif(300, 299)],
		['WebP', 3000, 16_000, webp(3000, 16_000)],
		['BMP', 301, 7, bmp(301, 7)],
		[
			'PNG',
			2 ** 31 - 1,
			1,
			pngOf(
				['IHDR', Buffer.concat([be32(2 ** 31 - 1), be32(1), Buffer.alloc(5)])],
				['IEND', Buffer.alloc(0)],
			),
		],
		['GIF', 65_535, 1, gif(65_535, 1)],
		['WebP', 16_384, 1, webp(16_384, 1)],
		['TIFF', 4000, 3000, tiff(4000, 3000)],
		['TIFF', 900, 700, tiff(900, 700, true)],
		['JPEG', 65_535, 1, jpeg({ width: 65_535, height: 1 })],
	])('of a %s is read from its header: %i × %i', async (name, width, height, bytes) => {
		const inspection = await inspect(fileOf(bytes), enough);
		expect(inspection).toMatchObject({ type: { name }, width, height, isWhole: true });
	});

	it('of a BMP whose lines go from top to bottom is no less than nothing', async () => {
		const bytes = bmp(301, 7);
		bytes.writeInt32LE(-7, 22);
		expect(await inspect(fileOf(bytes), enough)).toMatchObject({ width: 301, height: 7 });
	});

	it.each([
		['a WebP of a kind to come', Buffer.from(webp()).fill(0xff, 20, 21)],
		['a WebP without pixels', webp().subarray(0, 20)],
		['a HEIC', ftyp('heic', 'mif1')],
		['a PDF', latin1('%PDF-1.7')],
	])('is not known of %s', async (_what, bytes) => {
		const { width, height } = await inspect(fileOf(bytes), enough);
		expect([width, height]).toEqual([undefined, undefined]);
	});

	it('is not known of a TIFF whose tags are farther behind than what is held', async () => {
		const bytes = tiff(900, 700, true);
		const far = Buffer.concat([bytes.subarray(0, 8), noise(100_000), bytes.subarray(2008)]);
		far.writeUInt32LE(100_008, 4);
		const { type, width, isWhole } = await inspect(fileOf(far), enough);
		expect([type?.name, width, isWhole]).toEqual(['TIFF', undefined, true]);
	});
});

describe('the pieces that a file comes in', () => {
	const files = [
		png(640, 480, 150_000),
		jpeg({ before: [jfif, exifWith(jpeg()), ...Array(3).fill(segment(0xe2, noise(60_000)))] }),
		gif(),
		webp(),
		bmp(200, 150),
		tiff(640, 480, true),
		Buffer.concat([ftyp('isom'), noise(3000)]),
		latin1('<html>'),
	];

	it('make no difference', async () => {
		const known = await Promise.all(files.map(async (one) => await inspect(fileOf(one), enough)));
		await fc.assert(
			fc.asyncProperty(
				fc.nat(files.length - 1),
				fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 70_000 })), {
					minLength: 1,
					maxLength: 12,
				}),
				async (which, sizes) => {
					const file = fileOf(files[which] ?? Buffer.alloc(0), sizes);
					expect(await inspect(file, enough)).toEqual(known[which]);
				},
			),
			{ numRuns: 60 },
		);
	});

	it.each(files.map((file, i) => [i, file] as const))(
		'may be of one byte each: %#',
		async (_i, bytes) => {
			const small = bytes.subarray(0, 3000);
			const known = await inspect(fileOf(small), enough);
			expect(await inspect(fileOf(small, [1]), enough)).toEqual(known);
		},
	);

	it('may be written over afterwards', async () => {
		const bytes = png(640, 480, 150_000);
		const scratch = Buffer.alloc(1000);
		let at = 0;
		const next = () => {
			const length = bytes.copy(scratch, 0, at, at + scratch.length);
			at += length;
			return scratch.subarray(0, length);
		};
		const file = endlessFile(next(), next, Math.ceil(bytes.length / scratch.length));
		expect(await inspect(file, enough)).toEqual(await inspect(fileOf(bytes), enough));
	});
});

describe('whatever the bytes', () => {
	it('a look at them gives an answer', async () => {
		const starts = [jpeg(), png(), gif(), webp(), bmp(30, 30), tiff(), ftyp('isom'), latin1('BM')];
		const spoilt = fc
			.tuple(fc.constantFrom(...starts), fc.nat(400), fc.uint8Array({ maxLength: 300 }))
			.map(([start, length, tail]) => Buffer.concat([start.subarray(0, length), tail]));
		await fc.assert(
			fc.asyncProperty(spoilt, fc.integer({ min: 1, max: 600 }), async (bytes, mostBytes) => {
				const inspection = await inspect(fileOf(bytes, [37]), mostBytes);
				expect(inspection.isTooLarge).toBe(bytes.length > mostBytes);
				if (!inspection.isTooLarge) expect(inspection.sha256).toBe(sha256(bytes));
			}),
			{ numRuns: 500 },
		);
	});
});

describe('files written by other programs', () => {
	const folder = path.join(__dirname, '../../fixtures/media');
	const files = readdirSync(folder).map(
		(name) => [name, readFileSync(path.join(folder, name))] as const,
	);

	it.each(files)('%s is whole', async (_name, bytes) => {
		expect(await inspect(fileOf(bytes), enough)).toMatchObject({ isWhole: true });
	});

	it.each(files.filter(([name]) => /\.(jpg|png|webp|gif|bmp|tiff)$/.test(name)))(
		'%s is 320 × 240 pixels',
		async (_name, bytes) => {
			const size = { width: 320, height: 240 };
			expect(await inspect(fileOf(bytes), enough)).toMatchObject(size);
		},
	);

	it.each(files.filter(([name]) => /\.(jpg|png|mp4|mov)$/.test(name)))(
		'half of %s is found to break off',
		async (_name, bytes) => {
			const half = bytes.subarray(0, bytes.length / 2);
			expect(await inspect(fileOf(half), enough)).toMatchObject({ isWhole: false });
		},
	);
});
