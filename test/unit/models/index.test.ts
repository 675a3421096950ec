import {
	catalogue,
	defaultModel,
	findModel,
	isLowConfidence,
	mainMediaField,
	mainMediaParameter,
	offeredModels,
	pickerName,
	replacementOf,
} from '../../../seedance/models';
import type { ModelRecord, OfferedMode, Parameter } from '../../../seedance/models';
import { toParameter } from '../../../seedance/request/liveSchema';
import { searchModels } from '../../../nodes/shared/actions/modelPicker';
import { modelIdPattern } from '../../../seedance/models/index';
import { requestSchema } from '../../../seedance/request/buildRequest';
import { offeredModes } from '../../../seedance/models/modes';
import { descriptionOf, leastUsd } from '../../../seedance/models/schema';

/** The keywords of a live list parameter apply to its entries. */
function withoutAcceptOfItems(parameter: Parameter): object {
	if (parameter.type !== 'array') return parameter;
	const items = Object.entries(parameter.items).filter(([word]) => word !== 'x-accept');
	return { ...parameter, items: Object.fromEntries(items) };
}
const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id);
const offered = offeredModes.flatMap(offeredModels);
/** The whole 1.0 family and 1.5 Pro. */
const isRetiring = (id: string) => /seedance-v1[-.]/.test(id);

describe('catalogue', () => {
	it('has parameters that are read from a live list just as they stand in the file', () => {
		for (const { parameters } of catalogue) {
			for (const [name, parameter] of Object.entries(parameters)) {
				const live = toParameter(name, parameter);
				expect(parameter).toMatchObject(withoutAcceptOfItems(live));
			}
		}
	});

	it('says why no node offers a model that none offers', () => {
		const reasons = catalogue
			.filter(({ mode }) => !/^(text|image)-to-video$/.test(mode))
			.map(({ notOfferedBecause }) => notOfferedBecause);
		expect(reasons.length).toBeGreaterThan(0);
		expect(reasons.filter((reason) => reason === undefined || reason.trim() === '')).toEqual([]);
	});

	it.each(['text-to-video', 'image-to-video'] as const)(
		'has the picker of %s in order: those that stay, then plain ones, then newest generation, then by ID',
		(mode) => {
			const places = offeredModels(mode).map(({ id, tier, generation, retiring }) => ({
				id,
				place: [
					retiring === undefined ? 0 : 1,
					tier.endsWith('spicy') ? 1 : 0,
					-Number(generation),
				],
			}));
			places.slice(1).forEach(({ place, id }, i) => {
				const before = places[i];
				const difference = place.map((value, at) => value - (before?.place[at] ?? 0)).find(Boolean);
				expect([id, (difference ?? 0) >= 0]).toEqual([id, true]);
			});
			expect(places[0]?.id).toContain('seedance-2.5/');
		},
	);

	it('puts a shorter name first, and 480p before 1080p', () => {
		const order = ids(offeredModels('text-to-video'));
		const at = (id: string) => order.indexOf(`bytedance/${id}`);
		expect(at('seedance-2.0/text-to-video')).toBeLessThan(at('seedance-2.0-fast/text-to-video'));
		expect(at('seedance-2.0-fast/text-to-video')).toBeLessThan(
			at('seedance-2.0-fast/text-to-video-turbo'),
		);
		expect(at('seedance-v1-pro-t2v-720p')).toBeLessThan(at('seedance-v1-pro-t2v-1080p'));
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

	it('knows the upscaler by its ID and by the one that document 002 links to', () => {
		expect(findModel('bytedance/video-upscaler')?.mode).toBe('upscale');
		expect(findModel('bytedance/seedance-upscaler')?.notOfferedBecause).toContain(
			'bytedance/video-upscaler',
		);
	});
});

describe('the model that a new node starts with', () => {
	it('is Seedance 2.0 Fast, and an extension of Seedance 2.5', () => {
		expect(defaultModel).toEqual({
			'text-to-video': 'bytedance/seedance-2.0-fast/text-to-video',
			'image-to-video': 'bytedance/seedance-2.0-fast/image-to-video',
			'video-to-video': 'bytedance/seedance-2.5/video-extend',
		});
	});

	const wrong: Readonly<Record<string, (record: ModelRecord) => boolean>> = {
		'is being retired': ({ retiring }) => retiring !== undefined,
		'has a replacement': ({ id }) => replacementOf(id) !== undefined,
		'is of low confidence': isLowConfidence,
		'is offered by no node': ({ notOfferedBecause }) => notOfferedBecause !== undefined,
		'makes no audio unless it is asked to': ({ parameters }) =>
			parameters.generate_audio?.default !== true,
		'needs more than a prompt and its picture': (record) =>
			record.required.some((name) => name !== 'prompt' && name !== mainMediaParameter(record)),
		'is not among the first of its picker, which stay': ({ id }) => isRetiring(id),
		'has no known price': (record) => leastUsd(record) === undefined,
	};
	const faultsOf = (id: string, mode: OfferedMode) => {
		const record = offeredModels(mode).find((offer) => offer.id === id);
		if (record === undefined) return ['is not in its picker'];
		return Object.keys(wrong).filter((fault) => wrong[fault]?.(record) === true);
	};

	it.each(offeredModes)(
		'is one of today for %s: documented, staying, with audio, and content with a prompt',
		(mode) => {
			expect(faultsOf(defaultModel[mode], mode)).toEqual([]);
		},
	);

	it.each([
		['bytedance/seedance-v1.5-pro/text-to-video', 'is being retired'],
		['bytedance/seedance-v1.5-pro/text-to-video', 'has a replacement'],
		['bytedance/seedance-2.0/text-to-video-turbo', 'is of low confidence'],
		['bytedance/seedance-v1-lite-t2v-480p', 'needs more than a prompt and its picture'],
		['bytedance/seedance-v1-pro-t2v-480p', 'makes no audio unless it is asked to'],
		['bytedance/seedance-2.5/video-edit', 'is not in its picker'],
		['bytedance/seedance-2.5/image-to-video', 'is not in its picker'],
	])('is not %s, which %s', (id, fault) => {
		expect(faultsOf(id, 'text-to-video')).toContain(fault);
	});
});

describe('what was learned of models since their records were written', () => {
	const record = (id: string) => {
		const found = findModel(`bytedance/${id}`);
		if (found === undefined) throw new Error(`No record of ${id}`);
		return found;
	};
	const turbos = offered.filter(({ id }) => /seedance-2\.0(-\w+)?\/\w+-to-video-turbo$/.test(id));

	it('all six turbo models of 2.0 take audio, on by default, and web search, off by default', () => {
		expect(turbos).toHaveLength(6);
		for (const { parameters, required } of turbos) {
			expect(parameters.generate_audio).toMatchObject({ type: 'boolean', default: true });
			expect(parameters.enable_web_search).toMatchObject({ type: 'boolean', default: false });
			expect(required).not.toContain('generate_audio');
		}
	});

	it('all three spicy models of 2.0 take 4k, and that of 2.5 up to 30 seconds', () => {
		for (const id of ['seedance-2.0', 'seedance-2.0-fast', 'seedance-2.0-mini']) {
			expect(record(`${id}/image-to-video-spicy`).parameters.resolution).toMatchObject({
				enum: ['480p', '720p', '1080p', '4k'],
			});
		}
		expect(record('seedance-2.5/image-to-video-spicy').parameters.duration).toMatchObject({
			minimum: 4,
			maximum: 30,
		});
	});

	it('v1-lite/reference-to-video needs a prompt and knows no resolution', () => {
		const { parameters, required } = record('seedance-v1-lite/reference-to-video');
		expect(required).toEqual(['reference_images', 'prompt']);
		expect(Object.keys(parameters)).not.toContain('resolution');
		expect(parameters.duration).toMatchObject({ default: 5, minimum: 5, maximum: 10 });
	});

	it('2.0 says that reference videos and audios may be 15 seconds in total', () => {
		const { reference_videos: videos, reference_audios: audios } = record(
			'seedance-2.0/text-to-video',
		).parameters;
		expect([videos?.files, audios?.files]).toEqual([{ totalSeconds: 15 }, { totalSeconds: 15 }]);
		const said = videos === undefined ? '' : descriptionOf('reference_videos', videos);
		expect(said).toContain('15 seconds in total');
	});

	it('1.5 Pro gives way to 2.0 Fast, each mode and the spicy one to its own', () => {
		const pro = offered.filter(({ id }) => id.includes('v1.5-pro'));
		expect(pro.map(({ id }) => [id.split('/')[2], replacementOf(id)])).toEqual([
			['text-to-video', 'bytedance/seedance-2.0-fast/text-to-video'],
			['text-to-video-fast', 'bytedance/seedance-2.0-fast/text-to-video'],
			['image-to-video', 'bytedance/seedance-2.0-fast/image-to-video'],
			['image-to-video-fast', 'bytedance/seedance-2.0-fast/image-to-video'],
			['image-to-video-spicy', 'bytedance/seedance-2.0-fast/image-to-video-spicy'],
			['video-extend', 'bytedance/seedance-2.0-fast/video-extend'],
			['video-extend-fast', 'bytedance/seedance-2.0-fast/video-extend'],
		]);
	});

	it('only documents 000 and 001 limit the size of a picture, and only that of the first frame', () => {
		const limited = catalogue.flatMap(({ id, parameters }) =>
			Object.entries(parameters)
				.map(([name, parameter]) => [name, 'items' in parameter ? parameter.items : parameter])
				.filter(([, parameter]) => JSON.stringify(parameter).includes('mostBytes'))
				.map(([name]) => `${id} ${String(name)}`),
		);
		expect(limited.sort()).toEqual([
			'bytedance/seedance-v1-lite-i2v-720p image',
			'bytedance/seedance-v1-pro-i2v-480p image',
		]);
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
		for (const mode of offeredModes) {
			const names = offeredModels(mode).map(pickerName);
			expect(new Set(names).size).toBe(names.length);
		}
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

	it('lists the models of its mode that stay, and filters all by name or id', () => {
		const values = (filter?: string) =>
			searchModels('image-to-video', filter).results.map(({ value }) => value);
		const current = offeredModels('image-to-video').filter(
			({ retiring, tier }) => retiring === undefined && !tier.endsWith('spicy'),
		);
		expect(values()).toEqual(ids(current));
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
			if (type !== 'array' || parameter.maxItems === undefined) continue;
			expect(parameter.maxItems).toBeGreaterThan(parameter.minItems ?? 0);
		}
	});

	it('takes a main picture or video exactly if it makes its video from one', () => {
		const expected = id.endsWith('reference-to-video')
			? 'reference_images'
			: id === 'bytedance/seedance-2.0/image-to-video'
				? 'images'
				: mainMediaField(record.mode);
		const isOfText = record.mode === 'text-to-video';
		expect(mainMediaParameter(record)).toBe(isOfText ? undefined : expected);
	});

	it('says how long it takes, where that is from, and what each parameter is', () => {
		expect(record.typicalSeconds).toBeGreaterThan(0);
		expect(record.source).not.toBe('');
		for (const [name, parameter] of Object.entries(record.parameters)) {
			const description = descriptionOf(name, parameter);
			expect(description).toMatch(/^[A-Z]/);
			// By n8n's conventions one sentence has no full stop, and several have.
			expect(description.endsWith('.')).toBe(description.includes('. '));
		}
	});
});
