/** Traces of submits: what they are compared by, and what a process remembers of them. */
import fc from 'fast-check';
import { parseTask } from '../../../seedance/api/task';
import type { Task } from '../../../seedance/api/task';
import { problem } from '../../../seedance/errors/messages';
import {
	areInputsOf,
	createOpenSubmits,
	createTracer,
	inputsOf,
	isInTime,
	traceOf,
	withoutInputs,
} from '../../../seedance/run/trace';
import { model, now, task } from '../../support/api/replies';
import { createFakeClock } from '../../support/task/fakeClock';

const body = { prompt: 'A fox', duration: 5 };

/** A task that was created so many ms after the beginning of the clock. */
function created(afterMs: number | undefined, more: object = {}): Task {
	const at = afterMs === undefined ? 'soon' : new Date(now + afterMs).toISOString();
	const parsed = parseTask({ ...task('t1'), created_at: at, ...more });
	if (parsed === undefined) throw new Error('no task');
	return parsed;
}

const traced = (mark: string, from = 0, to = 100) => traceOf(model, body, { mark, from, to });

describe('the time of a submit', () => {
	it.each([
		[-1, false],
		[0, true],
		[50, true],
		[100, true],
		[101, false],
		[undefined, false],
	])('from 0 to 100: a task created at %p is in it: %p', (at, isIn) => {
		expect(isInTime(created(at), traced('a', now, now + 100))).toBe(isIn);
	});
});

describe('the inputs of a task', () => {
	it.each([
		['an object', { input: body }, body],
		['a text', { input: JSON.stringify(body) }, body],
		['under another name', { inputs: body }, body],
		['there, where the first is empty', { input: {}, inputs: body }, body],
		['no object', { input: '7' }, undefined],
		['a list', { input: [body] }, undefined],
		['a list as text', { input: '[7]' }, undefined],
		['no JSON', { input: '{' }, undefined],
		['missing', {}, undefined],
	])('are %s', (_, more, inputs) => {
		expect(inputsOf(created(0, more))).toEqual(inputs);
	});

	it('are left out of what is saved, and nothing else', () => {
		const plain = created(0);
		expect(withoutInputs(created(0, { input: body, inputs: 'x' }))).toEqual(plain);
		expect(plain.raw).toHaveProperty('status', 'created');
	});
});

describe('inputs are the same', () => {
	const value = fc.jsonValue({ maxDepth: 3 });
	const values = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), value, { minKeys: 1 });
	const at = { mark: 'm', from: 0, to: 1 };

	it('whatever they are, and in whatever order', () => {
		fc.assert(
			fc.property(values, (sent) => {
				const turned = Object.fromEntries(Object.entries(sent).reverse());
				expect(
					areInputsOf(model, JSON.parse(JSON.stringify(turned)), traceOf(model, sent, at)),
				).toBe(true);
			}),
		);
	});

	it('never with another value in a field that was sent', () => {
		fc.assert(
			fc.property(values, value, (sent, other) => {
				const [name = ''] = Object.keys(sent);
				fc.pre(sent[name] !== null && JSON.stringify(sent[name]) !== JSON.stringify(other));
				fc.pre(JSON.stringify(sent[name]) !== '-0' && !Object.is(other, -0));
				fc.pre(typeof sent[name] !== 'object');
				expect(areInputsOf(model, { ...sent, [name]: other }, traceOf(model, sent, at))).toBe(
					false,
				);
			}),
		);
	});

	it.each([null, undefined])('where the API fills in a field that was sent as %p', (seed) => {
		expect(areInputsOf(model, { ...body, seed: -1 }, traceOf(model, { ...body, seed }, at))).toBe(
			true,
		);
	});

	const proImage = 'bytedance/seedance-v1.5-pro/image-to-video';
	const proFast = 'bytedance/seedance-v1-pro-fast/text-to-video';
	it.each<readonly [string, string, Record<string, unknown>, boolean]>([
		['an unset file', model, { image: null }, true],
		['an empty text', model, { last_image: '' }, true],
		['an empty list', model, { reference_images: [] }, true],
		['a file', model, { last_image: 'https://example.com/a.png' }, false],
		['a list of files', model, { reference_images: ['https://example.com/a.png'] }, false],
		['an object', model, { extra: {} }, false],
		['a documented default', model, { generate_audio: true }, true],
		['another value than it', model, { seed: 7 }, false],
		['false, where the default is true', model, { generate_audio: false }, false],
		['false, where no default is documented', model, { enable_sync_mode: false }, true],
		['true, where no default is documented', model, { enable_sync_mode: true }, true],
		['a number, where no default is documented', model, { steps: 30 }, true],
		['a text that no document names', model, { style: 'x' }, false],
		['a file that the model takes', proImage, { last_image: 'https://example.com/a.png' }, false],
		['a choice without a documented default', proFast, { resolution: '720p' }, true],
		['false of an unknown model', 'a/b', { enable_sync_mode: false }, true],
		['a number of an unknown model', 'a/b', { steps: 30 }, false],
	])('beside what was sent, %s (%s, %j): %p', (_, of, more, areSame) => {
		expect(areInputsOf(of, { ...body, ...more }, traceOf(of, body, at))).toBe(areSame);
	});

	it('not of another model, nor without a field', () => {
		expect(areInputsOf('a/b', body, traceOf(model, body, at))).toBe(false);
		expect(areInputsOf(model, { prompt: 'A fox' }, traceOf(model, body, at))).toBe(false);
	});

	it('not when they are deeper than any parameter', () => {
		const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
		expect(areInputsOf(model, { ...body, prompt: deep }, traceOf(model, body, at))).toBe(false);
	});
});

describe('the open submits of a process', () => {
	it('are the rivals of an equal one, in flight or unknown, until they are closed', () => {
		const submits = createOpenSubmits();
		const [mine, first, second] = [traced('mine'), traced('first'), traced('second')];
		submits.sending(mine);
		submits.sending(first);
		submits.unknown(second);
		submits.sending(traceOf(model, { prompt: 'another' }, { mark: 'x', from: 0, to: 100 }));
		expect(submits.rivals(mine)).toEqual([
			{ trace: first, isInFlight: true },
			{ trace: second, isInFlight: false },
		]);
		submits.unknown(first);
		expect(submits.rivals(mine)).toEqual([
			{ trace: second, isInFlight: false },
			{ trace: first, isInFlight: false },
		]);
		submits.close(second);
		expect(submits.rivals(mine)).toEqual([{ trace: first, isInFlight: false }]);
	});

	it.each([
		[-100, -1, false],
		[-100, 0, true],
		[20, 80, true],
		[-5, 105, true],
		[100, 200, true],
		[101, 200, false],
	])('from %d to %d overlap with one from 0 to 100: %p', (from, to, overlap) => {
		const submits = createOpenSubmits();
		submits.sending(traced('other', from, to));
		expect(submits.rivals(traced('mine'))).toHaveLength(overlap ? 1 : 0);
	});

	it('are bounded: the oldest of one body is forgotten first', () => {
		const submits = createOpenSubmits(2);
		for (const mark of ['a', 'b', 'c']) submits.sending(traced(mark));
		expect(submits.rivals(traced('mine')).map(({ trace }) => trace.mark)).toEqual(['b', 'c']);
	});

	it('have claimed tasks, each for one submit', () => {
		const submits = createOpenSubmits();
		submits.claim('t1', traced('mine'));
		submits.claim('t2');
		expect(submits.isClaimed('t1', traced('mine'))).toBe(false);
		expect(submits.isClaimed('t1', traced('other'))).toBe(true);
		expect(submits.isClaimed('t2', traced('mine'))).toBe(true);
		expect(submits.isClaimed('t3', traced('mine'))).toBe(false);
	});
});

describe('the difference of the clocks', () => {
	const hour = 3_600_000;
	const wide = { least: -120_000, most: 120_000 };

	it.each([
		['in the middle of a submit', 40, { least: -60, most: 40 }],
		['behind', -hour + 101, { least: -hour + 1, most: -hour + 101 }],
		['ahead', hour - 1, { least: hour - 101, most: hour - 1 }],
		['too far behind', -hour + 100, wide],
		['too far ahead', hour, wide],
		['unreadable', undefined, wide],
	])('is learned from a task that was created %s', (_, at, skew) => {
		const submits = createOpenSubmits();
		submits.learnSkew('a', created(at), now, now + 100);
		expect(submits.skew('a')).toEqual(skew);
		expect(submits.skew('another account')).toEqual(wide);
	});
});

describe('a tracer', () => {
	const unknown = { outcome: 'unknown', problem: problem('unknownOutcome') } as const;
	const refused = { outcome: 'refused', problem: problem('requestRefused') } as const;

	function opened() {
		const clock = createFakeClock();
		const submits = createOpenSubmits();
		return { clock, submits, tracer: createTracer(submits, 'a', clock) };
	}

	it('allows for clocks that were not compared, and for a task that is created late', async () => {
		const { clock, tracer } = opened();
		const trace = tracer.sending(model, body, 30_000);
		expect([trace.from - now, trace.to - now]).toEqual([-121_000, 155_000]);
		await clock.sleep(2_000);
		const known = tracer.answered(trace, unknown);
		expect(known).toEqual({ ...trace, to: now + 127_000 });
	});

	it('uses the difference that an accepted task shows, and takes its task', async () => {
		const { clock, submits, tracer } = opened();
		const first = tracer.sending(model, body, 30_000);
		await clock.sleep(100);
		const accepted = created(50_040);
		expect(tracer.answered(first, { outcome: 'accepted', task: accepted })).toBe(first);
		expect(submits.skew('a')).toEqual({ least: 49_940, most: 50_040 });
		expect(submits.isClaimed('t1', first)).toBe(false);
		expect(submits.isClaimed('t1', traced('other'))).toBe(true);
		const second = tracer.sending(model, body, 30_000);
		expect([second.from - now, second.to - now]).toEqual([49_040, 85_140]);
		expect(submits.rivals(second)).toEqual([]);
		await clock.sleep(1_000);
		const known = tracer.answered(second, unknown);
		expect([known.from - now, known.to - now]).toEqual([49_040, 56_140]);
	});

	it('narrows the time of a lost submit by what was learned meanwhile', async () => {
		const { clock, submits, tracer } = opened();
		const trace = tracer.sending(model, body, 30_000);
		submits.learnSkew('a', created(10), now, now + 20);
		await clock.sleep(1_000);
		const { from, to } = tracer.answered(trace, unknown);
		expect([from - now, to - now]).toEqual([-1_010, 6_010]);
	});

	it('leaves lost submits open, and no refused ones', () => {
		const { submits, tracer } = opened();
		const trace = tracer.sending(model, body, 30_000);
		const other = tracer.sending(model, body, 30_000);
		expect(submits.rivals(other)).toEqual([{ trace, isInFlight: true }]);
		expect(submits.rivals(trace)).toEqual([{ trace: other, isInFlight: true }]);
		expect(tracer.answered(trace, refused)).toBe(trace);
		expect(submits.rivals(other)).toEqual([]);
		const known = tracer.answered(other, unknown);
		expect(submits.rivals(trace)).toEqual([{ trace: known, isInFlight: false }]);
	});
});
