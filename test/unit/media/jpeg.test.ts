/** JPEG files as cameras, phones and programs write them: their size, and whether they are whole. */
import fc from 'fast-check';
import { inspect } from '../../../seedance/media/inspect';
import { fileOf } from './files';
import { endOfImage, exifWith, jfif, jpeg, segment } from './jpegs';
import { box, ftyp, latin1, noise } from './pictures';
import type { JpegParts } from './jpegs';

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
