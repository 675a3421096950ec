/** The counts of a run in words. */
import type { Counts, Disagreement, Findings, Tried } from './fuzz';

const number = (count: number) => count.toLocaleString('en-US');
const share = ({ made, valid }: Counts) => `${((100 * valid) / Math.max(1, made)).toFixed(1)} %`;
const refused = ({ made, accepted }: Counts) => number(made - accepted);

const heads = [
	...['bodies', 'valid', 'accepted', 'refused', 'rows', 'let through', 'refused'],
	...['left to the API', 'disagreements'],
];

function cells({ bodies, rows, disagreements }: Omit<Findings, 'id' | 'source' | 'shortest'>) {
	const left = number(bodies.leftToTheApi + rows.leftToTheApi);
	return [
		...[number(bodies.made), share(bodies), number(bodies.accepted), refused(bodies)],
		...[number(rows.made), number(rows.accepted), refused(rows), left, number(disagreements)],
	];
}

const line = (name: string, columns: readonly string[]) =>
	[name.padEnd(56), ...columns.map((text, i) => text.padStart(heads[i]?.length ?? 0).padStart(8))]
		.join('  ')
		.trimEnd();

/** The sums of many findings. */
export function total(all: readonly Findings[]): Omit<Findings, 'id' | 'source' | 'shortest'> {
	const sum = (read: (findings: Findings) => Counts): Counts => {
		const add = (key: keyof Counts) => all.reduce((so, findings) => so + read(findings)[key], 0);
		return {
			...{ made: add('made'), valid: add('valid') },
			...{ accepted: add('accepted'), leftToTheApi: add('leftToTheApi') },
		};
	};
	return {
		bodies: sum(({ bodies }) => bodies),
		rows: sum(({ rows }) => rows),
		disagreements: all.reduce((so, { disagreements }) => so + disagreements, 0),
	};
}

/** A table of one group of models, with its sums. */
export function table(title: string, all: readonly Findings[]): string {
	const lines = all.map((findings) => line(findings.id, cells(findings)));
	return [`\n${title}`, line('', heads), ...lines, line('  together', cells(total(all)))].join(
		'\n',
	);
}

export function triedText({ corners, pointed }: Tried): string {
	const counts = [...corners].sort(([a], [b]) => a.localeCompare(b));
	const lines = counts.map(([name, times]) => `  ${number(times).padStart(9)}  ${name}`);
	const whole = `  ${number(pointed.count).padStart(9)}  whole numbers written as 5.0 or 5e0`;
	return ['\nValues in these bodies', ...lines, whole].join('\n');
}

export const disagreementText = ({ model, given, verdicts }: Disagreement) =>
	`\nDISAGREEMENT on ${model}\n  given: ${given}\n  ${verdicts}`;
