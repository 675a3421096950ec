import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { startSimulator } from '../../simulator';
import type { Bench, BenchContext, Figure } from '../bench';
import { quantile } from '../statistics';
import { names, serveList } from './lists';

const run = promisify(execFile);
const child = path.join(__dirname, 'child.ts');
const apiKey = 'key-of-the-bench';

/** The longest time that the event loop of n8n's process may be blocked, in ms. */
const longestBlockMs = 200;
const rounds = [250, 500, 1_000, 2_000];
const items = 4_000;
const accounts = 50;
const runsEach = 4;

/** Measures in a fresh process. @returns ms */
async function measure(what: string, count: number, url: string, keys = [apiKey]): Promise<number> {
	const args = ['--import', 'tsx', child, what, `${count}`, url, ...keys];
	const { stdout } = await run(process.execPath, args, { encoding: 'utf8' });
	return Number(stdout.trim().split('\n').at(-1));
}

/**
 * The exponent with which a time grows with the count: the slope of a line through the logarithms.
 */
function exponentOf(points: ReadonlyArray<readonly [count: number, ms: number]>): number {
	const logs = points.map(([count, ms]) => [Math.log(count), Math.log(ms)] as const);
	const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
	const [x, y] = [mean(logs.map(([at]) => at)), mean(logs.map(([, at]) => at))];
	const rise = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
	return rise / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

async function benchLoop({ say }: BenchContext): Promise<Figure[]> {
	const simulator = await startSimulator({ apiKeys: [apiKey], taskMs: 50 });
	try {
		const points: Array<readonly [number, number]> = [];
		for (const count of rounds) {
			const before = simulator.journal.accepted().length;
			const times = [];
			for (let sample = 0; sample < 2; sample += 1) {
				times.push(await measure('loop', count, simulator.url));
			}
			const accepted = simulator.journal.accepted().length - before;
			if (accepted < 2 * count) throw new Error(`${accepted} of ${2 * count} were submitted`);
			points.push([count, Math.min(...times)]);
			say(`  ${count} rounds: ${Math.min(...times).toFixed(0)} ms of CPU time`);
		}
		const name = `Loop Over Items, ${rounds[0]} to ${rounds.at(-1)} rounds: power of the rounds that CPU time grows with`;
		return [{ name, figure: exponentOf(points), atMost: 1.1, samples: 2 * rounds.length }];
	} finally {
		await simulator.stop();
	}
}

/** The median of three, so that one block of another process doesn't count. */
async function blockOf(what: string, count: number, url: string): Promise<number> {
	const blocks = [];
	for (let sample = 0; sample < 3; sample += 1) blocks.push(await measure(what, count, url));
	return quantile(blocks, 0.5);
}

async function benchItems({ say }: BenchContext): Promise<Figure[]> {
	const simulator = await startSimulator({ apiKeys: [apiKey], taskMs: 50 });
	try {
		const figures: Figure[] = [];
		for (const [what, title] of [
			['items', `${items} items submitted by one node`],
			['dryRun', `${items} items in a dry run`],
			['results', `${items} items read by Get Result`],
		] as const) {
			const figure = await blockOf(what, items, simulator.url);
			say(`  ${title}: ${figure.toFixed(0)} ms`);
			const name = `${title}: longest block of the event loop`;
			figures.push({ name, figure, unit: 'ms', atMost: longestBlockMs, samples: 3 });
		}
		return figures;
	} finally {
		await simulator.stop();
	}
}

async function benchLists({ say }: BenchContext): Promise<Figure[]> {
	const blocks: number[] = [];
	for (const name of names) {
		const server = await serveList(name);
		try {
			const block = await blockOf('list', 1, server.url);
			if (server.served() < 3) throw new Error(`The list was read ${server.served()} times of 3`);
			blocks.push(block);
			say(`  ${name} (${(server.bytes / 1e6).toFixed(1)} MB): ${block.toFixed(0)} ms`);
		} finally {
			server.stop();
		}
	}
	const name = `${names.length} hostile lists of models: longest block of the event loop`;
	return [{ name, figure: Math.max(...blocks), unit: 'ms', atMost: longestBlockMs, samples: 3 }];
}

async function benchAccounts(): Promise<Figure[]> {
	const keys = Array.from({ length: accounts }, (_, i) => `${apiKey}-${i}`);
	const simulator = await startSimulator({ apiKeys: keys, taskMs: 50 });
	try {
		await measure('accounts', runsEach, simulator.url, keys);
		const name = `${accounts} credentials × ${runsEach} runs in one process: requests for the list`;
		const figure = simulator.journal.modelLists().length;
		if (simulator.journal.accepted().length !== accounts * runsEach || figure < accounts) {
			throw new Error('Not every run has submitted');
		}
		return [{ name, figure, atMost: accounts }];
	} finally {
		await simulator.stop();
	}
}

/** Measures what grows with rounds, items, accounts and the size of the API's answers. */
export const loadGrowth: Bench = {
	about: 'load: rounds of a loop, thousands of items, hostile lists of models, many credentials',
	how:
		'The built nodes in n8n’s own engine, a process for each measurement, the API in another one. CPU ' +
		'time is of the whole process, the engine’s share included; the power is the slope of a line through ' +
		'the logarithms of the least of two times at 250, 500, 1,000 and 2,000 rounds. A block is the ' +
		'longest time, while the node runs, for which nothing else in the process had a turn.',
	async run(context) {
		context.say('\nLoop Over Items, one item a round');
		const loop = await benchLoop(context);
		context.say('\nLongest block of the event loop, median of 3 processes');
		const blocks = [...(await benchItems(context)), ...(await benchLists(context))];
		return [...loop, ...blocks, ...(await benchAccounts())];
	},
};
