/** Which texts of a live request_schema are images, videos or audio. */
import { mediaKindOf } from '../../../seedance/models/schema';
import { toParameter } from '../../../seedance/request/liveSchema';

describe('media', () => {
	const mediaOf = (name: string, more: object = {}) => {
		const parameter = toParameter(name, { type: 'string', ...more });
		return parameter.type === 'string' ? mediaKindOf(parameter) : 'no text';
	};

	it.each([
		['image', 'image'],
		['last_image', 'image'],
		['image_2', 'image'],
		['reference_images', 'image'],
		['video', 'video'],
		['reference_videos', 'video'],
		['audio', 'audio'],
		['prompt', undefined],
		['image_strength', undefined],
		['video_length', undefined],
		['imagery', undefined],
		['2', undefined],
	])('%s is told by its name', (name, expected) => {
		expect(mediaOf(name)).toBe(expected);
	});

	it('is told by what the upload button takes, before the name', () => {
		expect(mediaOf('first_frame', { 'x-accept': 'image/*' })).toBe('image');
		expect(mediaOf('image', { 'x-accept': 'video/mp4,video/webm' })).toBe('video');
		expect(mediaOf('voice', { 'x-accept': '.mp3,audio/mpeg' })).toBe('audio');
		expect(mediaOf('notes', { 'x-accept': 'text/plain' })).toBeUndefined();
	});

	it('is told by the upload button itself, a picture where nothing says more', () => {
		expect(mediaOf('video_source', { 'x-ui-component': 'uploader' })).toBe('video');
		expect(mediaOf('first_frame', { 'x-ui-component': 'uploader' })).toBe('image');
		expect(mediaOf('first_frame', { 'x-ui-component': 'select' })).toBeUndefined();
	});

	it('is no choice among texts', () => {
		const choices = { type: 'string', enum: ['front', 'back'] };
		expect(toParameter('image', choices)).toEqual(choices);
	});

	it('is in a list of texts, by the name or the button of the list', () => {
		const items = { type: 'string' };
		const picture = { type: 'string', 'x-accept': 'image/*' };
		for (const [name, more] of [
			['images', {}],
			['frames', { 'x-ui-component': 'uploaders' }],
			['frames', { 'x-accept': 'image/png' }],
		] as const) {
			const list = toParameter(name, { type: 'array', items, ...more });
			expect(list).toEqual({ type: 'array', items: picture, 'x-accept': 'image/*' });
		}
		const spoken = {
			type: 'array',
			items: { ...items, 'x-accept': 'audio/*' },
			'x-accept': 'image/*',
		};
		expect(toParameter('references', spoken)).toMatchObject({ 'x-accept': 'audio/*' });
	});
});
