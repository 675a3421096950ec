/** The rules for images, videos and audio, and their words. */
import { fileTypeNames } from '../../../seedance/media/fileType';
import { mediaAllowed, mediaRule, takesFormat } from '../../../seedance/media/rules';

const image = mediaRule('image', {
	formats: ['JPEG', 'PNG'],
	mostBytes: 10 * 1024 * 1024,
	leastPixels: 300,
});
const anyImage = mediaRule('image');
const video = mediaRule('video');
const audio = mediaRule('audio');

describe('what a rule takes', () => {
	it.each([
		[image, 'a JPEG or PNG image of at most 10 MB and at least 300 × 300 pixels'],
		[anyImage, 'a JPEG, PNG, WebP, GIF, BMP or TIFF image of at most 30 MB'],
		[
			mediaRule('image', { formats: ['PNG'], leastPixels: 9 }),
			'a PNG image of at most 30 MB and at least 9 × 9 pixels',
		],
		[video, 'an MP4, AVI, MOV, WMV, FLV, WebM, MKV, 3GP or OGV video of at most 100 MB'],
		[audio, 'an MP3, WAV, OGG, AAC, FLAC, WebM, M4A or Opus audio file of at most 50 MB'],
		[
			{ kind: 'image', formats: ['GIF'], mostBytes: 2048 * 1024 } as const,
			'a GIF image of at most 2 MB',
		],
		[{ ...video, mostBytes: 1.5 * 1024 * 1024 }, expect.stringContaining('of at most 1.5 MB')],
	])('is said in words: %#', (rule, text) => {
		expect(mediaAllowed(rule)).toEqual(text);
	});

	it('is a format that it names, or the same container under another name', () => {
		const taken = (rule: typeof image) => fileTypeNames.filter((name) => takesFormat(rule, name));
		expect(taken(image)).toEqual(['JPEG', 'PNG']);
		expect(taken(anyImage)).toEqual(['JPEG', 'PNG', 'WebP', 'GIF', 'BMP', 'TIFF']);
		expect(taken(video)).toEqual(['MP4', 'MOV', 'WebM', 'MKV', 'AVI', 'FLV', 'WMV', '3GP', 'OGV']);
		expect(taken(audio)).toEqual([
			'MP4',
			'WebM',
			'3GP',
			'MP3',
			'WAV',
			'OGG',
			'Opus',
			'AAC',
			'FLAC',
			'M4A',
		]);
	});
});
