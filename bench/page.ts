/** Renders docs/benchmarks.md. The same figures always make the same page. */
import { goalsAmong, isMet } from './bench';
import type { Figure, Unit } from './bench';
import { table } from './table';

/** The machine that the figures depend on, without anything that identifies its owner. */
export interface Machine {
	readonly cores: number;
	/** Such as "AMD EPYC". */
	readonly cpu: string;
	readonly memoryGb: number;
	/** Such as "Linux x64". */
	readonly system: string;
	/** Such as "v20.20.2". */
	readonly node: string;
	/** The load average of the minute before the run. */
	readonly load: number;
}

export interface Measured {
	/** As on the command line. */
	readonly name: string;
	readonly about: string;
	readonly how: string;
	readonly figures: readonly Figure[];
}

export interface FullRun {
	readonly machine: Machine;
	/** Such as "2026-11-22". */
	readonly date: string;
	readonly seed: number;
	/** The duration of the whole run. */
	readonly minutes: number;
	readonly benches: readonly Measured[];
}

const decimals: Readonly<Record<Unit, number>> = { ms: 1, s: 2, MB: 1, bytes: 0 };

/** The digits after the decimal point: none for a count, two for a ratio. */
const digitsOf = (value: number, unit: Unit | undefined) =>
	unit === undefined ? (Number.isInteger(value) ? 0 : 2) : decimals[unit];

const mostDigits = 15;

/** "12.3 ms", with a thousands separator. */
export function amountText(value: number, unit?: Unit, digits = digitsOf(value, unit)): string {
	if (!Number.isFinite(value)) return 'nothing measured';
	const least = Number.isInteger(value) ? 0 : digits;
	const shown = { minimumFractionDigits: least, maximumFractionDigits: digits };
	const number = value.toLocaleString('en-US', shown);
	return unit === undefined ? number : `${number} ${unit}`;
}

/** The amount, with enough digits that a missed goal doesn't look met. */
export function figureText(figure: Figure): string {
	const { figure: value, unit } = figure;
	let digits = digitsOf(value, unit);
	const isMisleading = () => isMet({ ...figure, figure: Number(value.toFixed(digits)) });
	while (!isMet(figure) && isMisleading() && digits < mostDigits) digits += 1;
	return amountText(value, unit, digits);
}

/** "met" or "MISSED"; empty without a goal. */
export function verdict(figure: Figure): string {
	if (figure.atMost === undefined) return '';
	return isMet(figure) ? 'met' : 'MISSED';
}

/** How much the naive implementation takes relative to ours: "7.5 ×". */
function timesText({ figure, naive }: Figure): string {
	if (naive === undefined || !(figure > 0)) return '';
	return `${amountText(naive / figure, undefined, 1)} ×`;
}

const heads = ['Figure', 'Measured', 'Limit', 'Goal', 'Naive way', 'Naive ÷ ours', 'Samples'];

const row = (one: Figure): string[] => [
	one.name,
	figureText(one),
	one.atMost === undefined ? '' : amountText(one.atMost, one.unit),
	verdict(one),
	one.naive === undefined ? '' : amountText(one.naive, one.unit),
	timesText(one),
	one.samples === undefined ? '' : `${one.samples}`,
];

/** A table of figures, without columns that would be empty. */
function figuresTable(figures: readonly Figure[]): string {
	const rows = figures.map(row);
	const kept = heads.map((_, i) => rows.some((cells) => cells[i] !== ''));
	const thin = (cells: readonly string[]) => cells.filter((_, i) => kept[i]);
	return table(thin(heads), rows.map(thin));
}

const section = ({ name, about, how, figures }: Measured): string =>
	[
		`## ${name}`,
		`${about.charAt(0).toUpperCase()}${about.slice(1)}.`,
		how,
		figuresTable(figures),
	].join('\n\n');

export function benchmarksPage({ machine, date, seed, minutes, benches }: FullRun): string {
	const goals = goalsAmong(benches.flatMap(({ figures }) => figures));
	const met = goals.filter(isMet).length;
	const { cores, cpu, memoryGb, system, node, load } = machine;
	const parts = [
		'# Benchmarks',
		"Written by `npm run bench`, which repeats all measurements. Don't edit this page.",
		`**${met} of ${goals.length} goals are met.** A time or size is the median of its samples unless its name says otherwise.`,
		table(
			['What it ran on', ''],
			[
				['Date', date],
				['Cores', `${cores} (${cpu})`],
				['Memory', `${memoryGb} GB`],
				['System', system],
				['Node', node],
				['Load before it began', `${load.toFixed(1)} processes`],
				['Took', `${Math.ceil(minutes)} minutes`],
			],
		),
		[
			`To repeat it: \`npm run bench -- --seed ${seed}\`. One bench alone, which writes nothing: \`npm run bench -- ${benches[0]?.name ?? ''} --seed ${seed}\`.`,
			'Use a machine that does nothing else meanwhile, because other work makes times longer.',
		].join('\n'),
		...benches.map(section),
	];
	return `${parts.join('\n\n')}\n`;
}
