/** `npm run bench -- <name> [--seed N]`: figures for speed, and whether they reach their goals. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { batch } from './batch';
import { isMet } from './bench';
import { media } from './media';
import type { Bench } from './bench';

const benches: Readonly<Record<string, Bench>> = { batch, media };

const usage = [
	'npm run bench -- <name> [--seed N]',
	...Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(8)} ${about}`),
].join('\n');

const say = (line = '') => console.log(line);

async function main(args: string[]): Promise<boolean> {
	const { values, positionals } = parseArgs({
		args,
		options: { seed: { type: 'string' } },
		allowPositionals: true,
	});
	const [name = '', ...others] = positionals;
	const bench = benches[name];
	const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
	if (bench === undefined || others.length > 0 || !Number.isInteger(seed)) throw new Error(usage);

	const begun = performance.now();
	say(`Bench "${name}": ${bench.about}`);
	say(`Seed ${seed} (repeat with: npm run bench -- ${name} --seed ${seed})`);
	const goals = await bench.run({ seed, say });
	say('\nGoals');
	for (const goal of goals) {
		const { name: what, figure, atMost } = goal;
		say(`  ${isMet(goal) ? 'met   ' : 'MISSED'}  ${what}: ${figure.toFixed(3)}, at most ${atMost}`);
	}
	const missed = goals.filter((goal) => !isMet(goal));
	const seconds = Math.round((performance.now() - begun) / 1000);
	say(`\n${goals.length - missed.length} of ${goals.length} goals met, in ${seconds} s.`);
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
