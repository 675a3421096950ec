/** The messages about files that a rule refuses. */
import { mediaFinding, mediaWarnings, mediaRule } from '../../../seedance/media/rules';
import { fileTypeNamed, fileTypeNames } from '../../../seedance/media/fileType';
import type { FileTypeName } from '../../../seedance/media/fileType';
import type { Inspection } from '../../../seedance/media/inspect';
import { inspect } from '../../../seedance/media/inspect';
import { fileOf } from '../../support/media/files';
import { exifWith, jpeg } from '../../support/media/jpegs';
import { gif, png, pngOf, webp } from '../../support/media/images';

/** As documents 000 and 001 have it. */
const image = mediaRule('image', {
	formats: ['JPEG', 'PNG'],
	mostBytes: 10 * 1024 * 1024,
	leastPixels: 300,
});
const anyImage = mediaRule('image');
const video = mediaRule('video');
const audio = mediaRule('audio');

const inspected = (name: FileTypeName, more: Partial<Inspection> = {}): Inspection => ({
	size: 1000,
	isTooLarge: false,
	isWhole: true,
	type: fileTypeNamed(name),
	...more,
});
const square = { width: 300, height: 300 };

describe('a type that a rule does not take', () => {
	it.each<[FileTypeName, string]>([
		['HEIC', 'is a HEIC image'],
		['AVIF', 'is an AVIF image'],
		['SVG', 'is an SVG image'],
		['WebP', 'is a WebP image'],
		['GIF', 'is a GIF image'],
		['JPEG XL', 'is a JPEG XL image'],
		['MP4', 'is an MP4 video, not an image'],
		['MOV', 'is a MOV video, not an image'],
		['3GP', 'is a 3GP video, not an image'],
		['FLV', 'is an FLV video, not an image'],
		['MP3', 'is an MP3 audio file, not an image'],
		['FLAC', 'is a FLAC audio file, not an image'],
		['Opus', 'is an Opus audio file, not an image'],
		['PDF', 'is a PDF document, not an image'],
		['ZIP', 'is a ZIP archive, not an image'],
		['HTML', 'is a web page, not an image'],
		['JSON', 'is JSON text, not an image'],
		['XML', 'is XML text, not an image'],
		['text', 'is plain text, not an image'],
	])('%s %s', (name, finding) => {
		expect(mediaFinding(inspected(name), image)?.finding).toBe(finding);
	});

	it.each<[FileTypeName, typeof image, string]>([
		['JPEG', video, 'is a JPEG image, not a video'],
		['JPEG', audio, 'is a JPEG image, not an audio file'],
		['AVI', audio, 'is an AVI video, not an audio file'],
		['WMA', audio, 'is a WMA audio file'],
		['MPEG', video, 'is an MPEG video'],
	])('%s is no %o', (name, rule, finding) => {
		expect(mediaFinding(inspected(name), rule)?.finding).toBe(finding);
	});

	it.each<[FileTypeName, typeof image, string | undefined]>([
		['HEIC', image, 'Convert it to JPEG or PNG before this node.'],
		['AVIF', anyImage, 'Convert it to JPEG or PNG before this node.'],
		['PDF', image, 'Convert it to JPEG or PNG before this node.'],
		['WebP', mediaRule('image', { formats: ['PNG'] }), 'Convert it to PNG before this node.'],
		['MPEG', video, 'Convert it to MP4 before this node.'],
		['WMA', audio, 'Convert it to MP3 before this node.'],
		['AVI', audio, 'Convert it to MP3 before this node.'],
		[
			'TIFF',
			mediaRule('image', { formats: ['WebP', 'BMP'] }),
			'Convert it to WebP or BMP before this node.',
		],
		['HTML', image, 'This is often a share or login page. Download the file itself.'],
		[
			'JSON',
			image,
			'It may be an error message from the site it was downloaded from. Open it to see.',
		],
		['ZIP', image, 'Unpack it with the Compression node before this node.'],
		['MP4', image, undefined],
		['JPEG', video, undefined],
	])('%s: %# has advice', (name, rule, advice) => {
		expect(mediaFinding(inspected(name), rule)?.advice).toBe(advice);
	});

	it('counts before everything else that is wrong', () => {
		const heic = inspected('HEIC', { isTooLarge: true, isWhole: false, width: 1, height: 1 });
		expect(mediaFinding(heic, image)?.finding).toBe('is a HEIC image');
	});

	it.each(fileTypeNames)('%s has a finding that can be read, whatever is asked for', (name) => {
		const takesNothing = { ...image, formats: ['XYZ'] };
		const wrong = mediaFinding(inspected(name), takesNothing);
		expect(wrong?.finding).toMatch(/^is (?:(?:an? )[\w ]+|[\w ]+ text)(?:, not an image)?$/);
	});
});

describe('a file of the right type', () => {
	const finding = (more: Partial<Inspection>, rule = image) =>
		mediaFinding(inspected('JPEG', { ...square, ...more }), rule);

	it('is taken', () => {
		expect(finding({})).toBeUndefined();
		expect(finding({ size: 10 * 1024 * 1024, width: 301, height: 4000 })).toBeUndefined();
		expect(mediaFinding(inspected('MP4', { size: 100 * 1024 * 1024 }), video)).toBeUndefined();
		expect(mediaFinding(inspected('MP4'), audio)).toBeUndefined();
	});

	it('is empty, whatever its type', () => {
		const nothing = { size: 0, isTooLarge: false, isWhole: true };
		expect(mediaFinding(nothing, image)?.finding).toBe('is empty');
	});

	it('is of no known type', () => {
		const unknown = { size: 10, isTooLarge: false, isWhole: true };
		expect(mediaFinding(unknown, image)).toEqual({ finding: 'has an unknown file type' });
	});

	it('is too large', () => {
		expect(finding({ isTooLarge: true })).toEqual({
			finding: 'is larger than 10 MB',
			advice: 'Make it smaller before this node, for example with the Edit Image node.',
		});
		expect(finding({ size: 10 * 1024 * 1024 + 1 })?.finding).toBe('is larger than 10 MB');
		const large = inspected('MP4', { isTooLarge: true });
		expect(mediaFinding(large, video)?.finding).toBe('is larger than 100 MB');
	});

	it('breaks off', () => {
		expect(finding({ isWhole: false })?.finding).toBe('is incomplete');
		// Getting it again does not help where a camera has left out the end marker.
		expect(finding({ isWhole: false })?.advice).toContain('save it again as JPEG or PNG');
		const png = mediaFinding(inspected('PNG', { isWhole: false }), image);
		expect(png?.advice).not.toContain('save it again');
	});

	it.each([
		[299, 300, 'is too small', '299 × 300 pixels'],
		[4000, 299, 'is too small', '4,000 × 299 pixels'],
		[0, 800, 'is damaged', undefined],
	])('is %i × %i pixels', (width, height, text, got) => {
		expect(finding({ width, height })).toMatchObject({ finding: text, ...(got && { got }) });
	});

	it('may have any size in pixels where the rule does not say', () => {
		const { kind, formats, mostBytes } = image;
		expect(finding({ width: 1, height: 1 }, { kind, formats, mostBytes })).toBeUndefined();
	});

	it.each<[FileTypeName, boolean]>([
		['JPEG', false],
		['PNG', false],
		['GIF', false],
		['WebP', true],
		['BMP', true],
		['TIFF', true],
	])('whose size cannot be read: %s is taken: %s', (name, isTaken) => {
		const wrong = mediaFinding(inspected(name), anyImage)?.finding;
		expect(wrong).toBe(isTaken ? undefined : 'is damaged');
	});
});

describe('a file on its real bytes', () => {
	it.each([
		['taken', jpeg({ width: 300, height: 300 }), undefined],
		[
			'taken though the picture in its EXIF data is small',
			jpeg({ before: [exifWith(jpeg({ width: 9, height: 9 }))] }),
			undefined,
		],
		['too small', png(299, 300), 'is too small'],
		['cut off', png(300, 300).subarray(0, 60), 'is incomplete'],
		['without a header', pngOf(['IEND', Buffer.alloc(0)]), 'is damaged'],
		['a GIF', gif(), 'is a GIF image'],
		['a WebP', webp(), 'is a WebP image'],
		['nothing', Buffer.alloc(0), 'is empty'],
	])('is %s', async (_what, bytes, finding) => {
		const inspection = await inspect(fileOf(bytes, [500]), image.mostBytes);
		expect(mediaFinding(inspection, image)?.finding).toBe(finding);
	});
});

describe('a picture that is unusual', () => {
	const megabyte = 1024 * 1024;
	const warned = (more: Partial<Inspection>, rule = anyImage) =>
		mediaWarnings(inspected('PNG', { width: 1000, height: 1000, ...more }), rule).length;

	it.each<[number, number, number]>([
		[300, 300, 0],
		[299, 300, 1],
		[1000, 2500, 0],
		[1000, 2501, 1],
		[2500, 1000, 0],
		[2501, 1000, 1],
		[100, 1000, 2],
	])('of %i × %i pixels has %i warnings', (width, height, count) => {
		expect(warned({ width, height })).toBe(count);
		expect(mediaFinding(inspected('PNG', { width, height }), anyImage)).toBeUndefined();
	});

	it('in bytes is warned of above 10 MB, and refused above 30', () => {
		expect([10 * megabyte, 10 * megabyte + 1].map((size) => warned({ size }))).toEqual([0, 1]);
		const finding = (size: number) => mediaFinding(inspected('PNG', { size }), anyImage)?.finding;
		expect(finding(30 * megabyte + 1)).toBe('is larger than 30 MB');
		const most = { size: 30 * megabyte, width: 1, height: 1 };
		expect(mediaFinding(inspected('PNG', most), anyImage)).toBeUndefined();
	});

	it('is warned of by its shape also where a document limits its size', () => {
		expect(warned({ width: 3000, height: 400 }, image)).toBe(1);
		expect(mediaWarnings(inspected('MP4', { width: 3000, height: 400 }), video)).toEqual([]);
	});

	it('of no known size in pixels is not warned of', () => {
		expect(mediaWarnings(inspected('TIFF'), anyImage)).toEqual([]);
	});
});
