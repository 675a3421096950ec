/**
 * The search for the task of an unknown outcome, which adopts only a task that can't be another
 * submit's.
 */
import type { ApiReply } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { createTaskFinder } from '../../../seedance/run/findUnknown';
import { createOpenSubmits, createTracer, traceOf } from '../../../seedance/run/trace';
import type { Found } from '../../../seedance/run/findUnknown';
import type { OpenSubmits, Trace } from '../../../seedance/run/trace';
import { answer, enveloped, lost, model, task } from '../../support/api/replies';
import { inTurn, scriptedApi } from '../../support/api/scriptedApi';
import type { ScriptedApi } from '../../support/api/scriptedApi';

const body = { prompt: 'A fox', duration: 5 };
const start = Date.UTC(2026, 0, 5, 12, 0, 0);

interface Listed {
	readonly id: string;
	/** Ms since the start of the clock. */
	readonly at: number;
	readonly input?: unknown;
	/** Ms since the start of the clock; at once where it is left out. */
	readonly listedAt?: number;
	/** Ms since the start of the clock; for good where it is left out. */
	readonly until?: number;
	/** Null for a task that names none. */
	readonly model?: string | null;
}

const toTask = ({ id, at, input, model: of = model }: Listed) =>
	task(id, 'created', {
		model: of ?? undefined,
		created_at: new Date(start + at).toISOString(),
		...(input !== undefined && { input }),
	});

/** An API that lists these tasks, and knows none by its ID. */
const listing = (tasks: readonly Listed[]) =>
	scriptedApi(({ method, body: asked }, { clock }) => {
		if (method === 'GET') return answer(404, enveloped(404, 'not found'));
		const at = clock.elapsed();
		const shown = tasks.filter(({ listedAt = 0, until = at + 1 }) => at >= listedAt && at < until);
		const { page = 1, page_size = 100 } = asked as Record<string, number>;
		const items = shown.slice((page - 1) * page_size, page * page_size).map(toTask);
		return answer(200, enveloped(200, 'success', { page, items }));
	});

const asksInputs = ({ sent }: ScriptedApi) =>
	sent.map(({ body: asked }) => 'include_inputs' in Object(asked));

interface Setting {
	readonly submits?: OpenSubmits;
	readonly ours?: readonly string[];
}

const finderIn = (
	api: ScriptedApi,
	{ submits = createOpenSubmits(), ours = [] }: Setting = {},
) => ({
	...createTracer(submits, 'a', api.ports),
	...createTaskFinder(api.ports, { submits, isOurs: (taskId) => ours.includes(taskId) }),
});

type Finder = ReturnType<typeof finderIn>;

/** Compares the clocks, as any accepted task does. */
function compareClocks(finder: Finder, api: ScriptedApi, aheadMs = 0) {
	const trace = finder.sending('other/model', { prompt: 'first' }, 1_000);
	const created = new Date(api.clock.now() + aheadMs).toISOString();
	const first = {
		id: 'first',
		status: 'created',
		statusKind: 'running',
		outputs: [],
		raw: {},
	} as const;
	finder.answered(trace, { outcome: 'accepted', task: { ...first, createdAt: created } });
}

/** A submit at 10 s whose connection is lost at 11 s. */
async function lose(api: ScriptedApi, finder: Finder, sent: object = body): Promise<Trace> {
	await api.clock.sleep(10_000 - api.clock.elapsed());
	const trace = finder.sending(model, { ...sent }, 120_000);
	await api.clock.sleep(1_000);
	return finder.answered(trace, { outcome: 'unknown', problem: problem('unknownOutcome') });
}

async function find(
	tasks: readonly Listed[],
	setting: Setting = {},
): Promise<[Found, ScriptedApi]> {
	const api = listing(tasks);
	const finder = finderIn(api, setting);
	compareClocks(finder, api);
	const trace = await lose(api, finder);
	return [await finder.find({ model, trace }), api];
}

const idsOf = (found: Found) =>
	found.kind === 'candidates' ? found.tasks.map(({ id }) => id) : found.kind;
const same = { id: 'mine', at: 10_500, input: body };

describe('the task with the same inputs', () => {
	it('is found, with what it was submitted with left out', async () => {
		const [found, api] = await find([
			same,
			{ id: 'other', at: 10_400, input: { prompt: 'A cat' } },
		]);
		expect(found).toMatchObject({ kind: 'found', task: { id: 'mine' } });
		if (found.kind === 'found') expect(found.task.raw).not.toHaveProperty('input');
		expect(api.sent.map(({ body: asked }) => asked)).toContainEqual(
			expect.objectContaining({ model, include_inputs: true, page_size: 100 }),
		);
		expect(asksInputs(api)).toEqual([true, true]);
	});

	it('is claimed for this submit, which is open no longer', async () => {
		const submits = createOpenSubmits();
		await find([same], { submits });
		const other = traceOf(model, body, { mark: 'other', from: start, to: start + 60_000 });
		expect(submits.isClaimed('mine', other)).toBe(true);
		expect(submits.rivals(other)).toEqual([]);
	});

	it.each([
		['in another order', { duration: 5, prompt: 'A fox' }],
		['as text', JSON.stringify(body)],
		['with what the API adds by default', { ...body, seed: -1, generate_audio: true }],
		['with fields that are unset', { ...body, image: null, last_image: '', references: [] }],
	])('%s', async (_name, input) => {
		const [found] = await find([{ ...same, input }]);
		expect(found).toMatchObject({ kind: 'found', task: { id: 'mine' } });
	});

	it.each([{}, '', null, 'none'])(
		'with its inputs under "inputs", and %j under "input"',
		async (input) => {
			const api = scriptedApi(() => {
				const shown = { ...toTask({ ...same, input }), inputs: body };
				return answer(200, enveloped(200, 'success', { page: 1, items: [shown] }));
			});
			const finder = finderIn(api);
			compareClocks(finder, api);
			const found = await finder.find({ model, trace: await lose(api, finder) });
			expect(found).toMatchObject({ kind: 'found', task: { id: 'mine' } });
		},
	);

	it('names no model', async () => {
		const [found] = await find([{ ...same, model: null }]);
		expect(found).toMatchObject({ kind: 'found', task: { id: 'mine' } });
	});

	it('is among as many others as the list has room for', async () => {
		const others = (count: number) =>
			Array.from({ length: count }, (_, i) => ({ id: `${i}`, at: 10_500, input: { prompt: 'x' } }));
		expect((await find([...others(498), same]))[0].kind).toBe('found');
		// Another one with the same inputs may be beyond the end of the list.
		expect((await find([same, ...others(499)]))[0].kind).toBe('notLooked');
	});

	it('must be the same in two looks', async () => {
		const [found, api] = await find([
			{ ...same, id: 'gone', until: 13_000 },
			{ ...same, listedAt: 13_000 },
		]);
		expect(found).toMatchObject({ kind: 'found', task: { id: 'mine' } });
		expect(api.sent).toHaveLength(3);
	});

	it('appears late in the list', async () => {
		const [found] = await find([{ ...same, listedAt: 16_000 }]);
		expect(found.kind).toBe('found');
	});

	it('is found where the answer named it, by reading it', async () => {
		const api = scriptedApi(() => answer(200, enveloped(200, 'ok', task('named', 'processing'))));
		const finder = finderIn(api, { ours: ['named'] });
		const found = await finder.find({ model, taskId: 'named' });
		expect(found).toMatchObject({ kind: 'found', task: { id: 'named' } });
		expect(api.sent).toHaveLength(1);
	});

	it('is found in the list where the answer named it and it cannot be read', async () => {
		const api = listing([same]);
		const finder = finderIn(api, { ours: ['mine'] });
		compareClocks(finder, api);
		const trace = await lose(api, finder);
		const found = await finder.find({ model, trace, taskId: 'mine' });
		expect(found).toMatchObject({ kind: 'found', task: { id: 'mine' } });
	});
});

describe('nothing is adopted', () => {
	const url = 'https://example.com/a.png';
	const withImage = { ...body, last_image: url };
	it.each<readonly [string, readonly Listed[], Setting, readonly string[]]>([
		['of other inputs', [{ ...same, input: { ...body, prompt: 'A cat' } }], {}, []],
		[
			'where a field was chosen that we left open',
			[{ ...same, input: { ...body, seed: 7 } }],
			{},
			[],
		],
		['with a file that we did not send', [{ ...same, input: withImage }], {}, []],
		['with more files', [{ ...same, input: { ...body, reference_images: [url] } }], {}, []],
		['with a text that no document names', [{ ...same, input: { ...body, style: 'x' } }], {}, []],
		['that lacks a field', [{ ...same, input: { prompt: 'A fox' } }], {}, []],
		['from before the submit', [{ ...same, at: 8_500 }], {}, []],
		['from long after it', [{ ...same, at: 20_000 }], {}, []],
		['of another model', [{ ...same, model: 'x/y' }], {}, []],
		['that the execution has', [same], { ours: ['mine'] }, []],
		['that the API tells no inputs of', [{ id: 'mine', at: 10_500 }], {}, ['mine']],
		['beside one without inputs', [same, { id: 'b', at: 10_600 }], {}, ['mine']],
		['of which two fit', [same, { ...same, id: 'twin', at: 10_600 }], {}, ['mine', 'twin']],
		['that is not there', [], {}, []],
	])('%s', async (_name, tasks, setting, candidates) => {
		const [found, api] = await find(tasks, setting);
		expect(idsOf(found)).toEqual(candidates);
		expect(api.clock.elapsed()).toBeLessThan(30_000);
	});

	it('that another execution of this process has', async () => {
		const submits = createOpenSubmits();
		submits.claim('mine');
		expect(idsOf((await find([same], { submits }))[0])).toEqual([]);
	});

	it('while an equal submit of this process awaits its answer', async () => {
		const submits = createOpenSubmits();
		submits.sending(traceOf(model, body, { mark: 'x', from: start, to: start + 60_000 }));
		expect(idsOf((await find([same], { submits }))[0])).toEqual(['mine']);
	});

	it('where a twin shows a moment later', async () => {
		const [found] = await find([same, { ...same, id: 'twin', listedAt: 13_000 }]);
		expect(idsOf(found)).toEqual(['mine', 'twin']);
	});
});

describe('several equal submits that were all lost', () => {
	it.each([2, 5])('%d: each takes one task, where there are as many', async (count) => {
		const tasks = Array.from({ length: count }, (_, i) => ({
			...same,
			id: `t${i}`,
			at: 10_500 + i,
		}));
		const api = listing(tasks);
		const finder = finderIn(api);
		compareClocks(finder, api);
		const traces = await Promise.all(tasks.map(async () => await lose(api, finder)));
		const found = await Promise.all(
			traces.map(async (trace) => await finder.find({ model, trace })),
		);
		const ids = found.map((one) => (one.kind === 'found' ? one.task.id : one.kind));
		expect(new Set(ids)).toEqual(new Set(tasks.map(({ id }) => id)));
	});

	it.each([
		['earlier', { from: -10, mark: 'z' }, 'newer'],
		['later', { from: 10, mark: 'a' }, 'older'],
		['at the same time, and first by its mark', { from: 0, mark: 'a' }, 'newer'],
		['at the same time, and last by its mark', { from: 0, mark: 'z' }, 'older'],
	])('%s than another one: its place among the tasks', async (_, { from, mark }, id) => {
		const submits = createOpenSubmits();
		const finder = finderIn(
			listing([
				{ ...same, id: 'newer', at: 300 },
				{ ...same, id: 'older', at: 200 },
			]),
			{ submits },
		);
		const of = (at: number, its: string) =>
			traceOf(model, body, { mark: its, from: start + at, to: start + 1_000 });
		submits.unknown(of(from, mark));
		const found = await finder.find({ model, trace: of(0, 'm') });
		expect(found).toMatchObject({ kind: 'found', task: { id } });
	});

	it('none, where another one still awaits its answer, as many tasks as there are', async () => {
		const submits = createOpenSubmits();
		submits.sending(traceOf(model, body, { mark: 'x', from: start, to: start + 60_000 }));
		const twin = { ...same, id: 'twin' };
		expect(idsOf((await find([same, twin], { submits }))[0])).toEqual(['mine', 'twin']);
	});

	it('none, where they are of an earlier process and only one was accepted', async () => {
		const finder = finderIn(listing([same]));
		const found = await Promise.all(
			['a', 'b'].map(async (mark) => {
				const trace = traceOf(model, body, { mark, from: start, to: start + 60_000 });
				return await finder.find({ model, trace });
			}),
		);
		expect(found.map(idsOf)).toEqual([['mine'], ['mine']]);
	});

	it('none, where one of them was not accepted', async () => {
		const api = listing([same]);
		const finder = finderIn(api);
		compareClocks(finder, api);
		const traces = [await lose(api, finder), await lose(api, finder)];
		const found = await Promise.all(
			traces.map(async (trace) => await finder.find({ model, trace })),
		);
		expect(found.map(idsOf)).toEqual([['mine'], ['mine']]);
	});
});

describe('clocks', () => {
	it.each([-600_000, 600_000])(
		'that differ by %d ms are compared by an accepted task',
		async (ahead) => {
			const api = listing([{ ...same, at: 10_500 + ahead }]);
			const finder = finderIn(api);
			compareClocks(finder, api, ahead);
			const trace = await lose(api, finder);
			expect((await finder.find({ model, trace })).kind).toBe('found');
		},
	);

	it('that nobody compared may differ by two minutes', async () => {
		const api = listing([{ ...same, at: -100_000 }]);
		const finder = finderIn(api);
		const trace = await lose(api, finder);
		expect((await finder.find({ model, trace })).kind).toBe('found');
	});
});

describe('the list cannot be read', () => {
	it('with inputs: it is asked without, and names the candidates', async () => {
		const api = scriptedApi(({ body: asked }) =>
			'include_inputs' in Object(asked)
				? answer(400, enveloped(400, 'unknown parameter'))
				: answer(200, enveloped(200, 'ok', { items: [toTask({ id: 'mine', at: 10_500 })] })),
		);
		const finder = finderIn(api);
		compareClocks(finder, api);
		const trace = await lose(api, finder);
		expect(idsOf(await finder.find({ model, trace }))).toEqual(['mine']);
		expect(asksInputs(api)).toEqual([true, false, false, false, false]);
		for (const { body: asked } of api.sent) {
			expect(asked).toMatchObject({ model, created_before: expect.any(String) });
		}
	});

	it.each<readonly [string, ApiReply]>([
		['network', lost('ECONNREFUSED', 'connecting')],
		['502', answer(502)],
		['another key', answer(401)],
	])('at all (%s): said so, soon', async (_name, reply) => {
		const api = scriptedApi(() => reply);
		const finder = finderIn(api);
		const trace = await lose(api, finder);
		expect((await finder.find({ model, trace })).kind).toBe('notLooked');
		expect(api.clock.elapsed()).toBeLessThan(120_000);
		expect(asksInputs(api)).not.toContain(false);
	});

	it('twice: not tried again', async () => {
		const api = scriptedApi(() => answer(401));
		const finder = finderIn(api);
		const trace = await lose(api, finder);
		await finder.find({ model, trace });
		expect(api.sent).toHaveLength(2);
		// Once is not enough to give up.
		const list = answer(200, enveloped(200, 'ok', { items: [toTask(same)] }));
		const recovered = scriptedApi(
			inTurn(
				() => answer(401),
				() => list,
			),
		);
		const again = finderIn(recovered);
		compareClocks(again, recovered);
		const lostTrace = await lose(recovered, again);
		expect((await again.find({ model, trace: lostTrace })).kind).toBe('found');
	});

	it.each([{}, { taskId: 'unreadable' }])(
		'as nothing is known of the submit (%j)',
		async (more) => {
			const api = listing([same]);
			expect(await finderIn(api).find({ model, ...more })).toEqual({ kind: 'notLooked' });
			expect(api.sent.filter(({ method }) => method === 'POST')).toEqual([]);
		},
	);

	it('after a Stop nothing is asked', async () => {
		const api = listing([same]);
		const finder = finderIn(api);
		const trace = await lose(api, finder);
		api.stop();
		expect((await finder.find({ model, trace })).kind).toBe('notLooked');
		expect(api.sent).toEqual([]);
	});
});
