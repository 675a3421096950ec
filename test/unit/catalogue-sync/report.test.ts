/** The report as people and machines read it. */
import { compareModels } from '../../../scripts/catalogue-sync/compare';
import { reportText } from '../../../scripts/catalogue-sync/report';
import { reportJson } from '../../../scripts/catalogue-sync/reportJson';
import type { ModelRecord } from '../../../seedance/models';
import { image, prompt2000, resolution, seed } from '../../support/parameters';
import { entryOf, listOf, schemaOf } from '../../support/catalogueSync/modelList';

const base: ModelRecord = {
	id: 'bytedance/seedance-9/plain',
	displayName: 'Seedance 9',
	mode: 'image-to-video',
	generation: 'none',
	tier: '',
	parameters: { image, prompt: prompt2000, resolution: resolution('480p', '720p'), seed },
	required: ['image'],
	typicalSeconds: 60,
	source: '',
	confidence: 'docs',
	price: { drivers: [], rows: [{ usdBySeconds: { 5: 0.5 } }], source: '', at: '2026-11-21' },
};
const document: ModelRecord = { ...base, id: 'bytedance/seedance-9/bound', confidence: 'document' };
const old: ModelRecord = {
	...base,
	id: 'bytedance/seedance-1/old',
	retiring: { replacement: base.id },
	notOfferedBecause: 'it is too old',
};
const rumour: ModelRecord = { ...base, id: 'seedance-x', parameters: {}, confidence: 'mentioned' };

const changed = {
	...entryOf(document),
	base_price: 0.6,
	schema: {
		properties: {
			seed: schemaOf(base).properties['seed'],
			prompt: { type: 'string' },
			resolution: { type: 'string', default: '1080p', enum: ['720p', '1080p'] },
			first_image: { type: 'string', nullable: true },
		},
		required: ['first_image'],
	},
};
const added = {
	model_id: 'bytedance/seedance-10\u001b[2J',
	name: 'Seedance\n10',
	type: 'text-to-video',
	base_price: 0.3,
	schema: { properties: { prompt: { type: 'string' }, duration: { type: 'integer' } } },
};
const cheaper = { ...entryOf(base), base_price: 0.4 };
const drifted = compareModels([base, document, old, rumour], listOf([cheaper, changed, added]));
const same = compareModels([base], listOf([entryOf(base)]));

describe('the text', () => {
	it('names everything that differs, and what was not counted', () => {
		expect(reportText(drifted).split('\n')).toEqual([
			'New, not in the catalogue:',
			'  bytedance/seedance-10?[2J: Seedance?10, text-to-video, from $0.3',
			'    parameters: prompt, duration',
			'',
			'Gone from the live list:',
			'  bytedance/seedance-1/old  not offered; retiring, replaced by bytedance/seedance-9/plain',
			'',
			'Changed (- catalogue only, + live only, ~ catalogue → live):',
			'  bytedance/seedance-9/bound  (document)',
			'    - image        string, required',
			'    + first_image  string, required, nullable',
			'    ~ resolution   default: 720p → 1080p; enum: added 1080p, removed 480p',
			'    $ base_price $0.6 is above the least published price, $0.5',
			'',
			'(document): a model document binds this record; it stays as it is.',
			'',
			'Not counted as differences:',
			'  seedance-x: not in the live list; only its name was ever mentioned',
			'  bytedance/seedance-9/plain: base_price $0.4 is below the least published price, $0.5',
			'  bytedance/seedance-9/bound: prompt maxLength: 2000 → none, the live schema says nothing',
			'',
			'Catalogue 4 models, live list 3 models: 1 new, 1 gone, 1 changed.',
		]);
	});

	it('is one line when there is nothing to tell', () => {
		expect(reportText(same)).toBe('Catalogue 1 model, live list 1 model: no difference.');
	});
});

describe('the JSON', () => {
	it('holds what the text tells', () => {
		expect(JSON.parse(reportJson(drifted))).toEqual({
			differs: true,
			new: [
				{
					id: 'bytedance/seedance-10\u001b[2J',
					name: 'Seedance\n10',
					type: 'text-to-video',
					basePriceUsd: 0.3,
					parameters: [
						{ name: 'prompt', facts: { type: 'string', required: false } },
						{ name: 'duration', facts: { type: 'integer', required: false } },
					],
				},
			],
			gone: [{ id: old.id, isDocument: false, isOffered: false, replacement: base.id }],
			neverSeen: [{ id: 'seedance-x', isDocument: false, isOffered: true }],
			changed: [
				{
					id: document.id,
					isDocument: true,
					isOffered: true,
					isCompared: true,
					isUnreadable: false,
					added: [
						{ name: 'first_image', facts: { type: 'string', required: true, nullable: true } },
					],
					removed: [{ name: 'image', facts: { type: 'string', required: true } }],
					changed: [
						{
							name: 'resolution',
							changes: [
								{ aspect: 'default', catalogue: '720p', live: '1080p' },
								{
									aspect: 'enum',
									catalogue: ['480p', '720p'],
									live: ['720p', '1080p'],
									added: ['1080p'],
									removed: ['480p'],
								},
							],
						},
					],
					silent: [{ name: 'prompt', changes: [{ aspect: 'maxLength', catalogue: 2000 }] }],
					price: { catalogueUsd: 0.5, liveUsd: 0.6, isDrift: true },
				},
			],
			same: [
				{
					id: base.id,
					isDocument: false,
					isOffered: true,
					isCompared: true,
					isUnreadable: false,
					added: [],
					removed: [],
					changed: [],
					silent: [],
					price: { catalogueUsd: 0.5, liveUsd: 0.4, isDrift: false },
				},
			],
		});
	});

	it('says that nothing differs', () => {
		expect(JSON.parse(reportJson(same))).toMatchObject({ differs: false, new: [], changed: [] });
	});
});
