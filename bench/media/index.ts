import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startSimulator } from '../../simulator';
import type { Bench, Figure } from '../bench';
import { quantile } from '../statistics';

const apiKey = 'key-of-the-bench';
const median = (values: readonly number[]) => quantile(values, 0.5);
const run = promisify(execFile);
const child = path.join(__dirname, 'child.ts');
const mb = 1024 * 1024;
const videoBytes = 300 * mb;
const rounds = 5;

const growthSchema = z.object({ growth: z.number(), largest: z.number() });

/**
 * Measures one kind of work a few times, each in a new process.
 * @returns megabytes
 */
async function growthOf(what: string, url: string): Promise<number[]> {
	const growths: number[] = [];
	for (let round = 0; round < rounds; round += 1) {
		const args = ['--expose-gc', '--import', 'tsx', child, what, url, apiKey];
		const { stdout } = await run(process.execPath, args, { encoding: 'utf8' });
		const { growth, largest } = growthSchema.parse(
			JSON.parse(stdout.trim().split('\n').at(-1) ?? ''),
		);
		if (what.endsWith('Download') && largest !== videoBytes) {
			throw new Error(`${what} stored ${largest} bytes of ${videoBytes}`);
		}
		growths.push(growth / mb);
	}
	return growths;
}

const list = (growths: readonly number[]) =>
	`${median(growths).toFixed(1).padStart(6)} MB (${growths.map((one) => one.toFixed(1)).join(', ')})`;

/** Measures memory for one video out and one image in, compared with a naive node. */
export const media: Bench = {
	about: 'memory: a 300 MB video into n8n’s store, a 10 MB image out of it',
	how:
		'By how much the resident memory of a process grows at most, beyond what it had before (Linux ' +
		'counts it; 1 MB is 1,048,576 bytes), with n8n’s own engine and its store in the file system. The ' +
		'naive way is a node that holds the whole file.',
	async run({ say }) {
		const simulator = await startSimulator({ apiKeys: [apiKey], taskMs: 50 });
		simulator.faults.onDownload(
			{ kind: 'big', bytes: videoBytes },
			{ times: Infinity, match: ({ body }) => body?.prompt === 'big' },
		);
		try {
			const figures: Figure[] = [];
			const cases = [
				{ title: '300 MB video to binary', work: 'Download', atMost: 40 },
				{ title: '10 MB image uploaded', work: 'Upload', atMost: 15 },
			];
			for (const { title, work, atMost } of cases) {
				const ours = await growthOf(`our${work}`, simulator.url);
				const naive = await growthOf(`naive${work}`, simulator.url);
				say(`\n${title}: peak growth of resident memory, median of ${rounds} processes`);
				say(`  this package  ${list(ours)}`);
				say(`  whole buffer  ${list(naive)}`);
				figures.push({
					name: `${title}: peak growth`,
					figure: median(ours),
					unit: 'MB',
					atMost,
					samples: rounds,
					naive: median(naive),
				});
			}
			const uploads = simulator.journal.uploads().map(({ receivedBytes = 0 }) => receivedBytes);
			say(`\nUploads of 10 MB that arrived: ${uploads.filter((size) => size === 10 * mb).length}`);
			const missing = 2 * rounds - uploads.filter((size) => size === 10 * mb).length;
			return [
				...figures,
				{ name: 'uploads that did not arrive whole', figure: missing, atMost: 0 },
			];
		} finally {
			await simulator.stop();
		}
	},
};
