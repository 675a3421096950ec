import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { apiKey, outputOf, runChain, seedance } from './bench';

const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0;
if (!hasFfprobe) {
	console.log('Skipped: ffprobe is missing, so nobody can look at the videos (Debian: ffmpeg)');
}
const withFfprobe = hasFfprobe ? it : it.skip;

const shapes = [
	{ ratio: '16:9', width: 1280, height: 720 },
	{ ratio: '9:16', width: 720, height: 1280 },
	{ ratio: '1:1', width: 720, height: 720 },
];
const rows = [4, 5, 12].flatMap((seconds) => shapes.map((shape) => ({ seconds, ...shape })));

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
	simulator = await startSimulator({ apiKeys: [apiKey], taskMs: 20 });
	folder = mkdtempSync(path.join(tmpdir(), 'seedance-'));
});
afterAll(async () => {
	await simulator.stop();
	rmSync(folder, { recursive: true, force: true });
});

describe('the file in the item', () => {
	withFfprobe('plays: its frames and its size are those that were asked for', async () => {
		const run = await runChain(simulator.url, rows, [
			seedance('seedanceTextToVideo', {
				prompt: 'A fox',
				duration: '={{ $json.seconds }}',
				aspectRatio: '={{ $json.ratio }}',
				return: 'file',
			}),
		]);
		const shown = outputOf(run, 'seedanceTextToVideo').map(({ binary }, i) => {
			const file = path.join(folder, `${i}.mp4`);
			writeFileSync(file, Buffer.from(binary?.data?.data ?? '', 'base64'));
			const entries = ['-show_entries', 'stream=width,height,nb_read_frames', '-of', 'csv=p=0'];
			return execFileSync(
				'ffprobe',
				['-v', 'error', '-count_frames', '-select_streams', 'v:0', ...entries, file],
				{ encoding: 'utf8' },
			).trim();
		});
		expect(shown).toEqual(
			rows.map(({ seconds, width, height }) => `${width},${height},${seconds * 24}`),
		);
	});
});
