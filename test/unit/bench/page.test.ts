/** The content of docs/benchmarks.md, and that equal runs make equal pages. */
import { execFileSync } from 'node:child_process';
import { isMet } from '../../../bench/bench';
import type { Figure } from '../../../bench/bench';
import { amountText, benchmarksPage } from '../../../bench/page';
import type { FullRun } from '../../../bench/page';

const machine: FullRun['machine'] = {
	cores: 2,
	cpu: 'A processor',
	memoryGb: 24,
	system: 'Linux x64',
	node: 'v20.20.2',
	load: 0.25,
};

const runOf = (...figures: readonly Figure[]): FullRun => ({
	machine,
	date: '2026-11-22',
	seed: 7,
	minutes: 6.2,
	benches: [{ name: 'load', about: 'the time to load', how: 'In fresh processes.', figures }],
});

/** The cells of the table row that begins with a name, by the heads of its columns. */
function cellsOf(page: string, name: string): Record<string, string> {
	const cells = (line: string) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim());
	const lines = page.split('\n');
	const heads = cells(lines.find((line) => line.startsWith('| Figure')) ?? '');
	const own = cells(lines.find((line) => line.startsWith(`| ${name} `)) ?? '');
	return Object.fromEntries(heads.map((head, i) => [head, own[i] ?? '']));
}

describe('The page of benchmarks', () => {
	it('has for a figure its unit, its limit, its samples and how the naive way compares', () => {
		const figure = { name: 'growth', figure: 20, unit: 'MB', atMost: 40, samples: 3, naive: 650 };
		expect(cellsOf(benchmarksPage(runOf(figure as Figure)), 'growth')).toEqual({
			Figure: 'growth',
			Measured: '20 MB',
			Limit: '40 MB',
			Goal: 'met',
			'Naive way': '650 MB',
			'Naive ÷ ours': '32.5 ×',
			Samples: '3',
		});
	});

	it('leaves out columns that would be empty', () => {
		const page = benchmarksPage(runOf({ name: 'files', figure: 17 }));
		expect(cellsOf(page, 'files')).toEqual({ Figure: 'files', Measured: '17' });
	});

	it('says which goals are missed, and how many are met', () => {
		const page = benchmarksPage(
			runOf(
				{ name: 'slow', figure: 15.1, unit: 'ms', atMost: 15 },
				{ name: 'fast', figure: 15, unit: 'ms', atMost: 15 },
				{ name: 'told', figure: 99 },
			),
		);
		expect(cellsOf(page, 'slow').Goal).toBe('MISSED');
		expect(cellsOf(page, 'fast').Goal).toBe('met');
		expect(cellsOf(page, 'told').Goal).toBe('');
		expect(page).toContain('**1 of 2 goals are met.**');
	});

	it('has a goal that nothing was measured for as missed', () => {
		const figure = { name: 'delay', figure: NaN, atMost: 1 };
		expect(isMet(figure)).toBe(false);
		const cells = cellsOf(benchmarksPage(runOf(figure)), 'delay');
		expect(cells).toMatchObject({ Measured: 'nothing measured', Goal: 'MISSED' });
	});

	it('never rounds a missed goal so that it looks met', () => {
		const figure = { name: 'ratio', figure: 1.1004, atMost: 1.1 };
		expect(cellsOf(benchmarksPage(runOf(figure)), 'ratio')).toMatchObject({
			Measured: '1.1004',
			Limit: '1.10',
			Goal: 'MISSED',
		});
	});

	it('names the machine, the date, and how to repeat it with the same seed', () => {
		const page = benchmarksPage(runOf());
		for (const fact of ['2026-11-22', '2 (A processor)', '24 GB', 'Linux x64', 'v20.20.2']) {
			expect(page).toContain(fact);
		}
		expect(page).toContain('`npm run bench -- --seed 7`');
	});

	it('is the same for the same run', () => {
		const figure: Figure = { name: 'load', figure: 12.34, unit: 'ms', atMost: 15 };
		expect(benchmarksPage(runOf(figure))).toBe(benchmarksPage(runOf(figure)));
	});

	it('is left as it is by prettier', () => {
		const page = benchmarksPage(
			runOf(
				{ name: '10 items: wall time ÷ (slowest task + submits)', figure: 1.04, atMost: 1.1 },
				{ name: 'n8n’s own', figure: 100_000, unit: 'bytes', atMost: 100_000 },
			),
		);
		const prettier = require.resolve('prettier/bin/prettier.cjs');
		const args = [prettier, '--stdin-filepath', 'docs/page.md', '--ignore-path', '/dev/null'];
		const formatted = execFileSync(process.execPath, args, { input: page, encoding: 'utf8' });
		expect(formatted).toBe(page);
	});
});

describe('amountText', () => {
	it.each([
		[12.345, 'ms', '12.3 ms'],
		[0.4567, 's', '0.46 s'],
		[94_213, 'bytes', '94,213 bytes'],
		[1200, undefined, '1,200'],
		[0.4567, undefined, '0.46'],
		[0.9991, undefined, '1.00'],
		[28, 'MB', '28 MB'],
		[28.02, 'MB', '28.0 MB'],
	] as const)('%d %s: "%s"', (value, unit, text) => {
		expect(amountText(value, unit)).toBe(text);
	});
});
