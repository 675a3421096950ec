/** The model picker: the catalogue's models, and those that only the API's list has. */
import { searchModels } from '../../../nodes/shared/actions/modelPicker';
import { catalogue, defaultModel, isUndocumented, offeredModels } from '../../../seedance/models';
import { liveList } from '../../support/models/editorModelList';
import type { Listing } from '../../support/models/editorModelList';

const entries = (listings: readonly Listing[] | undefined, filter?: string) =>
	searchModels('text-to-video', filter, listings && liveList(listings)).results;
const idsOf = (listings: readonly Listing[] | undefined, filter?: string) =>
	entries(listings, filter).map(({ value }) => value);
const nameOf = (listings: readonly Listing[] | undefined, id: string) =>
	entries(listings).find(({ value }) => value === id)?.name;

const offered = offeredModels('text-to-video');
const isHidden = ({ retiring, tier }: (typeof offered)[number]) =>
	retiring !== undefined || tier.endsWith('spicy');
const known = offered.filter((record) => !isHidden(record)).map(({ id }) => id);
/** With a published price. */
const id = 'bytedance/seedance-2.0-fast/text-to-video-turbo';
/** With a published price, and retiring. */
const retiring = 'bytedance/seedance-v1.5-pro/text-to-video';
const fresh: Listing = {
	id: 'bytedance/seedance-9/text-to-video',
	name: 'Seedance 9 Text to Video',
	type: 'text-to-video',
	basePriceUsd: 0.7,
};

describe('the model picker', () => {
	it('has the catalogue alone where there is no list', () => {
		expect(idsOf(undefined)).toEqual(known);
	});

	it('shows name and published price in one line, and never an ID', () => {
		expect(nameOf(undefined, id)).toMatch(/^Seedance 2\.0 Fast Turbo · from \$\d+\.\d\d$/);
		expect(entries(undefined).filter(({ name }) => name.includes('/'))).toEqual([]);
	});

	it('recommends the model of a new node', () => {
		const recommended = entries(undefined).filter(({ name }) => name.includes('recommended'));
		expect(recommended.map(({ value }) => value)).toEqual([defaultModel['text-to-video']]);
	});

	it('shows models that are being retired only when they are searched for', () => {
		expect(idsOf(undefined)).not.toContain(retiring);
		expect(idsOf(undefined, '1.5 pro')).toContain(retiring);
	});

	it("shows the list's price rather than the published one", () => {
		expect(nameOf([{ id, basePriceUsd: 0.0675 }], id)).toBe(
			'Seedance 2.0 Fast Turbo · from $0.0675',
		);
	});

	it('shows no price where the list has none', () => {
		const { basePriceUsd, ...unpriced } = fresh;
		expect(basePriceUsd).toBeDefined();
		expect(nameOf([unpriced], fresh.id)).toBe('Seedance 9');
	});

	it('shows no price where none is known', () => {
		const unpriced = offered.find((record) => record.price === undefined && !isHidden(record));
		expect(unpriced).toBeDefined();
		expect(nameOf(undefined, unpriced?.id ?? '')).not.toContain('$');
	});

	it('puts what only the list has before the catalogue, with its price', () => {
		expect(idsOf([fresh])).toEqual([fresh.id, ...known]);
		expect(nameOf([fresh], fresh.id)).toBe('Seedance 9 · from $0.70');
	});

	it('says an id once that is its own name', () => {
		const { name } = entries([{ ...fresh, name: fresh.id }])[0] ?? {};
		expect(name).toBe(`${fresh.id} · from $0.70`);
	});

	it('takes the mode from the id where the list does not say it', () => {
		expect(idsOf([{ ...fresh, type: '' }])).toContain(fresh.id);
		expect(idsOf([{ ...fresh, type: '', id: 'bytedance/seedance-9/image-to-video' }])).toEqual(
			known,
		);
	});

	it.each<[string, Listing]>([
		['of the other mode', { ...fresh, type: 'image-to-video' }],
		['that edits videos', { ...fresh, type: 'video-edit' }],
		['of another family', { ...fresh, id: 'other/model/text-to-video' }],
		['with an id that no node takes', { ...fresh, id: 'bytedance/../seedance' }],
	])('leaves out a model %s', (_, listing) => {
		expect(idsOf([listing])).toEqual(known);
	});

	it('lists what only the list documents in the node of its mode', () => {
		const others = catalogue.filter(isUndocumented);
		expect(others.length).toBeGreaterThan(0);
		const listings = others.map((record) => ({ ...fresh, id: record.id }));
		expect(idsOf(listings)).toEqual(known);
		const edit = 'bytedance/seedance-2.5-flash/video-edit';
		const { results } = searchModels('video-to-video', 'flash/video-edit', liveList(listings));
		expect(results.map(({ value }) => value)).toEqual([edit]);
	});

	it('keeps the order of the catalogue, whatever the order of the list', () => {
		const listings = [...known].reverse().map((one) => ({ id: one, basePriceUsd: 1 }));
		expect(idsOf([fresh, ...listings])).toEqual([fresh.id, ...known]);
	});

	it('finds by name and id, not by price', () => {
		expect(idsOf([fresh], ' SEEDANCE 9 ')).toEqual([fresh.id]);
		expect(idsOf([fresh], 'seedance-9/')).toEqual([fresh.id]);
		expect(idsOf([fresh], '0.70')).toEqual([]);
	});

	it('leads to the page of the model', () => {
		expect(entries([fresh])[0]?.url).toBe(`https://wavespeed.ai/models/${fresh.id}`);
	});
});
