/** What the items of a submit node come to before anything is sent. */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { planItems, refuseFileNames, wantsLiveModels } from '../../../nodes/shared/actions/plan';
import type { ModelList } from '../../../seedance/api/models';
import { problem } from '../../../seedance/errors/messages';
import { defaultModel } from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import type { Item, ItemState } from '../../../seedance/run/itemState';
import { openLedger } from '../../../seedance/run/ledger';
import type { Recalled } from '../../../seedance/run/ledger';
import type { Trace } from '../../../seedance/run/trace';
import { nodeContext } from '../../support/nodeContext';
import type { NodeContextOptions } from '../../support/nodeContext';
import { liveList } from '../../support/request/modelList';
import { known } from '../../support/task/fakeTasks';

const model = defaultModel['text-to-video'];
const fox = { model, prompt: 'A fox' };
/** Its model has seeds. */
const seeded = { ...fox, model: 'bytedance/seedance-v1.5-pro/text-to-video' };
const image = 'https://example.com/fox.png';
const trace = { from: 1 } as unknown as Trace;
const toolType = 'seedanceTextToVideoTool';

interface Given extends NodeContextOptions {
	readonly mode?: string;
	readonly of?: OfferedMode;
	/** What an earlier try left of the videos, by their place. */
	readonly recalled?: readonly (Recalled | undefined)[];
	readonly round?: number;
	readonly allowsPrivate?: boolean;
	readonly list?: ModelList;
	readonly binary?: IBinaryKeyData;
}

async function plan(parameters: IDataObject, given: Given = {}) {
	const { of = 'text-to-video', recalled = [], round = 0, allowsPrivate = false, list } = given;
	const { context } = nodeContext({ ...given, parameters });
	if (given.binary !== undefined) {
		for (const item of context.getInputData()) item.binary = given.binary;
	}
	const ledger = openLedger({}, { runIndex: 0, ifUnknown: 'stop' });
	const placeOf = (key: string) => Number(/#(\d+)$/.exec(key)?.[1] ?? 1) - 1;
	const fake = {
		...ledger,
		recall: (key: string): Recalled => recalled[placeOf(key)] ?? { kind: 'new' },
		roundOf: () => round,
	};
	return await planItems(context, of, fake, allowsPrivate, list);
}

/** The first item of a plan, which must be in this state. */
async function first<S extends ItemState['state']>(
	state: S,
	...given: Parameters<typeof plan>
): Promise<{ item: Item; now: Extract<ItemState, { state: S }> }> {
	const { items } = await plan(...given);
	const [item] = items;
	if (item?.now.state !== state) throw new Error(JSON.stringify(item?.now));
	return { item, now: item.now as Extract<ItemState, { state: S }> };
}

const planned = async (...given: Parameters<typeof plan>) => await first('planned', ...given);
const bodyOf = async (...given: Parameters<typeof plan>) =>
	(await planned(...given)).now.request.body;
const failure = async (...given: Parameters<typeof plan>) => {
	const { now } = await first('failed', ...given);
	expect(now.notBegun).toBe(true);
	return now.problem;
};

describe('an item', () => {
	it('is planned with its request, its model and a key of its own', async () => {
		const { items, unclear, files } = await plan(fox, { items: [{}, {}] });
		expect(items).toMatchObject([0, 1].map((index) => ({ index, model })));
		expect(new Set(items.map(({ key }) => key)).size).toBe(2);
		expect(items.map(({ now }) => now)).toMatchObject([
			{ state: 'planned', request: { model, body: { prompt: 'A fox' } }, media: [] },
			{ state: 'planned' },
		]);
		for (const item of items) {
			expect(item).not.toHaveProperty('copy');
			for (const name of ['requestKey', 'workKey', 'holds']) {
				expect(item.now).not.toHaveProperty(name);
			}
		}
		expect([unclear.size, files.size]).toEqual([0, 0]);
	});

	it('has the same key whether or not the list of models is there', async () => {
		const list = await liveList({ id: model, properties: { prompt: { type: 'string' } } });
		expect((await planned(fox, { list })).item.key).toBe((await planned(fox)).item.key);
	});

	it('has its own values of expressions', async () => {
		const { items } = await plan(
			{ ...fox, prompt: '=animal' },
			{ items: [{ animal: 'A fox' }, { animal: 'An owl' }] },
		);
		expect(items.map(({ now }) => now)).toMatchObject([
			{ request: { body: { prompt: 'A fox' } } },
			{ request: { body: { prompt: 'An owl' } } },
		]);
	});

	it('has the values of the panel, the options and JSON, each with its source', async () => {
		const { now } = await planned({
			...seeded,
			duration: 10,
			options: { seed: 7, parametersJson: '{"resolution": "720p"}' },
		});
		expect(now.request.body).toMatchObject({ duration: 10, seed: 7, resolution: '720p' });
		expect(now.origins).toMatchObject({ duration: 'field', seed: 'field', resolution: 'json' });
	});

	it('has the values of a form, without those of something else in its place', async () => {
		const id = 'bytedance/seedance-99/text-to-video';
		const list = await liveList({
			id,
			properties: { prompt: { type: 'string' }, tempo: { type: 'integer' } },
		});
		const form = (value: unknown) =>
			({ model: id, modelParameters: { value } }) as unknown as IDataObject;
		const { now } = await planned(form({ prompt: 'A fox', tempo: 3 }), { list });
		expect(now.request.body).toEqual({ prompt: 'A fox', tempo: 3 });
		expect(now.origins).toMatchObject({ tempo: 'form' });
		expect(await bodyOf({ ...form(['odd']), prompt: 'A fox' }, { list })).toEqual({
			prompt: 'A fox',
		});
	});

	it('reads the form without n8n’s own check, whose schema may be old', async () => {
		const asked: unknown[] = [];
		const made = nodeContext({ parameters: fox });
		const getNodeParameter = (...given: Parameters<typeof made.context.getNodeParameter>) => {
			if (given[0] === 'modelParameters.value') asked.push(given[3]);
			return made.context.getNodeParameter(...given);
		};
		await plan(fox, { more: { getNodeParameter } });
		expect(asked).toEqual([{ skipValidation: true }]);
	});

	it('has the model of a picker, by its ID', async () => {
		const picked = { __rl: true, mode: 'list', value: model, cachedResultName: 'Seedance' };
		expect((await planned({ ...fox, model: picked })).now.request.model).toBe(model);
	});

	it.each([
		['missing', undefined],
		['blank', '  '],
		['none', 7],
	])('is refused when its model is %s', async (_, given) => {
		const refusal = await failure({ ...fox, model: given } as IDataObject);
		expect([refusal.cause, refusal.outcome]).toEqual(['malformedModel', 'refused']);
	});

	it('is refused for a value that the model does not allow', async () => {
		expect((await failure({ ...fox, duration: 99 })).cause).toBe('parameterRefused');
	});

	it('is refused when an expression throws, and nothing was charged', async () => {
		const refusal = await failure({ ...fox, prompt: '=!' });
		expect([refusal.cause, refusal.outcome]).toEqual(['expressionFailed', 'refused']);
	});

	it('is refused when its schema is none', async () => {
		const refusal = await failure({ ...fox, options: { schema: 'perhaps' } });
		expect([refusal.cause, refusal.outcome]).toEqual(['settingRefused', 'refused']);
	});

	it('is checked by the built-in schema if the options say so', async () => {
		const list = await liveList({
			id: model,
			properties: { prompt: { type: 'string', maxLength: 2 } },
		});
		expect((await failure(fox, { list })).cause).toBe('parameterRefused');
		const { now } = await planned({ ...fox, options: { schema: 'builtIn' } }, { list });
		expect(now.state).toBe('planned');
	});
});

describe('a file', () => {
	const of = 'image-to-video';
	const fromImage = { model: defaultModel[of], prompt: 'A fox' };
	const photo = { data: 'AAAA', mimeType: 'image/png', fileName: 'fox.png' };
	const binary = { photo };

	it('is the one that the field names', async () => {
		const { files, items } = await plan({ ...fromImage, image: 'photo' }, { of, binary });
		const [item] = items;
		expect(item?.now).toMatchObject({ media: [{ source: { kind: 'file', name: 'photo' } }] });
		expect(item && files.get(item)?.get('photo')).toMatchObject({ data: 'AAAA' });
	});

	it('may be given by an expression that returns it', async () => {
		const items = [{ given: photo }];
		const { now } = await planned({ ...fromImage, image: '=given' }, { of, binary, items });
		expect(now.media).toMatchObject([{ source: { kind: 'file' } }]);
	});

	it('may be given so in JSON-like options, too', async () => {
		const items = [{ given: photo }];
		const parameters = { ...fromImage, image, options: { lastImage: '=given' } };
		const { items: all } = await plan(parameters, { of, binary, items });
		const now = all[0]?.now;
		expect(now).toMatchObject({ state: 'planned' });
	});

	it('is none where there is only a URL', async () => {
		const { files, items } = await plan({ ...fromImage, image }, { of, binary });
		expect(items[0]?.now).toMatchObject({ media: [{ source: { kind: 'url', url: image } }] });
		expect(files.size).toBe(1);
	});

	it.each([
		[false, 'failed'],
		[true, 'planned'],
	])('may have a URL of this machine: %s', async (allowsPrivate, state) => {
		const parameters = { ...fromImage, image: 'http://127.0.0.1/fox.png' };
		const { items } = await plan(parameters, { of, allowsPrivate });
		expect(items[0]?.now.state).toBe(state);
	});
});

describe('an item that an earlier try has submitted', () => {
	it.each([
		['running', 'processing'],
		['done', 'completed'],
	])('is %s, without its parameters being read', async (state, status) => {
		const task = known('t0', status);
		const recalled = [{ kind: 'known', task, model } as const];
		const { items } = await plan({ ...fox, prompt: '=!' }, { recalled });
		expect(items).toMatchObject([{ model, now: { state, task: { id: 't0' } } }]);
	});

	it('fails as not known to be submitted, and is looked for', async () => {
		const recalled = [{ kind: 'unclear', model, trace } as const];
		const { items, unclear } = await plan({ ...fox, prompt: '=!' }, { recalled });
		const [item] = items;
		expect(item).toMatchObject({
			model,
			now: {
				state: 'failed',
				notBegun: true,
				problem: { cause: 'stillUnknown', outcome: 'unknown', model },
			},
		});
		expect([...unclear]).toEqual([[item, { model, trace }]]);
	});

	it('is looked for by its model alone where it has left no trace', async () => {
		const { items, unclear } = await plan(fox, { recalled: [{ kind: 'unclear', model }] });
		expect([...unclear]).toEqual([[items[0], { model }]]);
	});

	it('is planned again where the person wants that, with what it still holds, and looked for', async () => {
		const holds = [{ table: 'a', id: 1 }] as never;
		const { items, unclear } = await plan(fox, { recalled: [{ kind: 'new', holds, trace }] });
		expect(items).toMatchObject([{ now: { state: 'planned', holds } }]);
		expect([...unclear]).toEqual([[items[0], { model, trace }]]);
	});
});

describe('a request key', () => {
	const withKey = (requestKey: unknown) =>
		({ ...fox, options: { requestKey } }) as unknown as IDataObject;

	it('is that of each item, in one spelling of accents', async () => {
		const items = [{ id: 'cafe\u0301' }, { id: 'row 7' }];
		const { items: all } = await plan(withKey('=id'), { items });
		expect(all.map(({ now }) => now)).toMatchObject([
			{ requestKey: 'caf\u00e9' },
			{ requestKey: 'row 7' },
		]);
	});

	it('is none when the option was left empty', async () => {
		expect((await planned(withKey(''))).now).not.toHaveProperty('requestKey');
	});

	it('is refused when its expression has no result: the item would have no protection', async () => {
		const refusal = await failure(withKey('=nothing'));
		expect([refusal.cause, refusal.outcome]).toEqual(['settingRefused', 'refused']);
	});

	it('that is refused keeps the task of an earlier try', async () => {
		const task = known('t0', 'processing');
		const refusal = await failure(withKey('=nothing'), {
			recalled: [{ kind: 'known', task, model }],
		});
		expect(refusal).toMatchObject({ cause: 'settingRefused', taskId: 't0' });
	});
});

describe('several videos of an item', () => {
	const several = (videosPerItem: unknown, more: object = {}) =>
		({ ...seeded, options: { videosPerItem, ...more } }) as unknown as IDataObject;

	it('are items of their own, with their own keys, request keys and seeds', async () => {
		const { items } = await plan(several(3, { requestKey: 'row' }));
		expect(items).toMatchObject([
			{ index: 0, now: { requestKey: 'row' } },
			{ index: 0, copy: 1, now: { requestKey: ' #2 row' } },
			{ index: 0, copy: 2, now: { requestKey: ' #3 row' } },
		]);
		expect(items[0]).not.toHaveProperty('copy');
		const [key = ''] = items.map((item) => item.key);
		expect(items.map((item) => item.key)).toEqual([key, `${key}#2`, `${key}#3`]);
		const seeds = items.map(({ now }) => now.state === 'planned' && now.request.body.seed);
		expect(new Set(seeds).size).toBe(3);
		for (const seed of seeds) expect(seed).toEqual(expect.any(Number));
	});

	it('are one by default, without a seed', async () => {
		const { items } = await plan(seeded);
		expect(items.length).toBe(1);
		expect(await bodyOf(seeded)).not.toHaveProperty('seed');
		expect(await bodyOf(several(1))).not.toHaveProperty('seed');
	});

	it('have no request keys where the item has none', async () => {
		for (const { now } of (await plan(several(2))).items) {
			expect(now).not.toHaveProperty('requestKey');
		}
	});

	it('are those of each item', async () => {
		const { items } = await plan(several('=count'), { items: [{ count: 2 }, { count: 1 }] });
		expect(items.map(({ index, copy }) => [index, copy])).toEqual([
			[0, undefined],
			[0, 1],
			[1, undefined],
		]);
	});

	it('are refused when their number is none, keeping the task of an earlier try', async () => {
		const refusal = await failure(several('many'));
		expect([refusal.cause, refusal.outcome]).toEqual(['settingRefused', 'refused']);
		const task = known('t0', 'processing');
		const recalled = [{ kind: 'known', task, model } as const];
		expect(await failure(several('many'), { recalled })).toMatchObject({ taskId: 't0' });
	});

	it('keep those that an earlier try was charged for, if it wanted more', async () => {
		const task = known('t2', 'completed');
		const { items } = await plan(several(1), {
			recalled: [undefined, undefined, { kind: 'known', task, model }],
		});
		expect(items).toMatchObject([
			{ now: { state: 'planned' } },
			{ copy: 2, now: { state: 'done' } },
		]);
	});

	it('all fail when their request is refused', async () => {
		const { items } = await plan({ ...several(2), duration: 99 });
		expect(items.map(({ now }) => now)).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
	});
});

describe('a retry of the execution', () => {
	const resumeUrl = 'https://n8n.test/webhook-waiting/7?signature=abc';

	it('knows its work by a key that further retries share, for each video and round', async () => {
		const { now, item } = await planned(fox, { mode: 'retry', resumeUrl, round: 2 });
		expect(now.workKey).toEqual(expect.stringContaining('abc'));
		expect(now.workKey).toContain(item.key);
		const other = await planned(fox, { mode: 'retry', resumeUrl });
		expect(other.now.workKey).not.toBe(now.workKey);
	});
});

describe("an agent's call", () => {
	const agent = { type: toolType };

	it('is known by its request: the same one again has the same key, whatever the item', async () => {
		const keyFor = async (parameters: IDataObject, given: Given = {}) =>
			(await planned(parameters, { ...agent, ...given })).item.key;
		const key = await keyFor(fox);
		expect(await keyFor({ ...fox, prompt: '=said' }, { items: [{ said: 'A fox', at: 9 }] })).toBe(
			key,
		);
		expect(await keyFor({ ...fox, prompt: 'An owl' })).not.toBe(key);
		expect((await planned(fox)).item.key).not.toBe(key);
	});

	it('keeps its key when the list of models has come meanwhile, with other defaults', async () => {
		const list = await liveList({
			id: model,
			properties: {
				prompt: { type: 'string' },
				tempo: { type: 'integer', default: 3 },
			},
			required: ['tempo'],
		});
		const before = await planned(fox, agent);
		const { items } = await plan(fox, { ...agent, list });
		expect(items[0]?.key).toBe(before.item.key);
	});

	it('that the list alone allows has the key of its own request', async () => {
		const id = 'bytedance/seedance-99/text-to-video';
		const list = await liveList({ id, properties: { prompt: { type: 'string' } } });
		const { item } = await planned({ ...fox, model: id }, { ...agent, list });
		expect(item.key).toMatch(/^v1:0:/);
	});

	it('has no key while it is refused: the next call is another one', async () => {
		const { item } = await first('failed', { ...fox, duration: 99 }, agent);
		expect([item.key, item.model]).toEqual(['', undefined]);
	});
});

describe('a file name that is none', () => {
	const wrong = { ok: false, problem: problem('settingRefused', { detail: 'x' }) } as const;
	const right = { ok: true, value: 'fox' } as const;
	const items = async () => (await plan(fox, { items: [{}, {}] })).items;

	it('fails its item, and no other', async () => {
		const all = await items();
		refuseFileNames(all, [right, wrong]);
		expect(all.map(({ now }) => now)).toMatchObject([
			{ state: 'planned' },
			{
				state: 'failed',
				notBegun: true,
				problem: { cause: 'settingRefused', outcome: 'refused' },
			},
		]);
	});

	it('keeps the task of an earlier try', () => {
		const all: Item[] = [
			{ index: 0, key: 'a', now: { state: 'running', task: known('t0', 'processing') } },
		];
		refuseFileNames(all, [wrong]);
		expect(all[0]?.now).toMatchObject({ state: 'failed', problem: { taskId: 't0' } });
	});

	it('is not what an item has failed of that had failed before', () => {
		const before = { state: 'failed', problem: problem('invalidKey') } as const;
		const all: Item[] = [{ index: 0, key: 'a', now: before }];
		refuseFileNames(all, [wrong]);
		expect(all[0]?.now).toBe(before);
	});

	it('does not matter where nothing is downloaded', async () => {
		const all = await items();
		refuseFileNames(all, undefined);
		expect(all.map(({ now }) => now.state)).toEqual(['planned', 'planned']);
	});
});

describe('the list of models', () => {
	it.each([
		['by default', {}, true],
		['when it is chosen', { schema: 'automatic' }, true],
		['when it may be, by an expression', { schema: '=schema' }, true],
		['not for the built-in schema', { schema: 'builtIn' }, false],
		['not for what is none', { schema: 'perhaps' }, false],
	])('is wanted %s', (_, options, wanted) => {
		const { context } = nodeContext({ parameters: { ...fox, options } });
		expect(wantsLiveModels(context)).toBe(wanted);
	});
});
