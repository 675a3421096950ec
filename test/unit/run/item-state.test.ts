/** The task of an item, and items as a suspended wait stores them. */
import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import {
	settingsOf,
	stateOfTask,
	storedItemsSchema,
	taskIdOf,
	taskOf,
	toStored,
	usdOf,
} from '../../../seedance/run/itemState';
import type { Task } from '../../../seedance/api/task';
import type { Item, ItemState } from '../../../seedance/run/itemState';
import { task } from '../../support/api/replies';
import { request } from '../../support/api/scriptedApi';
import { known } from '../../support/task/fakeTasks';
import { plannedItem } from '../../support/task/runItems';

const someTask = fc
	.record({
		id: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', '1', '-') }),
		status: fc.constantFrom('created', 'processing', 'completed', 'failed', 'odd'),
		more: fc.dictionary(fc.constantFrom('created_at', 'timings', 'note'), fc.jsonValue()),
	})
	.map(({ id, status, more }) => parseTask({ ...task(id, status), ...more }))
	.filter((parsed) => parsed !== undefined);
const someProblem = fc
	.record({ taskId: fc.string({ minLength: 1 }), model: fc.string() })
	.map((circumstances) => problem('deadline', { ...circumstances, minutes: 1 }));
const maybeTask = fc
	.option(someTask, { nil: undefined })
	.map((task) => (task === undefined ? {} : { task }));
const isSet = <Name extends string>(name: Name) =>
	fc.constantFrom({}, { [name]: true } as { [N in Name]: true });

const state = fc.oneof(
	someTask.map(stateOfTask),
	fc
		.tuple(maybeTask, isSet('isNew'))
		.map(([own, more]) => ({ state: 'running' as const, ...own, ...more })),
	fc
		.tuple(someProblem, maybeTask, isSet('notBegun'))
		.map(([problem, own, more]) => ({ state: 'failed' as const, problem, ...own, ...more })),
	fc
		.tuple(someProblem, maybeTask)
		.map(([problem, own]) => ({ state: 'timedOut' as const, problem, ...own })),
	fc.constant({ state: 'skipped' as const }),
	fc
		.record({ requestKey: fc.string(), reason: fc.string() })
		.map((duplicate) => ({ state: 'skipped' as const, duplicate })),
);
const someItems = fc.array(
	fc.record({ key: fc.string(), model: fc.option(fc.string(), { nil: undefined }), now: state }),
	{ maxLength: 8 },
);

describe('items that a suspended wait stores', () => {
	it('are the same when they are read again', () => {
		fc.assert(
			fc.property(someItems, (parts) => {
				const items = parts.map(({ key, model, now }, index): Item => ({
					index,
					key,
					...(model !== undefined && { model }),
					now,
				}));
				const saved: unknown = JSON.parse(JSON.stringify(toStored(items)));
				expect(storedItemsSchema.parse(saved)).toEqual(JSON.parse(JSON.stringify(items)));
			}),
		);
	});

	it('are no items that were not submitted: a run that wakes submits nothing', () => {
		expect(() => toStored([plannedItem(request('fox'), 3)])).toThrow(/Item 3 \(3\)/);
	});

	it.each([
		['no list', {}],
		['an item without a state', [{ index: 0, key: 'a' }]],
		['a state nobody knows', [{ index: 0, key: 'a', now: { state: 'planned' } }]],
		['a task without an id', [{ index: 0, key: 'a', now: { state: 'done', task: {} } }]],
		['a failure without a problem', [{ index: 0, key: 'a', now: { state: 'failed' } }]],
	])('are not believed when they are %s', (_name, stored) => {
		expect(storedItemsSchema.safeParse(stored).success).toBe(false);
	});
});

describe('the task of an item', () => {
	const task = known('t0');
	const late = problem('deadline', { taskId: 't1', minutes: 1 });
	const item = (now: ItemState): Item => ({ index: 0, key: 'key', now });

	it.each<readonly [string, ItemState, Task | undefined, string | undefined]>([
		['planned', plannedItem(request('fox'), 0).now, undefined, undefined],
		['skipped', { state: 'skipped' }, undefined, undefined],
		['running', { state: 'running', task }, task, 't0'],
		['running, not read yet', { state: 'running' }, undefined, undefined],
		['done', { state: 'done', task }, task, 't0'],
		['failed, read before', { state: 'failed', problem: problem('taskFailed'), task }, task, 't0'],
		['failed, named by its problem', { state: 'failed', problem: late }, undefined, 't1'],
		[
			'failed without a task',
			{ state: 'failed', problem: problem('invalidKey') },
			undefined,
			undefined,
		],
		['timed out', { state: 'timedOut', problem: late, task }, task, 't1'],
		[
			'timed out, never named',
			{ state: 'timedOut', problem: problem('deadline'), task },
			task,
			't0',
		],
	])('%s', (_name, now, expected, id) => {
		expect(taskOf(item(now))).toBe(expected);
		expect(taskIdOf(item(now))).toBe(id);
	});

	it('is running or done as the API says', () => {
		expect(stateOfTask(task)).toEqual({ state: 'running', task });
		const ended = known('t1', 'failed');
		expect(stateOfTask(ended)).toEqual({ state: 'done', task: ended });
	});
});

describe('settingsOf', () => {
	it('names what a request has as users know it', () => {
		const body = {
			prompt: 'A fox',
			duration: 5,
			resolution: '720p',
			aspect_ratio: '9:16',
			generate_audio: false,
			seed: 0,
			image: 'https://example.com/fox.png',
		};
		expect(settingsOf(body)).toEqual({
			prompt: 'A fox',
			durationSeconds: 5,
			resolution: '720p',
			aspectRatio: '9:16',
			hasAudio: false,
			seed: 0,
		});
	});

	it.each([
		['nothing that says nothing', { prompt: '', duration: -1, seed: -1, resolution: '' }],
		['nothing of another type', { prompt: 5, duration: '5', generate_audio: 'yes' }],
		['nothing of what is no object', 'A fox'],
	])('has %s', (_name, body) => {
		expect(settingsOf(body)).toEqual({});
	});
});

describe('settingsOf a result that depends on a file', () => {
	const of = (model: string, body: object, lengths = {}) => {
		const { durationSeconds, hasAudio, resolution } = settingsOf(
			body,
			`bytedance/${model}`,
			lengths,
		);
		return { durationSeconds, hasAudio, resolution };
	};
	const extend = 'seedance-2.5/video-extend';
	const edit = 'seedance-2.5/video-edit';
	const video = 6.25;

	it.each<readonly [string, string, object, object, number | undefined]>([
		['an extension is longer', extend, { duration: 5 }, { video }, 11.25],
		['an extension of a URL', extend, { duration: 5 }, {}, undefined],
		['an edit is as long as its video', edit, {}, { video }, 6.25],
		['an edit of a URL', edit, {}, {}, undefined],
		['an edit uses 30 seconds at most', edit, {}, { video: 45 }, 30],
		['an edit fills up to 4 seconds', edit, {}, { video: 2 }, 4],
		['an edit of a length', 'seedance-2.0/video-edit', { duration: 8 }, { video }, 8],
		['motion control', 'seedance-2.5/motion-control', {}, { video }, 6.25],
		['an upscale', 'video-upscaler', {}, { video }, 6.25],
		['an avatar speaks as long as its audio', 'seedance-2.5/talking-avatar', {}, { audio: 9 }, 9],
		['a text', 'seedance-2.5/text-to-video', { duration: 5 }, { video }, 5],
	])('knows its length: %s', (_, model, body, lengths, seconds) => {
		expect(of(model, body, lengths).durationSeconds).toBe(seconds);
	});

	it.each([
		[extend, true, true],
		[extend, false, undefined],
		[edit, true, true],
		[edit, false, undefined],
		['seedance-2.5/text-to-video', false, false],
	])('%s with Generate Audio %s: hasAudio is %s', (model, generate_audio, hasAudio) => {
		expect(of(model, { generate_audio }).hasAudio).toBe(hasAudio);
	});

	it('has the resolution of an upscale', () => {
		expect(of('video-upscaler', { target_resolution: '4k' }).resolution).toBe('4k');
	});
});

describe('usdOf', () => {
	it('is the price, if that is known', () => {
		expect(usdOf({ ok: true, value: { usd: 0.26, source: 'quote' } })).toBe(0.26);
		expect(usdOf({ ok: false, problem: 'no answer' })).toBeUndefined();
		expect(usdOf(undefined)).toBeUndefined();
	});
});
