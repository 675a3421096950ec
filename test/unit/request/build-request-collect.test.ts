/** Which of the given values go to the model: those of fields, of the form and of Parameters (JSON). */
import type { ModelRecord, Parameter } from '../../../seedance/models';
import { noFiles } from '../../../seedance/media/source';
import { collectKnown, collectListed } from '../../../seedance/request/buildRequest';
import type { Given } from '../../../seedance/request/buildRequest';
import { made } from '../../support/models/pricedModels';

const text = { type: 'string' } as const;
const picture = { type: 'string', 'x-accept': 'image/*' } as const;
const pictures = { type: 'array', items: text, 'x-accept': 'image/*' } as const;
const a = 'https://example.com/a.png';
const b = 'https://example.com/b.png';

const model = (parameters: Readonly<Record<string, Parameter>>): ModelRecord =>
	made({ prompt: text, ...parameters }, { mode: 'image-to-video' });
const given = (values: Partial<Given>): Given => ({ fields: {}, form: {}, json: {}, ...values });
const known = (builtIn: ModelRecord, record: ModelRecord, values: Partial<Given>) =>
	collectKnown(builtIn, record, given(values), { files: noFiles });

/** Without the words of the refusals. */
const expectRefused = (refusals: readonly object[], expected: readonly object[]) => {
	expect(refusals).toEqual(
		expected.map((one) => ({ finding: expect.any(String), allowed: expect.any(String), ...one })),
	);
};

describe('collectKnown', () => {
	const ofList = model({ images: pictures });
	const ofOne = model({ image: picture });

	it('sends Image under the name that the model has for it', () => {
		expect(known(ofList, ofList, { fields: { image: a } }).fields).toEqual({ images: a });
	});

	it('sends the visible field, whatever a hidden Image still holds', () => {
		const fields = { image: b, images: [a] };
		expect(known(ofList, ofList, { fields })).toMatchObject({
			fields: { images: [a] },
			refusals: [],
		});
	});

	it('leaves out fields that the model does not have', () => {
		const textOnly = made({ prompt: text });
		const { fields } = known(textOnly, textOnly, { fields: { prompt: 'A fox', image: a, fps: 5 } });
		expect(fields).toEqual({ prompt: 'A fox' });
	});

	it('moves the picture of Parameters (JSON), and no other parameter of it', () => {
		const json = { images: [a], prompt: 'A fox', fps: 24 };
		const collected = known(ofList, ofOne, { json });
		expect(collected).toMatchObject({
			json: { image: a, prompt: 'A fox', fps: 24 },
			refusals: [],
		});
		expect(Object.keys(collected.json).sort()).toEqual(['fps', 'image', 'prompt']);
	});

	it('keeps the picture of Parameters (JSON) where the model has it still', () => {
		expect(known(ofList, ofList, { json: { images: [a, b] } })).toMatchObject({
			json: { images: [a, b] },
			refusals: [],
		});
	});

	it('refuses touched values of the form that the model does not have', () => {
		const form = { prompt: 'A fox', fps: 24, hdr: false, note: null, more: ' ' };
		const collected = known(ofOne, ofOne, { form });
		expect(collected.form).toEqual({ prompt: 'A fox' });
		expectRefused(collected.refusals, [{ parameter: 'fps', given: 24, place: 'Model Parameters' }]);
	});
});

describe('collectListed', () => {
	const listed = (record: ModelRecord, values: Partial<Given>) =>
		collectListed(record, given(values));

	it('sends Image under the name that the model has for it', () => {
		const collected = listed(model({ images: pictures }), { fields: { image: a } });
		expect(collected).toMatchObject({ fields: { images: a }, refusals: [] });
		expect(Object.keys(collected.fields)).toEqual(['images']);
	});

	it('sends a picture that is given by its own name', () => {
		const collected = listed(model({ images: pictures }), { fields: { images: [a] } });
		expect(collected).toMatchObject({ fields: { images: [a] }, refusals: [] });
	});

	it('refuses a picture for a model that has none, by the name of the field', () => {
		const collected = listed(made({ prompt: text }), { fields: { prompt: 'A fox', image: a } });
		expect(collected.fields).toEqual({ prompt: 'A fox' });
		expectRefused(collected.refusals, [{ parameter: 'image', given: a }]);
	});

	it('refuses touched values of fields and form that the model does not have', () => {
		const values = { fields: { fps: 24, image: ' ' }, form: { hdr: true, sd: false } };
		expectRefused(listed(made({ prompt: text }), values).refusals, [
			{ parameter: 'fps', given: 24 },
			{ parameter: 'hdr', given: true, place: 'Model Parameters' },
		]);
	});
});
