import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json';
import type { Bench } from '../bench';
import { quantile } from '../statistics';

const run = promisify(execFile);
const child = path.join(__dirname, 'child.js');
const rounds = 25;
/** What a node may add to n8n's start, in ms. */
const msForEachNode = 3;

/** Measures how much this package adds to n8n's start. */
export const load: Bench = {
	about: 'the time that all nodes and the credential take to load',
	how:
		'Each sample is a process of its own, which has loaded `n8n-workflow` before, as n8n has; then it ' +
		'requires and instantiates each built file that package.json names. The files were read before, so ' +
		'that the disk does not count.',
	async run({ say }) {
		const times: number[] = [];
		// The first round only warms the disk cache.
		for (let round = 0; round <= rounds; round += 1) {
			const { stdout } = await run(process.execPath, [child], { encoding: 'utf8' });
			if (round > 0) times.push(Number(stdout));
		}
		const least = Math.min(...times).toFixed(1);
		const most = Math.max(...times).toFixed(1);
		say(`\n${rounds} processes: from ${least} to ${most} ms`);
		return [
			{
				name: 'load of all nodes and a credential',
				figure: quantile(times, 0.5),
				unit: 'ms',
				atMost: msForEachNode * manifest.n8n.nodes.length,
				samples: rounds,
			},
		];
	},
};
