/** `npm run bench [-- <name>] [--seed N]`: figures for speed and size, and whether they reach their goals. */
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { batch } from './batch';
import { goalsAmong, isMet } from './bench';
import type { Bench, Figure } from './bench';
import { load } from './load';
import { loadGrowth } from './load-growth';
import { readMachine } from './machine';
import { media } from './media';
import { packageSize } from './package';
import { amountText, benchmarksPage, figureText, verdict } from './page';
import type { Measured } from './page';
import { panel } from './panel';

/** In the order of the page. */
const benches: Readonly<Record<string, Bench>> = {
	batch,
	media,
	load,
	'load-growth': loadGrowth,
	package: packageSize,
	panel,
};

const usage = [
	'npm run bench [-- <name>] [--seed N]',
	'Without a name all of them run, and docs/benchmarks.md is written.',
	...Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(11)} ${about}`),
].join('\n');

const page = path.join(__dirname, '..', 'docs', 'benchmarks.md');

const say = (line = '') => console.log(line);

const secondsSince = (begun: number) => Math.round((performance.now() - begun) / 1000);

function sayFigure(figure: Figure): void {
	const { name, unit, atMost } = figure;
	const limit = atMost === undefined ? '' : `, at most ${amountText(atMost, unit)}`;
	say(`  ${verdict(figure).padEnd(6)}  ${name}: ${figureText(figure)}${limit}`);
}

async function measure(name: string, bench: Bench, seed: number): Promise<Measured> {
	const begun = performance.now();
	const { about, how } = bench;
	say(`Bench "${name}": ${about}`);
	say(`Seed ${seed} (repeat with: npm run bench -- ${name} --seed ${seed})`);
	const figures = await bench.run({ seed, say });
	say('\nFigures');
	figures.forEach(sayFigure);
	const goals = goalsAmong(figures);
	say(
		`\n${goals.filter(isMet).length} of ${goals.length} goals met, in ${secondsSince(begun)} s.\n`,
	);
	return { name, about, how, figures };
}

async function measureAll(seed: number): Promise<Measured[]> {
	const begun = performance.now();
	const machine = readMachine();
	const measured: Measured[] = [];
	for (const [name, bench] of Object.entries(benches)) {
		measured.push(await measure(name, bench, seed));
	}
	const date = new Date().toISOString().slice(0, 10);
	const minutes = secondsSince(begun) / 60;
	writeFileSync(page, benchmarksPage({ machine, date, seed, minutes, benches: measured }));
	say(`docs/benchmarks.md is written, after ${secondsSince(begun)} s.`);
	return measured;
}

async function main(args: string[]): Promise<boolean> {
	const { values, positionals } = parseArgs({
		args,
		options: { seed: { type: 'string' } },
		allowPositionals: true,
	});
	const [name, ...others] = positionals;
	const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
	if (others.length > 0 || !Number.isInteger(seed)) throw new Error(usage);
	const bench = name === undefined ? undefined : benches[name];
	if (name !== undefined && bench === undefined) throw new Error(usage);

	const measured =
		name === undefined || bench === undefined
			? await measureAll(seed)
			: [await measure(name, bench, seed)];
	const missed = measured.flatMap(({ figures }) => figures.filter((one) => !isMet(one)));
	for (const { name: what } of missed) console.error(`Missed: ${what}`);
	return missed.length === 0;
}

main(process.argv.slice(2)).then(
	(isGood) => {
		process.exitCode = isGood ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 2;
	},
);
