/** Get Many: which filters are asked for, once for equal ones, and which items the tasks give. */
import type { IDataObject } from 'n8n-workflow';
import { runGetResult } from '../../../nodes/shared/actions/readTasks';
import { answer, enveloped, model, task } from '../../support/api/replies';
import { causeOf } from '../../support/errors/causeOf';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions } from '../../support/nodeContext';

const now = Date.UTC(2026, 0, 5, 12);
beforeAll(() => jest.spyOn(Date, 'now').mockReturnValue(now));
afterAll(() => jest.restoreAllMocks());

const listed = (...items: readonly object[]) => answer(200, enveloped(200, 'success', { items }));

/** Runs Get Many. @returns its items, or what it threw; and what was sent */
async function getMany(parameters: IDataObject, options: NodeContextOptions = {}) {
	const { context, sent } = nodeContext({
		type: 'seedanceGetResult',
		reply: () => listed(task('t0', 'completed')),
		...options,
		parameters: { operation: 'getAll', ...parameters },
	});
	const ran = await runGetResult(context).then(
		([items = []]) => ({ items }),
		(thrown: unknown) => ({ items: [], thrown }),
	);
	return { thrown: undefined, ...ran, bodies: sent.map(({ body }) => body as IDataObject) };
}

const filtered = async (filters: IDataObject) => (await getMany({ filters })).bodies[0];
const idsOf = (items: ReadonlyArray<{ json: IDataObject }>) => items.map(({ json }) => json.taskId);

describe('the filters', () => {
	it('are none by default: a large page, of which the Seedance tasks are taken', async () => {
		const { bodies, items } = await getMany(
			{},
			{ reply: () => listed(task('t0'), task('t1', 'created', { model: 'a/b' })) },
		);
		expect(bodies).toEqual([{ page: 1, page_size: 100, include_inputs: true }]);
		expect(idsOf(items)).toEqual(['t0']);
	});

	it('are passed to the API', async () => {
		const createdAfter = '2026-01-05T08:00:00Z';
		expect(await filtered({ model, status: 'Failed', createdAfter })).toEqual({
			page: 1,
			page_size: 50,
			include_inputs: true,
			model,
			status: 'failed',
			created_after: '2026-01-05T08:00:00.000Z',
		});
	});

	it('may include other models', async () => {
		const { bodies, items } = await getMany(
			{ filters: { includeOtherModels: true } },
			{ reply: () => listed(task('t1', 'created', { model: 'a/b' })) },
		);
		expect(bodies).toEqual([{ page: 1, page_size: 50, include_inputs: true }]);
		expect(idsOf(items)).toEqual(['t1']);
	});

	it('are none where n8n has saved something else', async () => {
		expect(await filtered(['nonsense'] as unknown as IDataObject)).toEqual({
			page: 1,
			page_size: 100,
			include_inputs: true,
		});
	});

	it('are read for each item, and asked for once when they are equal', async () => {
		const { bodies, items } = await getMany(
			{ filters: { status: '=want' } },
			{ items: [{ want: 'failed' }, { want: 'completed' }, { want: ' FAILED ' }] },
		);
		expect(bodies.map(({ status }) => status)).toEqual(['failed', 'completed']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});
});

describe('a date', () => {
	const at = Date.UTC(2026, 0, 4, 10);
	const written = new Date(at).toISOString();

	it.each([
		['ISO', written],
		['ISO without a time', '2026-01-04', Date.UTC(2026, 0, 4)],
		['an e-mail’s', 'Sun, 04 Jan 2026 10:00:00 GMT'],
		['milliseconds', at],
		['milliseconds as text, with blanks', ` ${at} `],
		['a Date', new Date(at)],
	])('may be %s', async (_, createdAfter, expected = at) => {
		expect(await filtered({ createdAfter } as IDataObject)).toMatchObject({
			created_after: new Date(expected).toISOString(),
		});
	});

	it("is in the workflow's time zone when it has none", async () => {
		const { bodies } = await getMany(
			{ filters: { createdAfter: '2026-01-04T10:00:00' } },
			{ more: { getTimezone: () => 'Asia/Tokyo' } },
		);
		expect(bodies).toMatchObject([{ created_after: '2026-01-04T01:00:00.000Z' }]);
	});

	it.each([
		['a row', 'row 2026'],
		['a date after other text', 'since 2026-01-04'],
		['a day of the week after other text', 'on Sun, 04 Jan 2026'],
		['a year', '2026'],
		['more digits than milliseconds have', '17675208000000'],
		['milliseconds with a zero before them', '01767520800000'],
		['parts of a millisecond', '1767520800000.5'],
		['a word', 'yesterday'],
		['nothing like it', {}],
	])('is not %s', async (_, createdAfter) => {
		const { thrown, bodies } = await getMany({ filters: { createdAfter } } as IDataObject);
		expect(causeOf(thrown)).toBe('parameterRefused');
		expect(bodies).toEqual([]);
	});
});

describe('the limit', () => {
	const many = Array.from({ length: 100 }, (_, i) => task(`t${i}`, 'completed'));
	const countOf = async (parameters: IDataObject) =>
		(await getMany(parameters, { reply: ({ body }) => pageOf(body) })).items.length;
	const pageOf = (body: unknown) =>
		listed(...((body as { page: number }).page === 1 ? many : [task('last')]));

	it.each([
		['50 by default', {}, 50],
		['what is set', { limit: 3 }, 3],
		['none with Return All, whatever is set', { returnAll: true, limit: 3 }, 101],
	])('is %s', async (_, parameters, count) => {
		expect(await countOf(parameters)).toBe(count);
	});

	it('is refused before a request when it is none', async () => {
		const { thrown, bodies } = await getMany({ limit: 0 });
		expect(causeOf(thrown)).toBe('settingRefused');
		expect(bodies).toEqual([]);
	});
});

describe('an item whose filters cannot be used', () => {
	it.each([
		['a filter throws', { filters: '=!' }],
		['a filter of the whole group throws', { filters: { status: '=!' } }],
		['Include Other Models is no switch', { filters: { includeOtherModels: 'perhaps' } }],
		['the status of one item is none', { filters: { status: '=status' } }],
	])('ends the run before a request: %s', async (_, parameters) => {
		const { thrown, bodies } = await getMany(parameters, { items: [{}, { status: '-' }] });
		expect(causeOf(thrown)).toMatch(/^(expressionFailed|settingRefused|parameterRefused)$/);
		expect(bodies).toEqual([]);
	});

	it('is an error item when the workflow continues, beside the tasks of the others', async () => {
		const { items } = await getMany(
			{ filters: { status: '=want' } },
			{ items: [{ want: '-' }, { want: 'completed' }], continues: true },
		);
		expect(items.map(({ json, pairedItem }) => [causeOf(json.error), pairedItem])).toEqual([
			['parameterRefused', { item: 0 }],
			[undefined, { item: 1 }],
		]);
	});
});

describe('the items', () => {
	it('are one for each task, of the incoming item that asked', async () => {
		const reply = () => listed(task('t0', 'completed'), task('t1', 'processing'));
		const { items } = await getMany({}, { reply });
		expect(items).toMatchObject([
			{ json: { taskId: 't0', status: 'completed' }, pairedItem: { item: 0 } },
			{ json: { taskId: 't1', status: 'processing' }, pairedItem: { item: 0 } },
		]);
	});

	it('include input fields if the options say so', async () => {
		const { items } = await getMany(
			{ options: { includeInputFields: 'all' } },
			{ items: [{ row: 7 }] },
		);
		expect(items).toMatchObject([{ json: { taskId: 't0', row: 7 } }]);
	});

	it('have the whole entry when its ID cannot be read, or when they are not simplified', async () => {
		const entry = { ...task('t0', 'completed'), id: null, note: 'odd' };
		const { items } = await getMany({}, { reply: () => listed(entry) });
		expect(items).toMatchObject([{ json: { note: 'odd' } }]);
		const plain = await getMany({ options: { simplify: false } });
		expect(plain.items).toMatchObject([{ json: { id: 't0', urls: expect.anything() } }]);
	});

	it('are errors when the list cannot be read', async () => {
		const reply = () => answer(401, enveloped(401));
		expect(causeOf((await getMany({}, { reply })).thrown)).toBe('invalidKey');
		const { items } = await getMany({}, { reply, continues: true });
		expect(items.map(({ json }) => causeOf(json.error))).toEqual(['invalidKey']);
	});

	it('are errors when there is no credential', async () => {
		const options = { credential: undefined, continues: true };
		const { items, bodies } = await getMany({}, options);
		expect(items.map(({ json }) => causeOf(json.error))).toEqual(['missingCredential']);
		expect(bodies).toEqual([]);
	});
});
