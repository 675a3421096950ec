/** The inputs of price requests, and which requests are equal. */
import type { Parameter, MediaSource, MediaUse } from '../../../seedance/models';
import { parseDataUri } from '../../../seedance/media/dataUri';
import { mediaRule } from '../../../seedance/media/rules';
import { quoteInputs, quoteKey } from '../../../seedance/api/prices';
import { known, made } from '../../support/models/pricedModels';
import { label } from '../../../seedance/text';

const url = (name: string) => `https://example.com/${name}`;
const file: MediaSource = { kind: 'file', name: 'data' };
const sent: MediaSource = { kind: 'url', url: url('a.png') };
const parsed = parseDataUri('data:image/png;base64,AAAA');
if (!parsed.ok) throw new Error('no data URI');
const dataUri: MediaSource = {
	kind: 'dataUri',
	text: 'data:image/png;base64,AAAA',
	parsed: parsed.value,
};
const media = (parameter: string, source: MediaSource, kind: 'image' | 'video' = 'image') =>
	({ parameter, source, rule: mediaRule(kind), acceptsBase64: false }) satisfies MediaUse;

const number: Parameter = { type: 'integer' };
const text: Parameter = { type: 'string' };
const pro15 = known('seedance-v1.5-pro/text-to-video');
const pro15Image = known('seedance-v1.5-pro/image-to-video');
const proFast = known('seedance-v1-pro-fast/text-to-video');
const seedance2 = known('seedance-2.0/image-to-video');

describe('quoteInputs', () => {
	it('says every default that the body leaves to the API', () => {
		expect(quoteInputs(pro15, { prompt: 'A fox' }, [])).toEqual({
			ok: true,
			value: {
				prompt: 'A fox',
				duration: 5,
				aspect_ratio: '16:9',
				resolution: '720p',
				generate_audio: true,
				camera_fixed: false,
				seed: -1,
			},
		});
	});

	it('says what the body says, false and 0 too', () => {
		const body = { prompt: 'A fox', duration: 12, generate_audio: false, seed: 0 };
		expect(quoteInputs(pro15, body, [])).toMatchObject({ ok: true, value: body });
	});

	it.each([undefined, null])('takes %p in the body for nothing', (resolution) => {
		const body = { prompt: 'A fox', resolution };
		expect(quoteInputs(pro15, body, [])).toMatchObject({ value: { resolution: '720p' } });
	});

	it('says defaults of live schemas of any type', () => {
		const record = made({
			motion: { type: 'number', default: 0.5 },
			extra: {
				type: 'object',
				properties: {},
				required: [],
				additionalProperties: true,
				default: {},
			},
			odd: { default: [1] },
			open: text,
		});
		expect(quoteInputs(record, {}, [])).toEqual({
			ok: true,
			value: { motion: 0.5, extra: {}, odd: [1] },
		});
	});

	it('says nothing for a parameter without a default, or with null for one', () => {
		const quote = quoteInputs(made({ open: text, odd: { default: null } }), {}, []);
		expect(quote.ok && Object.keys(quote.value)).toEqual([]);
	});

	it.each(['duration', 'resolution', 'generate_audio'])(
		'is not ok where %s is left to the model: the quote would be the floor',
		(name) => {
			const record = made({ prompt: text, [name]: {} });
			const quote = quoteInputs(record, { prompt: 'A fox' }, []);
			expect(quote).toEqual({
				ok: false,
				problem: `${label(name)} isn't set, so the model decides it`,
			});
			expect(quoteInputs(record, { [name]: null }, [])).toEqual(quote);
			expect(quoteInputs(record, { [name]: 'x' }, [])).toMatchObject({ ok: true });
		},
	);

	it('is not ok for a model of the catalogue whose default nobody knows', () => {
		expect(quoteInputs(proFast, { prompt: 'A fox' }, [])).toMatchObject({ ok: false });
		const body = { prompt: 'A fox', resolution: '480p' };
		expect(quoteInputs(proFast, body, [])).toMatchObject({ ok: true, value: body });
	});

	it('is ok without a length where the model has none', () => {
		expect(quoteInputs(made({ prompt: text }), {}, [])).toEqual({ ok: true, value: {} });
	});
});

describe('media in quoteInputs', () => {
	it('are said where they are addresses', () => {
		const body = { prompt: 'A fox', image: url('a.png') };
		expect(quoteInputs(pro15Image, body, [media('image', sent)])).toMatchObject({
			ok: true,
			value: body,
		});
	});

	it.each([
		['file', file],
		['data URI', dataUri],
	])('are left out where one is a %s, and nothing stands in for them', (_, source) => {
		const body = { prompt: 'A fox', image: 'data', last_image: url('b.png') };
		const uses = [media('image', source), media('last_image', sent)];
		const quote = quoteInputs(pro15Image, body, uses);
		expect(quote).toMatchObject({ ok: true, value: { last_image: url('b.png') } });
		expect(quote).not.toHaveProperty('value.image');
		const listed = quoteInputs(seedance2, { prompt: 'A fox', images: ['data'] }, [
			{ ...media('images', source), index: 0 },
		]);
		// Not the default, an empty list.
		expect(listed).toEqual({ ok: true, value: { prompt: 'A fox', duration: 5 } });
	});

	it('that are videos and not uploaded yet are no base for a quote: their length may be billed', () => {
		const record = made({ video: { ...text, 'x-accept': 'video/*' } });
		const quote = (source: MediaSource) =>
			quoteInputs(record, { video: 'data' }, [media('video', source, 'video')]);
		expect(quote(file)).toEqual({ ok: false, problem: "its video input isn't uploaded yet" });
		expect(quote(dataUri)).toMatchObject({ ok: false });
		expect(quote(sent)).toMatchObject({ ok: true });
	});
});

describe('quoteKey', () => {
	const body = { prompt: 'A fox', duration: 5, resolution: '720p', seed: 1, image: url('a.png') };
	const key = (more: object, record = pro15Image) => quoteKey(record, { ...body, ...more });
	const pictures = (...images: readonly string[]) => key({ images }, seedance2);

	it('is the same for other prompts, seeds and addresses of pictures', () => {
		expect(key({ prompt: 'A cat', seed: 2, image: url('b.png') })).toBe(key({}));
		expect(key({ negative_prompt: 'dogs' })).toBe(key({ negative_prompt: 'cats' }));
		expect(pictures(url('a.png'), url('b.png'))).toBe(pictures(url('c.png'), url('d.png')));
	});

	it('does not depend on the order in which the inputs are given', () => {
		const turned = Object.fromEntries(Object.entries(body).reverse());
		expect(quoteKey(pro15Image, turned)).toBe(key({}));
	});

	it.each([
		{ duration: 10 },
		{ resolution: '480p' },
		{ generate_audio: false },
		{ last_image: 'x' },
	])('is another one with %j', (more) => {
		expect(key(more)).not.toBe(key({}));
	});

	it('counts what only begins like a prompt', () => {
		expect(key({ prompt_strength: 0.5 })).not.toBe(key({ prompt_strength: 1 }));
	});

	it('counts pictures', () => {
		expect(pictures(url('a.png'))).not.toBe(pictures(url('a.png'), url('b.png')));
	});

	it('is another one for another model', () => {
		expect(key({}, pro15)).not.toBe(key({}));
	});

	it('counts a text that the schema gives no choices for', () => {
		const record = made({ duration: number, resolution: text, size: text });
		const sized = (more: object) => quoteKey(record, { duration: 5, ...more });
		expect(sized({ resolution: '480p' })).not.toBe(sized({ resolution: '1080p' }));
		expect(sized({ size: '1280*720' })).not.toBe(sized({ size: '640*360' }));
	});

	it('counts the address of a video, whose length may be billed', () => {
		const record = made({
			video: { ...text, 'x-accept': 'video/*' },
			reference_videos: {
				type: 'array',
				items: { type: 'string' },
				'x-accept': 'video/*',
			},
		});
		const one = (name: string) => quoteKey(record, { video: url(name) });
		const list = (name: string) => quoteKey(record, { reference_videos: [url(name)] });
		expect(one('a.mp4')).not.toBe(one('b.mp4'));
		expect(list('a.mp4')).not.toBe(list('b.mp4'));
	});
});
