/** Get Result's operation Get Many: what people find their paid tasks with after a crash. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hurry } from '../engine/time';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { flux, getMany, listedTasks, node, textToVideo } from './listed-tasks';

jest.mock('n8n-workflow', () =>
	jest.requireActual<{ hurriedWorkflow(): object }>('../engine/time').hurriedWorkflow(),
);

const lite = 'bytedance/seedance-v1-lite-t2v-480p';
const hour = 3_600_000;

const tasks = listedTasks();
const { submitted, run, found, lists } = tasks;

describe('how many', () => {
	it('Return All: 250 tasks, each once, newest first, in three requests', async () => {
		const ids = await submitted(250);
		expect(await found({ returnAll: true })).toEqual(ids);
		expect(lists()).toHaveLength(3);
	});

	it('50 unless told otherwise', async () => {
		const ids = await submitted(60);
		expect(await found()).toEqual(ids.slice(0, 50));
		expect(await found({ limit: 3 })).toEqual(ids.slice(0, 3));
		expect(await found({ limit: '7' })).toEqual(ids.slice(0, 7));
		expect(await found({ returnAll: true, limit: 3 })).toEqual(ids);
	});

	it('none: no item, and no error', async () => {
		await submitted(1, textToVideo, 0, 'key-of-somebody-else');
		const done = await run();
		expect(outputOf(done, node)).toEqual([]);
		expect(done.data.resultData.error).toBeUndefined();
		expect(lists()).toHaveLength(1);
	});
});

describe('filters', () => {
	it('Model, and other models only when wanted', async () => {
		const [other] = await submitted(1, flux);
		const [ours] = await submitted(1);
		const [older] = await submitted(1, lite);
		expect(await found()).toEqual([older, ours]);
		expect(await found({ filters: { model: lite } })).toEqual([older]);
		expect(await found({ filters: { model: flux } })).toEqual([other]);
		expect(await found({ filters: { includeOtherModels: true } })).toEqual([older, ours, other]);
	});

	it('Status', async () => {
		tasks.simulator.faults.onTask({ kind: 'failTask' });
		const [failed] = await submitted(1);
		tasks.simulator.faults.onTask({ kind: 'stuck' });
		const [processing] = await submitted(1);
		const [completed] = await submitted(1);
		expect(await found({ filters: { status: 'failed' } })).toEqual([failed]);
		expect(await found({ filters: { status: 'processing' } })).toEqual([processing]);
		expect(await found({ filters: { status: 'Succeeded' } })).toEqual([completed]);
		expect(await found({ filters: { status: 'timeout' } })).toEqual([]);
	});

	it('Created After, as n8n and people write dates', async () => {
		await submitted(1, textToVideo, 3 * hour);
		const [young] = await submitted(1, textToVideo, hour);
		const since = Date.now() - 2 * hour;
		const local = new Intl.DateTimeFormat('sv-SE', {
			timeZone: 'America/New_York',
			dateStyle: 'short',
			timeStyle: 'medium',
		}).format(since);
		for (const date of [
			new Date(since).toISOString(),
			since,
			String(since),
			` ${since} `,
			` ${new Date(since).toISOString()} `,
			'={{ $now.minus({ hours: 2 }) }}',
			'={{ $now.minus({ hours: 2 }).toMillis() }}',
			'={{ new Date(Date.now() - 2 * 3600000) }}',
			'={{ new Date(Date.now() - 2 * 3600000).toUTCString() }}',
			// The editor's own way: no zone, so it is the workflow's.
			local.replace(' ', 'T'),
			local,
		]) {
			expect([date, await found({ filters: { createdAfter: date } })]).toEqual([date, [young]]);
		}
		expect(await found({ filters: { createdAfter: '2024-01-01' } })).toHaveLength(2);
		expect(await found({ filters: { createdAfter: '' } })).toHaveLength(2);
	});

	it('Created Before, alone and with Created After', async () => {
		const [old] = await submitted(1, textToVideo, 3 * hour);
		const [middle] = await submitted(1, textToVideo, 2 * hour);
		const [young] = await submitted(1, textToVideo, hour);
		const ago = (hours: number) => `={{ $now.minus({ minutes: ${hours * 60} }) }}`;
		expect(await found({ filters: { createdBefore: ago(1.5) } })).toEqual([middle, old]);
		const both = { createdAfter: ago(2.5), createdBefore: ago(1.5) };
		expect(await found({ filters: both })).toEqual([middle]);
		expect(await found({ filters: { createdBefore: '={{ $now }}' } })).toEqual([
			young,
			middle,
			old,
		]);
		expect(await found({ filters: { createdBefore: '' } })).toHaveLength(3);
	});

	it.each([
		[{ filters: { createdBefore: 'next week' } }, 'Created Before must be a date'],
		[
			{ filters: { createdAfter: '2026-11-20', createdBefore: '2026-11-20' } },
			'Created Before must be later than Created After',
		],
		[{ filters: { createdAfter: 'next week' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: '5' } }, 'Created After must be a date'],
		// JavaScript and so n8n take these for January 2026 and for either of two days.
		[{ filters: { createdAfter: 'row 2026' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: 'row 2026-01-05' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: 'or Mon, 05 Jan 2026' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: '1764000000000.5' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: '01764000000000' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: '05/06/2026' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: '2026-13-45' } }, 'Created After must be a date'],
		[{ filters: { createdAfter: '2099-01-01' } }, 'Created After must not be in the future'],
		[{ filters: { status: 'all of them' } }, 'Status must be'],
		[{ filters: { model: '../balance' } }, 'Model must be a model ID'],
		[{ limit: 0 }, 'Limit must be'],
	])('%j is refused before any request', async (parameters, message) => {
		const { error } = (await run(parameters)).data.resultData;
		expect(error?.message).toContain(message);
		expect(tasks.simulator.journal.requests).toHaveLength(0);
	});

	it('one item with a wrong value: no request for the others either', async () => {
		const rows = [{ since: '' }, { since: 'soon' }];
		const { error } = (await run({ filters: { createdAfter: '={{ $json.since }}' } }, rows)).data
			.resultData;
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(tasks.simulator.journal.requests).toHaveLength(0);
	});
});

describe('items', () => {
	it('are those of Get', async () => {
		tasks.simulator.faults.onTask({ kind: 'failTask', code: 1200, error: 'turned down' });
		tasks.simulator.faults.onTask({ kind: 'nsfw' });
		tasks.simulator.faults.onTask({ kind: 'stuck' });
		await submitted(4);
		const many = jsonOf(outputOf(await run(), node));
		const ids = many.map(({ taskId }) => ({ taskId }));
		const options = { ifFlaggedNsfw: 'continue' };
		const get = seedance(node, { operation: 'get', options });
		const read = await runChain(tasks.simulator.url, ids, [get]);
		expect(many.map(({ status }) => status)).toEqual([
			'completed',
			'processing',
			'completed',
			'failed',
		]);
		// The list tells what they were started with, too.
		const settings = { prompt: 'A fox', durationSeconds: 5 };
		expect(many).toEqual(jsonOf(outputOf(read, node)).map((json) => ({ ...json, ...settings })));
	});

	it.each(['ignored', 'refused'] as const)(
		'come without prompts where inputs are %s',
		async (inputs) => {
			const ids = await submitted(2);
			tasks.simulator.setVisibility({ inputs });
			const many = jsonOf(outputOf(await run(), node));
			expect(many.map(({ taskId }) => taskId)).toEqual(ids);
			for (const json of many) expect(json).not.toHaveProperty('prompt');
		},
	);

	it('come without prompts where the inputs are too much for an answer', async () => {
		const [id] = await submitted(1);
		const image = `data:image/png;base64,${'A'.repeat(34 * 1024 * 1024)}`;
		tasks.simulator.setVisibility({ addedInputs: { image } });
		hurry(20);
		const many = jsonOf(outputOf(await run(), node));
		expect(many).toEqual([expect.objectContaining({ taskId: id, status: 'completed' })]);
		expect(many[0]).not.toHaveProperty('prompt');
	});

	it('Simplify off: the data as the API gives it, without its empty error', async () => {
		const [id] = await submitted(1);
		const [json] = jsonOf(outputOf(await run({ options: { simplify: false } }), node));
		expect(json).toMatchObject({ id, executionTime: 0, created_at: expect.any(String) });
		expect(json).not.toHaveProperty('error');
	});

	it('belong to their incoming item and carry its fields along; the same list is read once', async () => {
		const [a] = await submitted(1, lite);
		const [b] = await submitted(1);
		const rows = [
			{ row: 1, model: lite },
			{ row: 2, model: textToVideo },
			{ row: 3, model: lite },
		];
		const done = await run(
			{ filters: { model: '={{ $json.model }}' }, options: { includeInputFields: 'all' } },
			rows,
		);
		expect(jsonOf(outputOf(done, node))).toEqual([
			expect.objectContaining({ row: 1, taskId: a, model: lite }),
			expect.objectContaining({ row: 2, taskId: b, model: textToVideo }),
			expect.objectContaining({ row: 3, taskId: a, model: lite }),
		]);
		expect(jsonOf(outputOf(done, 'Pick')).map(({ value }) => value)).toEqual([1, 2, 3]);
		expect(lists()).toHaveLength(2);
	});

	it('Download Video: the files of finished tasks, without the key', async () => {
		tasks.simulator.faults.onTask({ kind: 'stuck' });
		await submitted(3);
		const items = outputOf(await run({ return: 'file' }), node);
		expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual([
			'video/mp4',
			'video/mp4',
			undefined,
		]);
		const sent = tasks.simulator.journal
			.downloads()
			.map(({ authorizationSent }) => authorizationSent);
		expect(sent).toEqual([false, false]);
	});

	it('of entries that nobody can read hold all that is known, beside the others', async () => {
		const entries = [{ id: 'a1', status: 'completed', outputs: ['https://x.example/a.mp4'] }];
		const odd = [{ id: 'b2', model: lite }, { uuid: 'c3', status: 'completed' }, null];
		const server = createServer((_, response) =>
			response.end(JSON.stringify({ code: 200, data: { page: 1, items: [...entries, ...odd] } })),
		);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const done = await runChain(`http://127.0.0.1:${port}`, [{}], [getMany()]);
		server.close();
		expect(jsonOf(outputOf(done, node))).toEqual([
			expect.objectContaining({ taskId: 'a1', videoUrl: 'https://x.example/a.mp4' }),
			{ taskId: 'b2', status: 'unknown', model: lite },
			{ uuid: 'c3', status: 'completed' },
			{ entry: null },
		]);
	});
});

describe('a workflow that was saved before there was an operation', () => {
	it('goes on reading the task of each item', async () => {
		const [taskId] = await submitted(2);
		const done = await runChain(tasks.simulator.url, [{ taskId }] as never, [seedance(node, {})]);
		expect(jsonOf(outputOf(done, node)).map((json) => json.taskId)).toEqual([taskId]);
		expect(lists()).toEqual([]);
	});
});
