import {
	catalogue,
	defaultModel,
	findModel,
	isLowConfidence,
	mainImageParameter,
	offeredModels,
	pickerName,
} from '../../../seedance/catalogue';
import { searchModels } from '../../../nodes/shared/fields/modelSearch';
import { modelIdPattern } from '../../../seedance/validation/modelId';
import { requestSchema } from '../../../seedance/validation/requestSchema';
import { imageToVideo, recordedOnly, textToVideo } from './offered-by-hand';

const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id);
const offered = [...offeredModels('text-to-video'), ...offeredModels('image-to-video')];
const isRetiring = (id: string) => /seedance-v1-/.test(id);

describe('catalogue', () => {
	it('offers 17 models for text, in the order of the picker', () => {
		expect(textToVideo).toHaveLength(17);
		expect(ids(offeredModels('text-to-video'))).toEqual(textToVideo);
	});

	it('offers 22 models for pictures, in the order of the picker', () => {
		expect(imageToVideo).toHaveLength(22);
		expect(ids(offeredModels('image-to-video'))).toEqual(imageToVideo);
	});

	it('records 10 more, with the reason why no node offers them', () => {
		expect(recordedOnly).toHaveLength(10);
		const others = catalogue.filter((record) => record.notOfferedBecause !== undefined);
		expect(ids(others).sort()).toEqual([...recordedOnly].sort());
		expect(others.filter((record) => record.notOfferedBecause?.trim() === '')).toEqual([]);
	});

	it('holds these 49 records and no other, each id once', () => {
		const all = [...textToVideo, ...imageToVideo, ...recordedOnly];
		expect(new Set(all).size).toBe(49);
		expect(ids(catalogue).sort()).toEqual(all.sort());
	});

	it('has well-formed ids and finds each record by its own', () => {
		for (const record of catalogue) {
			expect(record.id).toMatch(modelIdPattern);
			expect(findModel(record.id)).toBe(record);
		}
		expect(findModel('bytedance/seedance-9')).toBeUndefined();
		expect(findModel('constructor')).toBeUndefined();
	});

	it('gives every model a name of its own', () => {
		const names = catalogue.map(({ displayName }) => displayName);
		expect(new Set(names).size).toBe(names.length);
	});

	it('starts both nodes with Seedance 1.5 pro', () => {
		expect(defaultModel).toEqual({
			'text-to-video': 'bytedance/seedance-v1.5-pro/text-to-video',
			'image-to-video': 'bytedance/seedance-v1.5-pro/image-to-video',
		});
	});
});

describe('a picker', () => {
	it('labels exactly the models that are being retired', () => {
		for (const record of offered) {
			const label = isRetiring(record.id) ? ' (being retired)' : '';
			const name = record.displayName.replace(/ (Text|Image) to Video/, '');
			expect(pickerName(record)).toBe(`${name}${label}`);
		}
		// Two models must not share a name in one picker.
		for (const mode of ['text-to-video', 'image-to-video'] as const) {
			const names = offeredModels(mode).map(pickerName);
			expect(new Set(names).size).toBe(names.length);
		}
		expect(offered.filter(({ id }) => isRetiring(id))).toHaveLength(15);
	});

	it('names a replacement of the same mode, which is offered and stays', () => {
		for (const { id, mode, retiring } of offered) {
			if (retiring === undefined) continue;
			const replacement = findModel(retiring.replacement);
			expect([id, replacement?.mode, replacement?.notOfferedBecause]).toEqual([
				id,
				mode,
				undefined,
			]);
			expect(isRetiring(retiring.replacement)).toBe(false);
		}
	});

	it('lists all models of its mode and filters by name or id', () => {
		const values = (filter?: string) =>
			searchModels('image-to-video', filter).results.map(({ value }) => value);
		expect(values()).toEqual(imageToVideo);
		expect(values(' 2.0 FAST ')).toEqual([
			'bytedance/seedance-2.0-fast/image-to-video',
			'bytedance/seedance-2.0-fast/image-to-video-turbo',
			'bytedance/seedance-2.0-fast/image-to-video-spicy',
		]);
		expect(values('v1-lite/')).toEqual(['bytedance/seedance-v1-lite/reference-to-video']);
		expect(values('no such model')).toEqual([]);
	});

	it('calls low what rests on third parties only', () => {
		const low = offered.filter(isLowConfidence);
		expect(low.every(({ confidence }) => /third-party|mentioned/.test(confidence))).toBe(true);
		const documented = offered.filter(({ confidence }) => confidence === 'document');
		expect([documented.length, documented.some(isLowConfidence), low.length > 0]).toEqual([
			5,
			false,
			true,
		]);
	});
});

describe.each(offered.map((record) => [record.id, record] as const))('%s', (id, record) => {
	const names = Object.keys(record.parameters);

	it('requires only parameters that it has', () => {
		expect(record.required.filter((name) => !names.includes(name))).toEqual([]);
		expect(new Set(record.required).size).toBe(record.required.length);
	});

	it('has defaults that its own schema takes', () => {
		const { shape } = requestSchema(record);
		const refused = names.filter((name) => {
			const preset = record.parameters[name]?.default;
			return preset !== undefined && shape[name]?.safeParse(preset).success !== true;
		});
		// Document 003 gives [] as the default of a list that it requires.
		const documented = id === 'bytedance/seedance-2.0/image-to-video' ? ['images'] : [];
		expect(refused).toEqual(documented);
	});

	it('has limits and choices that can be met', () => {
		for (const parameter of Object.values(record.parameters)) {
			const { type } = parameter;
			if (type === 'integer' && parameter.enum === undefined) {
				expect(parameter.minimum).toBeLessThan(parameter.maximum ?? NaN);
			}
			if (type === 'integer' || type === 'string') {
				const choices: readonly unknown[] = parameter.enum ?? ['any'];
				expect([choices.length > 0, new Set(choices).size]).toEqual([true, choices.length]);
			}
			if (type === 'array') expect(parameter.maxItems).toBeGreaterThan(parameter.minItems ?? 0);
		}
	});

	it('takes a main picture exactly if it makes its video from one', () => {
		const expected = id.endsWith('reference-to-video')
			? 'reference_images'
			: id === 'bytedance/seedance-2.0/image-to-video'
				? 'images'
				: 'image';
		const isOfText = record.mode === 'text-to-video';
		expect(mainImageParameter(record)).toBe(isOfText ? undefined : expected);
	});

	it('says how long it takes, where that is from, and what each parameter is', () => {
		expect(record.typicalSeconds).toBeGreaterThan(0);
		expect(record.source).not.toBe('');
		for (const { description } of Object.values(record.parameters)) {
			expect(description).toMatch(/^[A-Z].*[^.]$/);
		}
	});
});
