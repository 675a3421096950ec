/** Each end of a task is reported once. */
import fc from 'fast-check';
import { isNewReport } from '../../../seedance/webhook/replays';
import type { Reported } from '../../../seedance/webhook/replays';

const now = Date.UTC(2026, 0, 5, 12, 0, 0);
const day = 86_400_000;
const report = (reported: Reported, key: string, atMs = 0) =>
	isNewReport(reported, key, now + atMs);

/** What is left of a store when n8n has saved it and read it again. */
const saved = (reported: Reported): Reported => JSON.parse(JSON.stringify(reported)) as Reported;

/** A store with so many reports, one every second. */
function filled(count: number): Reported {
	const reported: Reported = {};
	for (let i = 0; i < count; i += 1) report(reported, `t${i} completed`, i * 1000);
	return reported;
}

describe('a report', () => {
	it('is new once', () => {
		const reported: Reported = {};
		const times = [0, 1, 300_000, 3_600_000].map((atMs) => report(reported, 't0 failed', atMs));
		expect(times).toEqual([true, false, false, false]);
	});

	it('of another task, or of another end, is new', () => {
		const reported: Reported = {};
		const keys = ['t0 failed', 't1 failed', 't0 completed', 't0 Failed', 't0', ''];
		expect(keys.map((key) => report(reported, key))).toEqual(keys.map(() => true));
		expect(keys.map((key) => report(reported, key, 1))).toEqual(keys.map(() => false));
	});

	it('is new in every store', () => {
		expect([report({}, 't0 failed'), report({}, 't0 failed')]).toEqual([true, true]);
	});

	it('is remembered when the store has been saved', () => {
		const reported: Reported = {};
		report(reported, 't0 failed');
		const later = saved(reported);
		expect(report(later, 't0 failed', 1)).toBe(false);
		expect(report(later, 't1 failed', 1)).toBe(true);
	});
});

describe('what is remembered', () => {
	it.each([
		[day, false],
		[day + 1, true],
	])('after %d ms and another report: new again: %s', (ms, isNew) => {
		const reported: Reported = {};
		report(reported, 'old');
		report(reported, 'other', ms);
		expect(report(reported, 'old', ms)).toBe(isNew);
	});

	it('after a day is new again, also with no report in between', () => {
		const reported: Reported = {};
		report(reported, 'old');
		expect(report(reported, 'old', day + 1)).toBe(true);
	});

	it.each([0, -3_600_000])(
		'the newest is never forgotten, though %d ms lie between it and a thousand others',
		(ms) => {
			const reported: Reported = {};
			for (let i = 0; i < 1_000; i += 1) report(reported, `t${i}`);
			expect(report(reported, 'newest', ms)).toBe(true);
			expect(report(reported, 'newest', ms)).toBe(false);
			expect(Object.keys(reported)).toHaveLength(1_000);
		},
	);

	it('is gone from the store when it is old', () => {
		const reported = filled(10);
		report(reported, 'other', day + 4_500);
		expect(Object.keys(reported)).toEqual([
			...[5, 6, 7, 8, 9].map((i) => `t${i} completed`),
			'other',
		]);
	});

	it('is the newest thousand', () => {
		const reported = filled(1_000);
		expect(Object.keys(reported)).toHaveLength(1_000);
		expect(report(reported, 'other', 1_000_000)).toBe(true);
		expect(Object.keys(reported)).toHaveLength(1_000);
		expect(report(reported, 'other', 1_000_001)).toBe(false);
		expect(report(reported, 't1 completed', 1_000_001)).toBe(false);
		expect(report(reported, 't0 completed', 1_000_001)).toBe(true);
	});

	it('never grows beyond it, in any order of times', () => {
		const reported: Reported = {};
		for (let i = 0; i < 1_100; i += 1) report(reported, `t${i}`, (i * 7_919) % 60_000);
		expect(Object.keys(reported)).toHaveLength(1_000);
	});
});

describe('a store that holds something else', () => {
	const junk = {
		text: 'yesterday',
		nothing: null,
		date: '2026-01-05T12:00:00.000Z',
		flag: true,
		list: [1],
		object: { at: 1 },
		notANumber: NaN,
		none: undefined,
	};

	it('takes a new report, and the junk is thrown away', () => {
		const reported: Reported = { ...junk, 't0 failed': now };
		expect(report(reported, 't1 failed')).toBe(true);
		expect(reported).toEqual({ 't0 failed': now, 't1 failed': now });
	});

	it('remembers as ever', () => {
		const reported: Reported = { ...junk };
		const times = [0, 1, 2].map((atMs) => report(reported, 't0 failed', atMs));
		expect(times).toEqual([true, false, false]);
	});

	it('may hold anything: nothing is thrown, and what is new is so once', () => {
		const store = fc.dictionary(fc.string(), fc.anything(), { maxKeys: 20 });
		const key = fc.tuple(fc.string(), fc.constantFrom('completed', 'failed'));
		fc.assert(
			fc.property(store, key, fc.nat(day), (reported, words, ms) => {
				const name = words.join(' ');
				const first = report(reported, name);
				expect(first).toBe(true);
				expect(report(reported, name, ms)).toBe(false);
			}),
		);
	});
});

describe('keys that are names of something else', () => {
	const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', '0', '17'];
	it.each(names)('"%s": new once', (name) => {
		const reported: Reported = {};
		expect([0, 1].map((atMs) => report(reported, name, atMs))).toEqual([true, false]);
		expect(report(saved(reported), name, 2)).toBe(false);
	});

	it('the key of a task called "__proto__": new once, and no other object is touched', () => {
		const reported: Reported = {};
		const name = '__proto__ completed';
		expect([0, 1].map((atMs) => report(reported, name, atMs))).toEqual([true, false]);
		expect(Object.getPrototypeOf(reported)).toBe(Object.prototype);
	});
});
