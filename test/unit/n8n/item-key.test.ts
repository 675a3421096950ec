/** What makes an item the same work as before, and what makes it another. */
import fc from 'fast-check';
import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { callKey, itemKeys } from '../../../nodes/shared/n8n/memory';
import { inGroups } from '../../support/panel';

const known = 'bytedance/seedance-v1.5-pro/image-to-video';
const picked = (value: string, more: IDataObject = {}) => ({
	__rl: true,
	mode: 'list',
	value,
	...more,
});

/** @param given the parameters of a node, with its options written flat */
function keyOf(given: IDataObject, item: Partial<INodeExecutionData> = {}, itemIndex = 0) {
	const parameters = { ...given, options: inGroups({ ...(given.options as IDataObject) }) };
	const items = [...Array<INodeExecutionData>(itemIndex).fill({ json: {} }), { json: {}, ...item }];
	const context = { getNode: () => ({ parameters }), getInputData: () => items };
	return itemKeys(context as unknown as IExecuteFunctions, 'image-to-video')(itemIndex);
}

const stored = (id: string) => ({ data: 'filesystem-v2', mimeType: 'image/png', id });
const temporary = (uuid: string) =>
	`filesystem-v2:workflows/aB3/executions/temp/binary_data/${uuid}`;
const moved = (uuid: string, execution: number | string) =>
	`filesystem-v2:workflows/aB3/executions/${execution}/binary_data/${uuid}`;

const parameters = fc.record(
	{
		prompt: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
		duration: fc.constantFrom(4, 6, 8, 12, '={{ $json.seconds }}'),
		resolution: fc.constantFrom('480p', '1080p', '={{ $json.size }}'),
		generateAudio: fc.boolean(),
		options: fc.record(
			{ seed: fc.nat(), cameraFixed: fc.boolean(), parametersJson: fc.json() },
			{ requiredKeys: [] },
		),
	},
	{ requiredKeys: ['prompt'] },
) as fc.Arbitrary<IDataObject>;
const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<IDataObject>;
const uuid = fc.uuid();
/** Names of the files of an item, with their files. */
const files = fc.dictionary(fc.stringMatching(/^[a-z]\w{0,7}$/), uuid, { maxKeys: 4 });
const inStore = (ids: Record<string, string>, idOf: (uuid: string) => string): IBinaryKeyData =>
	Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, stored(idOf(id))]));
const model = picked(known);

describe('the same work', () => {
	it('whatever n8n renames or draws anew', () => {
		fc.assert(
			fc.property(parameters, json, files, fc.nat(), (chosen, fields, ids, execution) => {
				const first = keyOf(
					{ model, ...chosen },
					{ json: fields, binary: inStore(ids, temporary) },
				);
				const later = keyOf(
					{
						...chosen,
						model: picked(` ${known} `, {
							mode: 'id',
							cachedResultName: 'Seedance',
							cachedResultUrl: 'https://example.com',
						}),
						options: {
							...(chosen.options as IDataObject),
							schema: 'builtIn',
							uploadUrlsFirst: true,
							timeoutMinutes: 5,
						},
						modelParameters: { mappingMode: 'defineBelow', value: {}, schema: [{ id: 'x' }] },
					},
					{
						json: JSON.parse(JSON.stringify(fields)) as IDataObject,
						binary: inStore(ids, (id) => moved(id, execution)),
						pairedItem: { item: 7 },
					},
				);
				expect(later).toBe(first);
			}),
		);
	});

	it.each<readonly [string, IDataObject]>([
		['a field at its default', { image: 'data' }],
		['a choice at its default', { resolution: '720p' }],
		['a field left empty', { aspectRatio: '' }],
		['a field without a value', { aspectRatio: null }],
		['an option that is empty', { options: { lastImage: '' } }],
		['an option at its documented default', { options: { cameraFixed: false, seed: -1 } }],
		['parameters as JSON, but none', { options: { parametersJson: ' {} ' } }],
		['blanks around a text', { prompt: ' A fox\n' }],
		['a column of the form that is empty', { modelParameters: { value: { fps: null } } }],
	])('with %s or without', (_name, more) => {
		const chosen = { model, prompt: 'A fox', ...more };
		expect(keyOf(chosen)).toBe(keyOf({ model, prompt: 'A fox' }));
	});

	it('whether n8n has saved the item or not', () => {
		const at = new Date(0);
		const item = { json: { at, none: undefined, list: [undefined, Number.NaN], f: () => 1 } };
		const saved = { json: { at: at.toISOString(), list: [null, null] } };
		expect(keyOf({ model }, item as unknown as INodeExecutionData)).toBe(keyOf({ model }, saved));
	});

	it('where n8n keeps files in the json', () => {
		const inJson = (id: string) => ({ json: { row: 1, _files: { data: stored(id) } } });
		const first = keyOf({ model }, inJson(temporary('a')));
		expect(keyOf({ model }, inJson(moved('a', 5)))).toBe(first);
		expect(keyOf({ model }, inJson(temporary('b')))).not.toBe(first);
	});
});

describe('other work', () => {
	it('another prompt, model, json or file', () => {
		fc.assert(
			fc.property(parameters, json, files, uuid, (chosen, fields, ids, other) => {
				const item = { json: fields, binary: inStore(ids, temporary) };
				const key = (more: IDataObject = {}, changes: Partial<INodeExecutionData> = {}, i = 0) =>
					keyOf({ model, ...chosen, ...more }, { ...item, ...changes }, i);
				const keys = [
					key(),
					key({ prompt: `${String(chosen.prompt)}!` }),
					key({ model: picked('bytedance/seedance-v1-lite/image-to-video') }),
					key({ model: picked('bytedance/not-listed') }),
					key({ modelParameters: { value: { fps: 24 } } }),
					key({ modelParameters: { value: { seed: -1 } } }),
					key({ options: { ...(chosen.options as IDataObject), lastImage: 'last' } }),
					key({}, { json: { ...fields, another: true } }),
					key({}, { binary: { ...item.binary, added: stored(temporary(other)) } }),
					key({}, {}, 1),
				];
				expect(new Set(keys).size).toBe(keys.length);
			}),
		);
	});

	it('another picture under the same name, in n8n’s store or in the item', () => {
		const with_ = (file: object) => keyOf({ model }, { binary: { data: file } as IBinaryKeyData });
		const inItem = (data: string) => with_({ data, mimeType: 'image/png' });
		expect(with_(stored(temporary('a')))).not.toBe(with_(stored(temporary('b'))));
		expect(inItem('aGVsbG8=')).not.toBe(inItem('aGVsbG9v'));
	});

	it('an option that a panel begins with is another request than none: a seed of 0 is no random one', () => {
		const seeded = { model, options: { seed: 0 } };
		expect(keyOf(seeded)).not.toBe(keyOf({ model }));
	});
});

describe('items that nobody expects', () => {
	it('one that holds itself', () => {
		const circular: IDataObject = { row: 1 };
		circular.self = circular;
		circular.list = [circular, { circular }];
		const other: IDataObject = { row: 2 };
		other.self = other;
		expect(keyOf({ model }, { json: circular })).toBe(keyOf({ model }, { json: circular }));
		expect(keyOf({ model }, { json: circular })).not.toBe(keyOf({ model }, { json: other }));
	});

	it.each<readonly [string, unknown]>([
		['a number without end', { big: 2n ** 70n }],
		['a date that is none', { at: new Date(Number.NaN) }],
		['what throws when it is saved', { bad: { toJSON: () => JSON.parse('{') as unknown } }],
		['nothing', undefined],
		['a depth of 100,000', Array.from({ length: 1e5 }).reduce((inner) => [inner], {})],
	])('%s', (_name, value) => {
		expect(keyOf({ model }, { json: value as IDataObject })).toMatch(/^v1:0:[0-9a-f]{64}$/);
	});

	it.each([null, undefined, { a: null, b: undefined, c: 'text' }])('files %j', (binary) => {
		const item = { binary } as unknown as INodeExecutionData;
		expect(keyOf({ model }, item)).toBe(keyOf({ model }));
	});

	it.each([undefined, null, '', 7, '={{ $json.model }}'])('a model of %j', (odd) => {
		expect(keyOf({ model: odd } as IDataObject)).not.toBe(keyOf({ model }));
	});
});

describe('the call of an agent', () => {
	const request = { model: known, body: { prompt: 'A fox', image: 'data' } };
	const call = (item: Partial<INodeExecutionData>, body: object = request.body) =>
		callKey({ ...request, body: { ...body } }, 0, item);

	it('goes by what is sent, in any order, and by the files', () => {
		const first = call({ binary: { data: stored(temporary('a')) } });
		const later = { binary: { data: stored(moved('a', 3)) } };
		expect(call(later, { image: 'data', prompt: 'A fox' })).toBe(first);
		const spelledOut = { image: 'data', prompt: 'A fox ', seed: -1, camera_fixed: false };
		expect(call(later, spelledOut)).toBe(first);
		expect(call(later, { ...spelledOut, seed: 0 })).not.toBe(first);
		expect(call(later, { image: 'data', prompt: 'A cat' })).not.toBe(first);
		expect(call({ binary: { data: stored(temporary('b')) } })).not.toBe(first);
	});

	it('by the files in the json, too, and by nothing else there', () => {
		const inJson = (id: string, row: number) => ({ json: { row, _files: { data: stored(id) } } });
		const first = call(inJson(temporary('a'), 1));
		expect(call(inJson(moved('a', 3), 2))).toBe(first);
		expect(call(inJson(temporary('b'), 1))).not.toBe(first);
	});
});
