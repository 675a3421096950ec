/** Values of fields for a model whose live schema differs from the built-in one. */
import { noFiles } from '../../../seedance/media/source';
import { findModel } from '../../../seedance/models';
import type { ModelRecord, Parameter } from '../../../seedance/models';
import { followLive } from '../../../seedance/request/liveModel';
import { made } from '../../support/models/pricedModels';

const text = { type: 'string' } as const;
const picture = { type: 'string', 'x-accept': 'image/*' } as const;
const pictures = { type: 'array', items: text, 'x-accept': 'image/*' } as const;
const a = 'https://example.com/a.png';
const b = 'https://example.com/b.png';

const model = (parameters: Readonly<Record<string, Parameter>>, more: Partial<ModelRecord> = {}) =>
	made({ prompt: text, ...parameters }, { mode: 'image-to-video', ...more });
const ofOne = model({ image: picture });
const ofList = model({ images: pictures });
const ofNone = made({ prompt: text });

const follow = (
	builtIn: ModelRecord,
	live: ModelRecord,
	given: Readonly<Record<string, unknown>>,
) => followLive(builtIn, live, given, { files: noFiles });

describe('followLive', () => {
	it.each<[ModelRecord, ModelRecord, object, object]>([
		[ofOne, ofList, { image: a }, { images: [a] }],
		[ofList, ofOne, { images: a }, { image: a }],
		[ofList, ofOne, { images: [a] }, { image: a }],
		[ofList, model({ image: picture, frames: pictures }), { images: [a] }, { image: a }],
		[ofList, model({ frames: pictures }), { images: [a, b] }, { frames: [a, b] }],
		[ofOne, model({ frame: picture }), { image: a }, { frame: a }],
		[ofOne, model({ image: picture, frame: picture }), { image: a }, { image: a }],
	])('from %j to %j: %j is %j', (builtIn, live, given, values) => {
		expect(follow(builtIn, live, { prompt: 'A fox', ...given })).toEqual({
			values: { prompt: 'A fox', ...values },
			refusals: [],
		});
	});

	it('makes no picture of a blank field', () => {
		const { values, refusals } = follow(ofList, ofOne, { images: ' ' });
		expect([values['image'], refusals]).toEqual([undefined, []]);
	});

	it('does not replace a picture that is given under its new name', () => {
		expect(follow(ofOne, ofList, { images: [b], image: a }).values).toEqual({ images: [b] });
	});

	it('refuses several pictures, and names three models that take references', () => {
		for (const generation of ['none', '1.0', '2.0']) {
			const live = model({ image: picture }, { generation });
			const { values, refusals } = follow(ofList, live, { images: [a, b] });
			expect(values).toEqual({});
			expect(refusals).toEqual([expect.objectContaining({ parameter: 'images', given: [a, b] })]);
			const named = refusals[0]?.advice?.match(/bytedance\/[\w./-]+\w/g) ?? [];
			expect(named).toHaveLength(3);
			for (const id of named) {
				const record = findModel(id);
				expect(Object.keys(record?.parameters ?? {})).toContain('reference_images');
				if (generation === '2.0') expect(record?.generation).toBe(generation);
			}
		}
	});

	it('does not take another picture for the main one', () => {
		const { values, refusals } = follow(model({ image: picture, last: picture }), ofOne, {
			last: b,
		});
		expect([values, refusals.map(({ parameter }) => parameter)]).toEqual([{}, ['last']]);
	});

	it('refuses a picture for a model that has none any more, by its name', () => {
		const { values, refusals } = follow(ofOne, ofNone, { image: a });
		expect(values).toEqual({});
		expect(refusals).toEqual([expect.objectContaining({ parameter: 'image', given: a })]);
	});

	it('leaves out what is gone where it is blank or the default, and refuses the rest', () => {
		const builtIn = made({ prompt: text, duration: { type: 'integer', default: 5 } });
		const refused = (given: Readonly<Record<string, unknown>>) =>
			follow(builtIn, ofNone, given).refusals.map(({ parameter }) => parameter);
		expect(refused({ duration: '5' })).toEqual([]);
		expect(refused({ duration: ' ' })).toEqual([]);
		expect(refused({ duration: 6 })).toEqual(['duration']);
		expect(refused({ unheard: 5, of: null })).toEqual(['unheard']);
	});
});
