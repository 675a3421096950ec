/** JPEG files as cameras, phones and programs write them: their size, and whether they are whole. */
import fc from 'fast-check';
import { inspect } from '../../../seedance/media/inspect';
import { fileOf } from '../../support/media/files';
import { endOfImage, exifWith, jfif, jpeg, segment } from '../../support/media/jpegs';
import { box, ftyp, latin1, noise } from '../../support/media/images';
import type { JpegParts } from '../../support/media/jpegs';

const look = async (bytes: Uint8Array) => await inspect(fileOf(bytes, [64 * 1024]), 20_000_000);

const thumbnail = jpeg({ width: 160, height: 120 });
const restarts = Buffer.concat(
	Array.from({ length: 20 }, (_, i) =>
		Buffer.concat([noise(50), Buffer.from([0xff, 0, 0xff, 0xd0 + (i % 8)])]),
	),
);
const video = Buffer.concat([ftyp('mp42'), box('mdat', noise(5000)), box('moov', noise(100))]);

const shapes: Record<string, JpegParts> = {
	'a plain one': {},
	'with 600 kB of data before the size': {
		before: [jfif, ...Array.from({ length: 10 }, () => segment(0xe2, noise(60_000)))],
	},
	'progressive, in several scans': { frame: 0xc2, scans: [noise(300), noise(200), noise(500)] },
	'with extended Huffman frames': { frame: 0xc1 },
	'with arithmetic coding': { frame: 0xca },
	'with restart markers and FF in its data': { scans: [restarts] },
	'with a smaller picture in its EXIF data': { before: [exifWith(thumbnail)] },
	'with FF before its markers': {
		before: [jfif, Buffer.from([0xff, 0xff, 0xff]), exifWith(thumbnail), Buffer.from([0xff])],
	},
	'with bytes between its segments': { before: [jfif, Buffer.from([0, 0, 7])] },
	'with zeros behind its end': { after: Buffer.alloc(3000) },
	'with line breaks behind its end': { after: latin1('\r\n') },
	'with a video behind its end (motion photo)': { after: video },
	'with a second picture behind its end (MPF)': { after: jpeg({ width: 100, height: 80 }) },
	'with half a picture behind its end': {
		after: jpeg({ width: 100, height: 80 }).subarray(0, 300),
	},
	'whose comment is empty': { before: [jfif, segment(0xfe, Buffer.alloc(0))] },
};

describe.each(Object.entries(shapes))('a JPEG %s', (_what, parts) => {
	const whole = jpeg({ width: 1200, height: 900, ...parts });

	it('tells its size', async () => {
		expect(await look(whole)).toMatchObject({ width: 1200, height: 900, isWhole: true });
	});

	it('is found broken wherever it breaks off', async () => {
		const length = whole.length - (parts.after?.length ?? 0);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 3, max: length - 1 }), async (end) => {
				expect(await look(whole.subarray(0, end))).toMatchObject({ isWhole: false });
			}),
			{ numRuns: 60, examples: [[3], [length - 1], [length - 2]] },
		);
	});
});

describe('a JPEG', () => {
	it('breaks off though the picture in its EXIF data has an end', async () => {
		const before = [exifWith(thumbnail)];
		const broken = jpeg({ before, end: Buffer.alloc(0) });
		expect(broken.includes(endOfImage)).toBe(true);
		expect(await look(broken)).toMatchObject({ width: 640, height: 480, isWhole: false });
	});

	it('that ends right behind its header has no picture', async () => {
		expect(await look(jpeg({ scans: [] }))).toMatchObject({ isWhole: false });
	});

	it('without a frame has no size', async () => {
		const { width, isWhole } = await look(jpeg({ frame: 0xee }));
		expect({ width, isWhole }).toEqual({ width: undefined, isWhole: true });
	});

	it.each([0, 1])('with a segment of length %i is read on behind it', async (length) => {
		const before = [jfif, Buffer.from([0xff, 0xe5, 0, length])];
		expect(await look(jpeg({ before }))).toMatchObject({ width: 640, isWhole: true });
	});
});

describe('the size of a JPEG', () => {
	/** A frame of 1 × 2 pixels under any marker, as long as wanted. */
	const small = (marker: number, length = 9) =>
		segment(
			marker,
			Buffer.concat([Buffer.from([8, 0, 2, 0, 1, 1, 1, 0x11, 0])]).subarray(0, length),
		);
	const frames = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
	const others = [0xc4, 0xc8, 0xcc, 0xda, 0xdb, 0xe0, 0xef, 0xfe];

	it.each(frames)('is that of its first frame, here of kind %i', async (marker) => {
		expect(await look(jpeg({ before: [small(marker)] }))).toMatchObject({ width: 1, height: 2 });
	});

	it.each(others)('is not in a segment of another kind, such as %i', async (marker) => {
		const { width, height, isWhole } = await look(jpeg({ before: [small(marker)] }));
		expect({ width, height, isWhole }).toEqual({ width: 640, height: 480, isWhole: true });
	});

	it('takes five bytes of a frame, and none of a shorter one', async () => {
		expect(await look(jpeg({ before: [small(0xc0, 5)] }))).toMatchObject({ width: 1, height: 2 });
		for (const length of [0, 4]) {
			const before = [small(0xc0, length)];
			expect(await look(jpeg({ before }))).toMatchObject({ width: 640, isWhole: true });
		}
	});

	it.each([0x00, 0x01, 0xbf, 0xd0, 0xd7, 0xd8])(
		'is found behind a marker that has no length: %i',
		async (marker) => {
			// What follows would be a length that leads past the frame.
			const before = [jfif, Buffer.from([0xff, marker, 0x01, 0x00])];
			expect(await look(jpeg({ before }))).toMatchObject({ width: 640, isWhole: true });
		},
	);
});
