/** A list that means no good costs bounded work, in slices: counted in models, nodes and turns given to others. */
import { offeredModels } from '../../../seedance/models';
import { fetchModelList } from '../../../seedance/api/models';
import { liveRecord } from '../../../seedance/request/liveModel';
import { buildRequest, requestSchema } from '../../../seedance/request/buildRequest';
import { answer } from '../../support/api/replies';
import { scriptedApi } from '../../support/api/scriptedApi';

const mode = 'text-to-video';
const id = 'bytedance/seedance-9/text-to-video';

const entry = (schema: string, name = id) =>
	`{"model_id":"${name}","type":"${mode}","api_schema":{"api_schemas":[{"type":"model_run","request_schema":${schema}}]}}`;
const schemaOf = (properties: string, more = '') =>
	`{"type":"object","properties":{${properties}}${more}}`;
const good = entry(schemaOf('"prompt":{"type":"string"}'), 'bytedance/seedance-8/text-to-video');

/** What a run makes of the list of some entries. */
async function read(entries: string, closing = ']}') {
	const api = scriptedApi(() => answer(200, `{"code":200,"data":[${entries}${closing}`));
	const result = await fetchModelList(api.ports);
	if (!result.ok) return { cause: result.problem.cause, ids: [], find: () => undefined };
	const { models } = result.value;
	const listed = models.find((model) => model.id === id);
	return {
		ids: models.map((model) => model.id),
		record: listed && liveRecord(listed, mode),
	};
}

const inherited = ['constructor', 'toString', 'valueOf', 'hasOwnProperty'];

const repeated = (count: number, make: (i: number) => string) =>
	Array.from({ length: count }, (_, i) => make(i)).join(',');

/** Objects in objects, so many of them and so deep. */
function nested(width: number, depth: number): string {
	const inner = depth === 0 ? '{"type":"string"}' : nested(width, depth - 1);
	const properties = repeated(width, (i) => `"p${i}":${inner}`);
	return `{"type":"object","properties":{${properties}}}`;
}

describe('one hostile model', () => {
	it.each<[string, () => string]>([
		['6^7 objects in one another', () => nested(6, 6)],
		['6^4 objects in one another', () => nested(6, 4)],
		['200,000 choices', () => schemaOf(`"style":{"enum":[${repeated(200_000, (i) => `"${i}"`)}]}`)],
		['20,000 choices', () => schemaOf(`"style":{"enum":[${repeated(20_000, (i) => `"${i}"`)}]}`)],
		['100,000 parameters', () => schemaOf(repeated(100_000, (i) => `"p${i}":{}`))],
		['10,000 parameters', () => schemaOf(repeated(10_000, (i) => `"p${i}":{}`))],
		[
			'10,000 names in its order',
			() => schemaOf('"prompt":{}', `,"x-order-properties":[${repeated(10_000, (i) => `"${i}"`)}]`),
		],
		[
			'a description of 5 MB',
			() => schemaOf(`"prompt":{"description":"${'x'.repeat(5_000_000)}"}`),
		],
		[
			'5,000 lists in one another',
			() => schemaOf(`"prompt":{"default":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
		],
		['an id of a megabyte', () => `{},"model_id":"${'seedance'.repeat(125_000)}"`],
	])('with %s is as good as not listed, and costs the others nothing', async (_, make) => {
		const { ids, record } = await read(`${entry(make())},${good}`);
		expect(record).toBeUndefined();
		expect(ids).toContain('bytedance/seedance-8/text-to-video');
	});

	it('with a long description has the beginning of it', async () => {
		const text = 'No more than this. '.repeat(2_000);
		const { record } = await read(
			entry(schemaOf(`"prompt":{"type":"string","description":"${text}"}`)),
		);
		const { description = '' } = record?.parameters.prompt ?? {};
		expect(description.length).toBeLessThanOrEqual(2_000);
		expect(text.startsWith(description.replace(/…$/, ''))).toBe(true);
	});

	it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
		'with a parameter called %s changes no other object',
		async (name) => {
			const properties = `"${name}":{"type":"string","minLength":1},"prompt":{"type":"string"}`;
			const { record } = await read(
				entry(schemaOf(properties, `,"required":["${name}","prompt"]`)),
			);
			expect(record?.parameters).toHaveProperty('prompt.type', 'string');
			expect(Object.getPrototypeOf(record?.parameters)).toBe(Object.prototype);
			expect({}).not.toHaveProperty('minLength');
			if (record === undefined) throw new Error('no record');
			// No one is asked for a value that can't exist.
			const isGiven = name !== '__proto__' && { [name]: 'x' };
			expect(requestSchema(record).safeParse({ prompt: 'Fox', ...isGiven }).success).toBe(true);
		},
	);
});

describe('a parameter that is called like something every object has', () => {
	const properties = repeated(4, (i) => `"${inherited[i]}":{"type":"object"}`);
	const list = entry(schemaOf(`"prompt":{"type":"string"},${properties}`));

	it('is not given where nobody gave it, and sent where somebody did', async () => {
		const { record } = await read(list);
		if (record === undefined) throw new Error('no record');
		expect(buildRequest(record, { prompt: 'Fox' })).toMatchObject({
			ok: true,
			value: { body: { prompt: 'Fox' } },
		});
		const built = buildRequest(record, { prompt: 'Fox', constructor: { a: 1 } });
		expect(JSON.stringify(built.ok && built.value.body)).toBe(
			'{"prompt":"Fox","constructor":{"a":1}}',
		);
	});
});

describe('a hostile list', () => {
	it('of a million models is read as far as it is of interest', async () => {
		const some = repeated(
			1_000,
			(i) => `{"model_id":"bytedance/seedance-${i}x/${mode}","type":"${mode}"}`,
		);
		const { ids } = await read(`${some},${'{},'.repeat(1_000_000)}${good}`);
		expect(ids).toHaveLength(1_000);
	});

	it('of 10,000 models of interest is kept as far as the first thousand', async () => {
		const { ids } = await read(
			repeated(10_000, (i) => `{"model_id":"seedance-${i}","type":"${mode}"}`),
		);
		expect(ids).toHaveLength(1_000);
		expect(ids[999]).toBe('seedance-999');
	});

	it('of large models is kept up to 8 MB', async () => {
		const text = 'x'.repeat(200_000);
		const large = (i: number) => entry(schemaOf(`"prompt":{"title":"${text}"}`), `seedance-${i}`);
		const { ids } = await read(repeated(90, large));
		expect(ids.length).toBeGreaterThan(30);
		expect(ids.length).toBeLessThanOrEqual(41);
	});

	it.each([
		['of more than 20 million characters', () => `${'{},'.repeat(7_000_000)}${good}`, ']}'],
		['that breaks off', () => `${good},${good}`, ''],
		['that breaks off in the middle of a model', () => `${good},{"model_id":`, ''],
	] as const)('%s is no list', async (_, make, closing) => {
		expect(await read(make(), closing)).toMatchObject({ cause: 'malformedAnswer' });
	});

	it('gives way to others while it is read', async () => {
		let nowMs = 0;
		let turns = 0;
		const text = `{"data":[${'{},'.repeat(100_000)}${good}]}`;
		const result = await fetchModelList({
			baseUrl: 'https://api.test',
			http: async () => answer(200, text),
			// Every look at the clock finds that 5 ms have gone by.
			now: () => (nowMs += 5),
			sleep: async () => void (turns += 1),
		});
		expect(result).toMatchObject({ ok: true });
		expect(turns).toBeGreaterThan(50);
	});

	it('of the catalogue’s own models is read whole', async () => {
		const all = offeredModels(mode).map((model) =>
			entry(schemaOf('"prompt":{"type":"string"}'), model.id),
		);
		expect((await read(all.join(','))).ids).toEqual(offeredModels(mode).map((model) => model.id));
	});
});
