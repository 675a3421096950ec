/** Each end of a task is reported once, for as long as the API may repeat it. */
import fc from 'fast-check';
import { createReportMemory, isNewReport } from '../../../seedance/webhook/callback';
import type { SavedReports } from '../../../seedance/webhook/callback';

const now = Date.UTC(2026, 0, 5, 12, 3, 0);
const minute = 60_000;
const remembered = 120 * minute;

/** A workflow in a process; `restarted` is the same workflow in another one. */
function scene(saved: SavedReports = {}) {
	let here = createReportMemory();
	return {
		saved,
		report: (end: string, atMs = 0, node = 'node') =>
			isNewReport({ here, saved }, node, end, now + atMs),
		restart() {
			here = createReportMemory();
		},
		bytes: () => JSON.stringify(saved).length,
	};
}

/** What is left of a store when n8n has saved it and read it again. */
const reread = (saved: SavedReports) => JSON.parse(JSON.stringify(saved)) as SavedReports;

describe('an end', () => {
	it('is new once', () => {
		const { report } = scene();
		const times = [0, 1, 5 * minute, 60 * minute].map((atMs) => report('t0 failed', atMs));
		expect(times).toEqual([true, false, false, false]);
	});

	it('of another task, or another end, is new', () => {
		const { report } = scene();
		const ends = ['t0 failed', 't1 failed', 't0 completed', 't0 Failed', 't0', ''];
		expect(ends.map((end) => report(end))).toEqual(ends.map(() => true));
		expect(ends.map((end) => report(end, 1))).toEqual(ends.map(() => false));
	});

	it('is known after a restart, by what is saved with the workflow', () => {
		const { report, restart } = scene();
		report('t0 failed');
		restart();
		expect([report('t0 failed', 1), report('t1 failed', 1)]).toEqual([false, true]);
	});

	it('is known in the process before n8n has saved it, and of its own node only', () => {
		const here = createReportMemory();
		const report = (node: string) => isNewReport({ here, saved: {} }, node, 't0 failed', now);
		expect([report('a'), report('a'), report('b')]).toEqual([true, false, true]);
	});

	it.each([1_001, 1_999])('is known after %d others, also after a restart', (others) => {
		const { report, restart, saved } = scene();
		report('t0 failed');
		for (let i = 1; i <= others; i += 1) report(`t${i} completed`, i * 100);
		expect(report('t0 failed', others * 100)).toBe(false);
		restart();
		expect(report('t0 failed', others * 100)).toBe(false);
		expect(
			isNewReport({ here: createReportMemory(), saved: reread(saved) }, 'n', 't0 failed', now),
		).toBe(false);
	});

	it('is known after 2,500 others in the same process', () => {
		const { report } = scene();
		report('t0 failed');
		for (let i = 1; i <= 2_500; i += 1) report(`t${i} completed`, i * 100);
		expect(report('t0 failed', 1_000_000)).toBe(false);
	});

	it('is forgotten after two hours and the ten minutes that it was reported in', () => {
		const { report } = scene();
		report('t0 failed');
		expect(report('t0 failed', remembered - 1)).toBe(false);
		expect(report('t0 failed', remembered + 10 * minute)).toBe(true);
	});

	it('is not forgotten because the clock was put back', () => {
		const { report, restart } = scene();
		report('t0 failed');
		restart();
		expect(report('t0 failed', -90 * minute)).toBe(false);
	});
});

describe('what is saved with a workflow', () => {
	it('is 8 bytes an end, and a few for every ten minutes', () => {
		const { report, bytes } = scene();
		for (let i = 0; i < 500; i += 1) report(`t${i} completed`, i * 10_000);
		expect(bytes()).toBeLessThan(500 * 8 + 300);
	});

	it('is bounded, in any order of times, and the newest ends are the ones that stay', () => {
		const { report, bytes, restart } = scene();
		for (let i = 0; i < 3_000; i += 1) report(`t${i}`, (i * 7_919) % (100 * minute));
		for (let i = 0; i < 1_500; i += 1) report(`u${i}`, 101 * minute + i);
		expect(bytes()).toBeLessThan(2_000 * 8 + 300);
		restart();
		const known = Array.from({ length: 1_500 }, (_, i) => report(`u${i}`, 102 * minute));
		expect(known).not.toContain(true);
	});

	it('is the newest 2,000 ends: the oldest one makes way for the next', () => {
		const { report, restart } = scene();
		for (let i = 0; i < 10; i += 1) report(`t${i}`);
		for (let i = 10; i < 2_002; i += 1) report(`t${i}`, 20 * minute);
		restart();
		expect(report('t2', 20 * minute)).toBe(false);
		expect(report('t2001', 20 * minute)).toBe(false);
		expect(report('t1', 20 * minute)).toBe(true);
	});

	it('is not touched by an end that is known', () => {
		const { report, saved } = scene();
		report('t0 failed');
		const writes = jest.fn();
		const watched = new Proxy(saved, { set: writes, deleteProperty: writes });
		isNewReport({ here: createReportMemory(), saved: watched }, 'n', 't0 failed', now + 1);
		expect(writes).not.toHaveBeenCalled();
	});

	it('loses what is old with the next new end', () => {
		const { report, saved } = scene();
		report('t0 failed');
		report('t1 failed', 3 * remembered);
		expect(Object.keys(saved)).toHaveLength(1);
	});
});

describe('a store that holds something else', () => {
	const junk = {
		text: 'yesterday',
		nothing: null,
		'2942208': 7,
		'-1': 'aaaaaaaa',
		'1e3': 'aaaaaaaa',
		[`0${Math.floor(now / (10 * minute))}`]: 'aaaaaaaa',
		[`${Math.floor(now / (10 * minute)) - 1}`]: 'aaaaaaa',
		list: [1],
		object: { at: 1 },
		none: undefined,
		't0 failed': now,
	};

	it('takes a new end, and the junk is thrown away', () => {
		const { report, saved, restart } = scene({ ...junk });
		expect([report('t1 failed'), Object.keys(saved)]).toEqual([true, [expect.any(String)]]);
		restart();
		expect(report('t1 failed', 1)).toBe(false);
	});

	it('may hold anything: nothing is thrown, and what is new is so once', () => {
		const stretch = fc.nat(30).map((i) => `${Math.floor(now / (10 * minute)) - 15 + i}`);
		const store = fc.dictionary(fc.oneof(fc.string(), stretch), fc.anything(), { maxKeys: 20 });
		fc.assert(
			fc.property(store, fc.string(), fc.nat(remembered - 1), (saved, end, ms) => {
				const { report } = scene(saved);
				expect([report(end), report(end, ms)]).toEqual([true, false]);
			}),
		);
	});

	it('is not taken at its word where marks lie across two others', () => {
		const { report, saved } = scene();
		report('t0 failed');
		const [name = '', marks] = Object.entries(saved)[0] ?? [];
		const shifted = { [name]: `aaa${String(marks)}aaaaa` };
		expect(isNewReport({ here: createReportMemory(), saved: shifted }, 'n', 't0 failed', now)).toBe(
			true,
		);
	});
});
