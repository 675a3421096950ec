/** The entries of the Task ID field's list. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { searchTasks } from '../../../nodes/shared/actions/taskPicker';
import type { ApiReply } from '../../../seedance/api/http';
import { defaultModel } from '../../../seedance/models';
import { answer, enveloped, task } from '../../support/api/replies';
import { causeOf } from '../../support/errors/causeOf';
import { nodeContext } from '../../support/nodeContext';

const now = Date.UTC(2026, 0, 5, 12);
const minuteMs = 60_000;
const model = defaultModel['text-to-video'];

beforeAll(() => jest.spyOn(Date, 'now').mockReturnValue(now));
afterAll(() => jest.restoreAllMocks());

const listed = (...items: readonly object[]) => answer(200, enveloped(200, 'success', { items }));

async function search(reply: ApiReply, filter?: string) {
	const { context, sent } = nodeContext({ reply: () => reply });
	const { results } = await searchTasks(context as unknown as ILoadOptionsFunctions, filter);
	return { results, sent };
}

const entryOf = async (more: object) =>
	(await search(listed({ ...task('t0', 'completed', { model }), ...more }))).results;

const createdBefore = (ms: number) => ({ created_at: new Date(now - ms).toISOString() });

it.each([
	[0, 'now'],
	[minuteMs - 1, 'now'],
	[minuteMs, '1 min ago'],
	[60 * minuteMs - 1, '59 min ago'],
	[60 * minuteMs, '1 h ago'],
	[24 * 60 * minuteMs - 1, '23 h ago'],
	[24 * 60 * minuteMs, '1 day ago'],
	[48 * 60 * minuteMs - 1, '1 day ago'],
	[48 * 60 * minuteMs, '2 days ago'],
])('a task of %i ms ago has model, age and status: %s', async (ms, age) => {
	expect(await entryOf(createdBefore(ms))).toEqual([
		{ name: `Seedance 2.0 Fast · ${age} · completed`, value: 't0' },
	]);
});

it.each([
	['missing', undefined],
	['none', 'soon'],
])('a task whose date is %s has model and status only', async (_, created_at) => {
	expect(await entryOf({ created_at })).toEqual([
		{ name: 'Seedance 2.0 Fast · completed', value: 't0' },
	]);
});

it.each([
	[
		'its ID',
		{ model: 'bytedance/seedance-99/text-to-video' },
		'bytedance/seedance-99/text-to-video',
	],
	["the task's ID where it has no model", { model: undefined }, 't0'],
])('a model that the catalogue lacks is named by %s', async (_, more, name) => {
	const [entry] = await entryOf({ ...createdBefore(0), ...more });
	expect(entry?.name).toBe(`${name} · now · completed`);
});

describe('the list', () => {
	const reply = listed(
		task('fox-1', 'completed', { model }),
		task('OWL-2', 'processing', { model }),
	);
	const found = async (filter?: string) =>
		(await search(reply, filter)).results.map(({ value }) => value);

	it('has the 50 latest tasks, of one request', async () => {
		const many = Array.from({ length: 100 }, (_, i) => task(`t${i}`, 'completed', { model }));
		const { results, sent } = await search(listed(...many));
		expect(results.map(({ value }) => value)).toEqual(many.slice(0, 50).map(({ id }) => id));
		expect(sent.length).toBe(1);
	});

	it('has every task without a filter', async () => {
		expect(await found()).toEqual(['fox-1', 'OWL-2']);
	});

	it.each([
		['the ID', ' FOX ', ['fox-1']],
		['the ID in lower case', 'owl', ['OWL-2']],
		['the model', 'seedance 2.0 FAST', ['fox-1', 'OWL-2']],
		['the status', 'completed', ['fox-1']],
		['nothing', 'badger', []],
	])('finds a part of %s', async (_, filter, ids) => {
		expect(await found(filter)).toEqual(ids);
	});

	it('leaves out tasks without a readable ID, which nobody could choose', async () => {
		const { results } = await search(listed({ ...task('t0'), id: undefined }, task('t1')));
		expect(results.map(({ value }) => value)).toEqual(['t1']);
	});

	it('leaves out tasks of other models', async () => {
		const { results } = await search(
			listed(task('t0', 'completed', { model: 'wavespeed-ai/flux-dev' }), task('t1')),
		);
		expect(results.map(({ value }) => value)).toEqual(['t1']);
	});
});

describe('a list that cannot be had', () => {
	const thrownBy = async (options: Parameters<typeof nodeContext>[0]) => {
		const { context, sent } = nodeContext(options);
		const thrown: unknown = await searchTasks(context as unknown as ILoadOptionsFunctions).catch(
			(error: unknown) => error,
		);
		return { thrown, sent };
	};

	it('is an error with its cause and advice: the key is wrong', async () => {
		const { thrown } = await thrownBy({ reply: () => answer(401, enveloped(401)) });
		expect(causeOf(thrown)).toBe('invalidKey');
		expect(thrown).toHaveProperty('description', expect.stringContaining('key'));
	});

	it('is an error without a request: there is no credential', async () => {
		const { thrown, sent } = await thrownBy({ credential: undefined });
		expect(causeOf(thrown)).toBe('missingCredential');
		expect(thrown).toHaveProperty('description', expect.stringMatching(/./));
		expect(sent).toEqual([]);
	});
});
