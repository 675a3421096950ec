/**
 * `npm run test:fuzz -- [--bodies N] [--seed N]`: our checks against those of ajv, an independent JSON
 * Schema validator, for every model of the catalogue and for made-up live ones. Exits with 1 on any
 * disagreement.
 */
import { parseArgs } from 'node:util';
import { foreignModels, liveModels } from '../support/request/liveModels';
import { modelsUnderTest, unofferedModels } from '../support/request/modelsUnderTest';
import type { ModelUnderTest } from '../support/request/modelsUnderTest';
import { fuzz } from './fuzz';
import type { Findings, Tried } from './fuzz';
import { disagreementText, table, total, triedText } from './report';
import type { Demand } from './verdicts';

const usage = 'npm run test:fuzz -- [--bodies N, in total] [--seed N]';
/** The same bodies in every run, unless another seed is given. */
const usualSeed = '20261121';
/** The total number. 100,000 for each schema (`--bodies 5200000`) take a quarter of an hour. */
const usualBodies = '100000';
/** A run of mostly invalid bodies would prove little. */
const leastValid = 0.3;
/** No node can submit to these. */
const fewBodies = 100;

/** Between the seeds of two models: more than a model uses up. */
const apart = 10_000_019;

interface Group {
	readonly title: string;
	readonly models: readonly ModelUnderTest[];
	readonly demand: Demand;
	readonly bodies: number;
}

function groups(each: number): Group[] {
	const few = Math.min(fewBodies, each);
	return [
		{
			title: "The catalogue's models",
			...{ models: modelsUnderTest, demand: 'agree', bodies: each },
		},
		{
			title: "The catalogue's models that no node offers",
			...{ models: unofferedModels, demand: 'agree', bodies: few },
		},
		{
			title: 'Made-up live schemas with the keywords that we read',
			...{ models: liveModels, demand: 'agree', bodies: each },
		},
		{
			title:
				'Made-up live schemas with keywords that we do not read: whatever ajv takes we must take;\n' +
				'what it refuses may be left to the API',
			...{ models: foreignModels, demand: 'neverRefuse', bodies: each },
		},
	];
}

function whole(text: string): number {
	if (!/^\d{1,10}$/.test(text)) throw new Error(usage);
	return Number(text);
}

function readArguments(args: string[]) {
	const { values } = parseArgs({
		args,
		options: {
			bodies: { type: 'string', default: usualBodies },
			seed: { type: 'string', default: process.env['FAST_CHECK_SEED'] ?? usualSeed },
		},
	});
	return { bodies: whole(values.bodies), seed: whole(values.seed) };
}

function main(args: string[]): boolean {
	const { bodies, seed } = readArguments(args);
	const begun = performance.now();
	const full = [...modelsUnderTest, ...liveModels, ...foreignModels];
	const each = Math.ceil(bodies / full.length);
	console.log(`zod against ajv: ${bodies.toLocaleString('en-US')} bodies in total, seed ${seed}`);
	console.log(`(repeat with: npm run test:fuzz -- --bodies ${bodies} --seed ${seed})`);
	console.log(`Each schema gets an equal part of them; the default is 100,000 in total.`);
	console.log('Rows: values as in a spreadsheet, by way of normalisation and buildRequest.');
	const tried: Tried = { corners: new Map(), pointed: { count: 0 } };
	const all = groups(each).flatMap(({ title, models, demand, bodies: quota }): Findings[] => {
		const rows = Math.ceil(quota / 4);
		// Several models have the same parameters, but each gets its own bodies.
		const found = models.map((model, i) =>
			fuzz(model, demand, { seed: seed + i * apart, bodies: quota, rows }, tried),
		);
		console.log(table(title, found));
		return found;
	});
	console.log(triedText(tried));
	for (const { shortest } of all) {
		for (const disagreement of shortest) console.log(disagreementText(disagreement));
	}
	const sums = total(all);
	const share = sums.bodies.valid / sums.bodies.made;
	const seconds = ((performance.now() - begun) / 1000).toFixed(0);
	console.log(
		`${sums.bodies.made.toLocaleString('en-US')} bodies (${(100 * share).toFixed(1)} % valid) and ` +
			`${sums.rows.made.toLocaleString('en-US')} rows for ${all.length} schemas in ${seconds} s: ` +
			`disagreements with ajv = ${sums.disagreements}`,
	);
	if (share < leastValid)
		console.error(`Fewer than ${100 * leastValid} % of the bodies are valid.`);
	return sums.disagreements === 0 && share >= leastValid;
}

try {
	process.exitCode = main(process.argv.slice(2)) ? 0 : 1;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
