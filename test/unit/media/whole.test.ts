/** Whether files of other types than JPEG are whole. */
import fc from 'fast-check';
import { inspect } from '../../../seedance/media/inspect';
import { fileOf } from '../../support/media/files';
import {
	be32,
	bmp,
	box,
	ftyp,
	gif,
	latin1,
	noise,
	png,
	pngOf,
	tiff,
	webp,
} from '../../support/media/images';

const look = async (bytes: Uint8Array) => await inspect(fileOf(bytes, [1000]), 20_000_000);
const isWhole = async (...parts: Uint8Array[]) => (await look(Buffer.concat(parts))).isWhole;

const junk = noise(500);
const moov = box('moov', noise(200));
const mdat = box('mdat', noise(3000));

/** Files whose every beginning is found to break off, but for the last bytes that do not matter. */
const files: ReadonlyArray<readonly [what: string, bytes: Uint8Array, spare: number]> = [
	['a PNG', png(), 0],
	['a PNG of many bytes', png(640, 480, 200_000), 0],
	['a GIF', gif(), 1],
	['a GIF with a colour table for its picture', gif(640, 480, { hasColours: false }), 1],
	['a WebP', webp(), 0],
	['a BMP', bmp(400, 300), 0],
	['a BMP whose lines are filled up', bmp(401, 300), 1],
	['a TIFF with its tags at the end', tiff(640, 480, true), 40],
	['an MP4', Buffer.concat([ftyp('isom'), mdat, moov]), 0],
	['a MOV', Buffer.concat([ftyp('qt  '), box('wide', Buffer.alloc(0)), mdat, moov]), 0],
	['an MP4 for the web', Buffer.concat([ftyp('isom'), moov, mdat]), 0],
];

describe.each(files)('%s', (_what, bytes, spare) => {
	it('is whole', async () => {
		expect(await look(bytes)).toMatchObject({ isWhole: true });
	});

	it('may have other bytes behind its end', async () => {
		expect(await isWhole(bytes, junk)).toBe(true);
		expect(await isWhole(bytes, Buffer.alloc(100))).toBe(true);
	});

	it('is found broken wherever it breaks off', async () => {
		const atMost = bytes.length - spare - 1;
		// An MP4 that ends between its boxes is whole when it has all that is needed to play.
		const playable = Buffer.concat([ftyp('isom'), moov]);
		const between = Buffer.from(bytes).indexOf(playable) === 0 ? playable.length : -8;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 14, max: atMost }), async (end) => {
				fc.pre(end < between || end >= between + 8);
				const { type, isWhole } = await look(bytes.subarray(0, end));
				expect(type === undefined || !isWhole).toBe(true);
			}),
			{ numRuns: 60, examples: [[atMost]] },
		);
	});
});

describe('a PNG', () => {
	it('is broken when a chunk is longer than the file', async () => {
		expect(await isWhole(png().subarray(0, 8), be32(100_000), latin1('IHDR'), junk)).toBe(false);
	});

	it('without its header has no size', async () => {
		const { width, isWhole } = await look(pngOf(['IDAT', junk], ['IEND', Buffer.alloc(0)]));
		expect({ width, isWhole }).toEqual({ width: undefined, isWhole: true });
	});
});

describe('a GIF', () => {
	it('may have several pictures, and end without the last byte', async () => {
		expect(await isWhole(gif(640, 480, { pictures: 3 }))).toBe(true);
		expect(await isWhole(gif(640, 480, { end: Buffer.alloc(0) }))).toBe(true);
	});

	it('without a picture is broken', async () => {
		expect(await isWhole(gif(640, 480, { pictures: 0 }))).toBe(false);
	});
});

describe('a GIF’s blocks', () => {
	/**
	 * A header with as many colours as its flags say, an image without its own colours, and the end.
	 */
	const colourful = (flags: number, colours: number) =>
		Buffer.concat([
			latin1('GIF89a'),
			Buffer.from([1, 0, 1, 0, flags, 0, 0]),
			Buffer.alloc(colours * 3, 0x3b),
			Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 1, 0x44, 0]),
			latin1(';'),
		]);

	it.each([
		[0x00, 0],
		[0x07, 0],
		[0x80, 2],
		[0x81, 4],
		[0x87, 256],
		[0xf7, 256],
	])('with the flags %i it has %i colours', async (flags, colours) => {
		expect(await isWhole(colourful(flags, colours))).toBe(true);
		// The first byte after the colours begins an image, if there is one.
		if (colours > 0) expect(await isWhole(colourful(flags, colours - 1))).toBe(false);
		expect(await isWhole(colourful(flags, colours + 1))).toBe(false);
	});

	it('a piece of 255 bytes is read to its end, and one that breaks off is broken', async () => {
		const head = colourful(0, 0).subarray(0, 24);
		const piece = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 1)]);
		expect(await isWhole(head, piece, Buffer.from([0]), latin1(';'))).toBe(true);
		expect(await isWhole(head, piece)).toBe(false);
		expect(await isWhole(head, piece.subarray(0, 255))).toBe(false);
	});
});

describe('a BMP', () => {
	it.each([0, 100, 999_999_999])(
		'says that it has %i bytes, which does not count',
		async (length) => {
			expect(await isWhole(bmp(400, 300, length))).toBe(true);
		},
	);

	it('that is compressed does not tell', async () => {
		const bytes = bmp(400, 300).subarray(0, 5000);
		bytes.writeUInt32LE(1, 30);
		expect(await isWhole(bytes)).toBe(true);
	});

	it('with the header of old does not tell', async () => {
		const bytes = bmp(400, 300).subarray(0, 5000);
		bytes.writeUInt32LE(12, 14);
		expect(await isWhole(bytes)).toBe(true);
	});
});

describe('a WebP', () => {
	it('is broken when it says that it has more bytes', async () => {
		expect(await isWhole(webp(640, 480, 339))).toBe(false);
		expect(await isWhole(webp(640, 480, 300))).toBe(true);
	});
});

describe('an MP4', () => {
	it('without what is needed to play it is broken', async () => {
		expect(await isWhole(ftyp('isom'), mdat)).toBe(false);
	});

	it('may have a box of more than 32 bits of length', async () => {
		const long = Buffer.concat([be32(1), latin1('mdat'), be32(0), be32(16 + 700), noise(700)]);
		expect(await isWhole(ftyp('isom'), long, moov)).toBe(true);
		expect(await isWhole(ftyp('isom'), moov, long.subarray(0, 600))).toBe(false);
		expect(await isWhole(ftyp('isom'), moov, long.subarray(0, 12))).toBe(false);
	});

	it('may have boxes that hold nothing, also of the long kind', async () => {
		const free = box('free', Buffer.alloc(0));
		const longFree = Buffer.concat([be32(1), latin1('free'), be32(0), be32(16)]);
		expect(await isWhole(ftyp('isom'), free, longFree, mdat, moov)).toBe(true);
		expect(await isWhole(ftyp('isom'), moov, mdat, free.subarray(0, 4))).toBe(true);
	});

	it.each([2, 7])(
		'with a box of %i bytes, less than a header has, is read up to there',
		async (size) => {
			const odd = Buffer.concat([be32(size), latin1('free')]);
			expect(await isWhole(ftyp('isom'), mdat, moov, odd)).toBe(true);
			expect(await isWhole(ftyp('isom'), odd, mdat, moov)).toBe(false);
		},
	);

	it('that breaks off within a box that nobody needs can be played', async () => {
		const free = box('free', Buffer.alloc(100)).subarray(0, 50);
		expect(await isWhole(ftyp('isom'), mdat, moov, free)).toBe(true);
		expect(await isWhole(ftyp('isom'), mdat, free)).toBe(false);
		expect(await isWhole(ftyp('isom'), mdat, moov.subarray(0, moov.length - 1))).toBe(false);
	});

	it('whose only box goes up to its end can be played if it holds the pictures', async () => {
		const open = (name: string) => Buffer.concat([be32(0), latin1(name), noise(700)]);
		expect(await isWhole(ftyp('isom'), open('free'))).toBe(false);
		expect(await isWhole(ftyp('isom'), open('mdat'))).toBe(true);
	});

	it('may have a last box that goes up to its end', async () => {
		const open = Buffer.concat([be32(0), latin1('mdat'), noise(700)]);
		expect(await isWhole(ftyp('isom'), moov, open)).toBe(true);
	});

	it('may have bytes of a camera behind its boxes that are no box', async () => {
		expect(await isWhole(ftyp('isom'), mdat, moov, be32(50_000), latin1('cAmEra'), junk)).toBe(
			true,
		);
		expect(await isWhole(ftyp('isom'), mdat, moov, be32(3), latin1('cAmEra'))).toBe(true);
	});
});

describe('files of types that do not tell', () => {
	it.each([
		['HEIC', ftyp('heic')],
		['MP3', Buffer.concat([latin1('ID3\x03'), junk])],
		['WAV', Buffer.concat([latin1('RIFF\xff\xff\xff\x7fWAVEfmt '), junk])],
		['PDF', latin1('%PDF-1.7')],
	])('%s is whole', async (name, bytes) => {
		const { type, isWhole } = await look(bytes);
		expect([type?.name, isWhole]).toEqual([name, true]);
	});

	it('bytes of nothing known are whole', async () => {
		expect(await isWhole(Buffer.from([1, 2, 3, 4]))).toBe(true);
	});
});
