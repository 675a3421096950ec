/** Whether files of other types than JPEG are whole. */
import fc from 'fast-check';
import { inspect } from '../../../seedance/media/inspect';
import { fileOf } from '../../support/media/files';
import { be32, box, ftyp, gif, latin1, noise, png, pngOf, webp } from '../../support/media/images';

const look = async (bytes: Uint8Array) => await inspect(fileOf(bytes, [1000]), 20_000_000);
const isWhole = async (...parts: Uint8Array[]) => (await look(Buffer.concat(parts))).isWhole;

const junk = noise(500);
const moov = box('moov', noise(200));
const mdat = box('mdat', noise(3000));

/** Files whose every beginning is found to break off. */
const files: ReadonlyArray<readonly [what: string, bytes: Uint8Array]> = [
	['a PNG', png()],
	['a PNG of many bytes', png(640, 480, 200_000)],
	['an MP4', Buffer.concat([ftyp('isom'), mdat, moov])],
	['a MOV', Buffer.concat([ftyp('qt  '), box('wide', Buffer.alloc(0)), mdat, moov])],
	['an MP4 for the web', Buffer.concat([ftyp('isom'), moov, mdat])],
];

describe.each(files)('%s', (_what, bytes) => {
	it('is whole', async () => {
		expect(await look(bytes)).toMatchObject({ isWhole: true });
	});

	it('may have other bytes behind its end', async () => {
		expect(await isWhole(bytes, junk)).toBe(true);
		expect(await isWhole(bytes, Buffer.alloc(100))).toBe(true);
	});

	it('is found broken wherever it breaks off', async () => {
		const atMost = bytes.length - 1;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 14, max: atMost }), async (end) => {
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
		'may have a box of %i bytes behind its end, less than a header has',
		async (size) => {
			const odd = Buffer.concat([be32(size), latin1('free')]);
			expect(await isWhole(ftyp('isom'), mdat, moov, odd)).toBe(true);
		},
	);

	it('that breaks off within a box that nobody needs can be played', async () => {
		const free = box('free', Buffer.alloc(100)).subarray(0, 50);
		expect(await isWhole(ftyp('isom'), mdat, moov, free)).toBe(true);
		expect(await isWhole(ftyp('isom'), mdat, free)).toBe(false);
		expect(await isWhole(ftyp('isom'), mdat, moov.subarray(0, moov.length - 1))).toBe(false);
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
		['WebP', webp().subarray(0, 100)],
		['GIF', gif().subarray(0, 100)],
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
