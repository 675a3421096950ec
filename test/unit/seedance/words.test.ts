/** The words for parameters and for what they take. */
import type { Parameter } from '../../../seedance/models';
import { allowedText, countText } from '../../../seedance/request/allowed';
import { label } from '../../../seedance/text';

const description = '';
const image = { type: 'string', 'x-accept': 'image/*' } as const;
const images = { type: 'array', items: { type: 'string' }, 'x-accept': 'image/*' } as const;

describe('label', () => {
	it.each([
		['seed', 'Seed'],
		['aspect_ratio', 'Aspect Ratio'],
		['enable_web_search', 'Enable Web Search'],
	])('%s → %s', (parameter, text) => {
		expect(label(parameter)).toBe(text);
	});
});

describe('allowedText', () => {
	it.each<[string, Parameter]>([
		['true or false', { type: 'boolean', description }],
		['a whole number from 4 to 12', { type: 'integer', minimum: 4, maximum: 12, description }],
		[
			'a whole number from -1 to 2147483647',
			{ type: 'integer', minimum: -1, maximum: 2147483647, description },
		],
		['a whole number from 2 to 5', { type: 'integer', enum: [2, 3, 4, 5], description }],
		['5, 10 or 15', { type: 'integer', enum: [5, 10, 15], description }],
		['4, 5 or 6', { type: 'integer', enum: [4, 5, 6], description }],
		['5', { type: 'integer', enum: [5], description }],
		['720p or 480p', { type: 'string', enum: ['720p', '480p'], description }],
		['720p', { type: 'string', enum: ['720p'], description }],
		['text', { type: 'string', description }],
		['text of at most 2,000 characters', { type: 'string', maxLength: 2000, description }],
		[
			'the name of a binary field, a web address (https://…) or a data URI of a JPEG, PNG, WebP, GIF, BMP or TIFF picture of at most 30 MB',
			image,
		],
		[
			'the name of a binary field, a web address (https://…) or a data URI of an MP4, AVI, MOV, WMV, FLV, WebM, MKV, 3GP or OGV video of at most 100 MB',
			{ type: 'string', 'x-accept': 'video/*' },
		],
		[
			'the name of a binary field, a web address (https://…) or a data URI of an MP3, WAV, OGG, AAC, FLAC, WebM, M4A or Opus audio file of at most 50 MB',
			{ type: 'string', 'x-accept': 'audio/*' },
		],
		['up to 9 images', { ...images, maxItems: 9 }],
	])('%s', (text, parameter) => {
		expect(allowedText(parameter)).toBe(text);
	});
});

describe('countText', () => {
	it.each([
		['1 to 4 images', { minItems: 1, maxItems: 4 }],
		['up to 4 images', { maxItems: 4 }],
		['at least 2 images', { minItems: 2 }],
		['images', {}],
	])('%s', (text, counts) => {
		expect(countText({ ...images, ...counts })).toBe(text);
	});
});
