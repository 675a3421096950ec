/** The whole catalogue against lists that say the same, and against lists that do not. */
import {
	compareModels,
	hasChanged,
	hasDrift,
	isDocument,
} from '../../../scripts/catalogue-sync/compare';
import type { SharedModel } from '../../../scripts/catalogue-sync/compare';
import { catalogue, findModel } from '../../../seedance/models';
import type { ModelRecord } from '../../../seedance/models';
import { leastUsd } from '../../../seedance/models/schema';
import { entryOf, listOf, schemaOf } from '../../support/catalogueSync/modelList';
import type { Entry, Json } from '../../support/catalogueSync/modelList';

function model(id: string): ModelRecord {
	const record = findModel(`bytedance/${id}`);
	if (record === undefined) throw new Error(`No record of ${id}`);
	return record;
}

const pro15 = model('seedance-v1.5-pro/image-to-video');
const two = model('seedance-2.0/image-to-video');
const upscaler = model('seedance-upscaler');

/** One model against its entry in the list, the entry altered. */
function against(record: ModelRecord, alteration: Partial<Entry>): SharedModel {
	const list = listOf([{ ...entryOf(record), ...alteration }]);
	const [shared] = compareModels([record], list).shared;
	if (shared === undefined) throw new Error('The list does not have the model');
	return shared;
}

type Properties = Record<string, Json>;

/** What differs when the live schema's properties have been altered. */
function after(record: ModelRecord, alter: (properties: Properties) => Properties) {
	const schema = schemaOf(record);
	return against(record, { schema: { ...schema, properties: alter(schema.properties) } })
		.parameters;
}

const without = (properties: Properties, name: string): Properties =>
	Object.fromEntries(Object.entries(properties).filter(([one]) => one !== name));

describe('a list that says what the catalogue says', () => {
	const comparison = compareModels(catalogue, listOf(catalogue.map(entryOf)));

	it('differs in nothing', () => {
		expect(comparison.added).toEqual([]);
		expect(comparison.gone).toEqual([]);
		expect(comparison.neverSeen).toEqual([]);
		expect(comparison.shared.filter(hasChanged)).toEqual([]);
		expect(hasDrift(comparison)).toBe(false);
	});

	it('has been compared for every model whose parameters are known', () => {
		const compared = comparison.shared.filter(({ parameters }) => parameters !== undefined);
		expect(comparison.shared.map(({ record }) => record)).toEqual(catalogue);
		const known = catalogue.filter(({ parameters }) => Object.keys(parameters).length > 0);
		expect(compared.map(({ record }) => record)).toEqual(known);
		expect(compared.filter(({ record }) => isDocument(record))).toHaveLength(5);
	});
});

describe('models', () => {
	it('that only the list has are new, if they are of the family', () => {
		const schema = { properties: { prompt: { type: 'string' } } };
		const { added } = compareModels(
			[pro15],
			listOf([
				entryOf(pro15),
				{ model_id: 'bytedance/seedance-3.0/text-to-video', type: 'text-to-video', schema },
				{ model_id: 'bytedance/seedance-3.0/video-edit', type: 'video-edit', schema: 'odd' },
				{ model_id: 'bytedance/upscaler', type: 'video-upscale', schema },
				{ model_id: 'alibaba/wan-2.6/text-to-video', type: 'text-to-video', schema },
			]),
		);
		expect(
			added.map(({ listed, live }) => [listed.id, live && Object.keys(live.parameters)]),
		).toEqual([
			['bytedance/seedance-3.0/text-to-video', ['prompt']],
			['bytedance/seedance-3.0/video-edit', undefined],
		]);
	});

	it('that only the catalogue has are gone, offered or not', () => {
		const videoEdit = model('seedance-2.5/video-edit');
		const comparison = compareModels([pro15, two, videoEdit], listOf([entryOf(two)]));
		expect(comparison.gone).toEqual([pro15, videoEdit]);
		expect(hasDrift(comparison)).toBe(true);
	});

	it('of which only the name was ever mentioned are no news when the list has them not', () => {
		const comparison = compareModels([two, upscaler], listOf([entryOf(two)]));
		expect(comparison.gone).toEqual([]);
		expect(comparison.neverSeen).toEqual([upscaler]);
		expect(hasDrift(comparison)).toBe(false);
	});

	it('whose parameters the catalogue does not know are not compared', () => {
		const schema = { properties: { video: { type: 'string' } }, required: ['video'] };
		const shared = against(upscaler, { schema });
		expect(shared.parameters).toBeUndefined();
		expect(hasChanged(shared)).toBe(false);
	});

	it('whose live schema cannot be read have changed', () => {
		for (const schema of [undefined, null, [], { properties: 'none' }]) {
			const shared = against(pro15, { schema });
			expect(shared.isUnreadable).toBe(true);
			expect(hasChanged(shared)).toBe(true);
		}
	});
});

describe('parameters', () => {
	it('that only the live schema has are added', () => {
		const found = after(pro15, (all) => ({ ...all, fps: { type: 'integer', default: 24 } }));
		expect(found?.added.map(({ name, facts }) => [name, Object.fromEntries(facts)])).toEqual([
			['fps', { type: 'integer', required: false, default: 24 }],
		]);
		expect([...(found?.removed ?? []), ...(found?.changed ?? [])]).toEqual([]);
	});

	it('that only the catalogue has are removed', () => {
		const found = after(pro15, (all) => without(all, 'seed'));
		expect(found?.removed.map(({ name }) => name)).toEqual(['seed']);
		expect([...(found?.added ?? []), ...(found?.changed ?? [])]).toEqual([]);
	});

	it('are found by name, also by one that JavaScript has a meaning for', () => {
		const found = after(pro15, (all) => ({ ...all, constructor: { type: 'string' } }));
		expect(found?.added.map(({ name }) => name)).toEqual(['constructor']);
		expect(found?.removed).toEqual([]);
	});

	it('that changed are told with what changed', () => {
		const schema = { ...schemaOf(two), required: ['images'] };
		const found = against(two, { schema }).parameters;
		expect(found?.changed).toEqual([
			{ name: 'prompt', changes: [{ aspect: 'required', catalogue: true, live: false }] },
		]);
	});

	it('whose length the live schema does not give differ in nothing, and it is noted', () => {
		const lite = model('seedance-v1-lite-i2v-720p');
		const found = after(lite, (all) => ({ ...all, prompt: { type: 'string' } }));
		expect(found?.changed).toEqual([]);
		expect(found?.silent).toEqual([
			{ name: 'prompt', changes: [{ aspect: 'maxLength', catalogue: 2000 }] },
		]);
	});

	it('that the live schema gives another length have changed', () => {
		const lite = model('seedance-v1-lite-i2v-720p');
		const shorter = { type: 'string', maxLength: 1000 };
		const found = after(lite, (all) => ({ ...all, prompt: shorter }));
		expect(found?.changed).toEqual([
			{ name: 'prompt', changes: [{ aspect: 'maxLength', catalogue: 2000, live: 1000 }] },
		]);
		expect(found?.silent).toEqual([]);
	});

	it('of every model are found when one of them is taken away', () => {
		const missed = catalogue.flatMap((record) =>
			Object.keys(record.parameters).filter((name) => {
				const found = after(record, (all) => without(all, name));
				return found?.removed.map((one) => one.name).join() !== name;
			}),
		);
		expect(missed).toEqual([]);
	});
});

describe('the base price', () => {
	const least = leastUsd(pro15) ?? NaN;

	it('is a difference when it is above the least published price', () => {
		const shared = against(pro15, { base_price: least + 0.01 });
		expect(shared.prices).toEqual({ catalogueUsd: least, liveUsd: least + 0.01 });
		expect(hasChanged(shared)).toBe(true);
	});

	it('is told, but no difference, when it is below', () => {
		const shared = against(pro15, { base_price: least - 0.01 });
		expect(shared.prices).toEqual({ catalogueUsd: least, liveUsd: least - 0.01 });
		expect(hasChanged(shared)).toBe(false);
	});

	it('is not told when it is the same, give or take the noise of a fraction', () => {
		expect(against(pro15, { base_price: least }).prices).toBeUndefined();
		expect(against(pro15, { base_price: least * 1.000_000_1 }).prices).toBeUndefined();
	});

	it('is not told where one side does not say it', () => {
		expect(against(pro15, {}).prices).toBeUndefined();
		expect(against(upscaler, { base_price: 9 }).prices).toBeUndefined();
	});
});
