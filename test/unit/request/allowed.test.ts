/** What a parameter allows, in the words of messages and field descriptions. */
import type { Parameter } from '../../../seedance/models';
import { allowedText, countText } from '../../../seedance/request/allowed';

const description = '';
const image = { type: 'string', 'x-accept': 'image/*' } as const;
const images = { type: 'array', items: { type: 'string' }, 'x-accept': 'image/*' } as const;
const object = { type: 'object', required: [], additionalProperties: true } as const;

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
			'the name of a binary field, a URL (https://…) or a data URI of a JPEG, PNG, WebP, GIF, BMP or TIFF image of at most 30 MB',
			image,
		],
		[
			'the name of a binary field, a URL (https://…), the task ID of an earlier video or a data URI of an MP4, AVI, MOV, WMV, FLV, WebM, MKV, 3GP or OGV video of at most 100 MB',
			{ type: 'string', 'x-accept': 'video/*' },
		],
		[
			'the name of a binary field, a URL (https://…) or a data URI of an MP3, WAV, OGG, AAC, FLAC, WebM, M4A or Opus audio file of at most 50 MB',
			{ type: 'string', 'x-accept': 'audio/*' },
		],
		['up to 9 images', { ...images, maxItems: 9 }],
		['2, 3, 4 or 6', { type: 'integer', enum: [2, 3, 4, 6] }],
		['2, 3 or 4', { type: 'integer', enum: [2, 3, 4] }],
		['a number', { type: 'number' }],
		['a number of at least 0.5', { type: 'number', minimum: 0.5 }],
		['a number of at most 1.5', { type: 'number', maximum: 1.5 }],
		['a number from 0 to 1', { type: 'number', minimum: 0, maximum: 1 }],
		['text', { type: 'string', minLength: 1 }],
		['text of at least 2 characters', { type: 'string', minLength: 2 }],
		['text of at most 9 characters', { type: 'string', minLength: 1, maxLength: 9 }],
		['text of 2 to 9 characters', { type: 'string', minLength: 2, maxLength: 9 }],
		['an object', { ...object, properties: {} }],
		['an object with x, y', { ...object, properties: { x: {}, y: {} } }],
		["a value from the model's page", {}],
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
		['images', { minItems: 0 }],
		['up to 4 images', { minItems: 0, maxItems: 4 }],
	])('%s', (text, counts) => {
		expect(countText({ ...images, ...counts })).toBe(text);
	});

	it('names the kind of media, and entries of anything else', () => {
		const countOf = (more: object) =>
			countText({ type: 'array', items: { type: 'string' }, maxItems: 2, ...more });
		expect(countOf({ 'x-accept': 'video/*' })).toBe('up to 2 videos');
		expect(countOf({ 'x-accept': 'audio/*' })).toBe('up to 2 audio files');
		expect(countOf({})).toBe('up to 2 entries');
	});
});
