/** `npm run catalogue:sync` against the simulator, over HTTP. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator';
import { family, namesOnly } from '../../support/catalogueSync/family';
import { against, key } from '../../support/catalogueSync/runs';
import type { Run } from '../../support/catalogueSync/runs';

const root = path.join(__dirname, '..', '..', '..');
const two = 'bytedance/seedance-2.0/image-to-video';

describe('against the simulator', () => {
	it('finds no difference while the list is as documented', async () => {
		const { exitCode, stdout, stderr } = await against({ schemas: 'documented' });
		expect(stdout).toMatch(/: no difference\.$/);
		expect(stderr).toBe('');
		expect(exitCode).toBe(0);
	});

	it('finds the new shape of 2.0/image-to-video, and that its document binds', async () => {
		const { exitCode, stdout } = await against({ schemas: 'current' });
		const lines = stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
		expect(lines).toEqual(
			expect.arrayContaining([
				`${two} (document)`,
				'- images array, required, maxItems 4, items.type string',
				'+ image string, required',
				'+ last_image string',
				'+ generate_audio boolean, default true',
				'~ duration enum: 5, 10, 15 → none; minimum: none → 4; maximum: none → 15',
			]),
		);
		expect(stdout).toMatch(/: 0 new, 0 gone, 1 changed\.$/);
		expect(exitCode).toBe(1);
	});

	it('gives the same as JSON', async () => {
		const { exitCode, stdout } = await against({ schemas: 'current' }, '--json');
		expect(JSON.parse(stdout)).toMatchObject({
			differs: true,
			new: [],
			gone: [],
			changed: [{ id: two, isDocument: true, removed: [{ name: 'images' }] }],
		});
		expect(exitCode).toBe(1);
	});

	it('finds a new model', async () => {
		const schema = { type: 'object', properties: { prompt: { type: 'string' } } };
		const id = 'bytedance/seedance-3.0/text-to-video';
		const liveModels = [{ id, name: 'Seedance 3.0', type: 'text-to-video', schema }];
		const { exitCode, stdout } = await against({ liveModels });
		expect(stdout).toContain(`${id}: Seedance 3.0, text-to-video`);
		expect(stdout).toMatch(/: 1 new, 0 gone, 0 changed\.$/);
		expect(exitCode).toBe(1);
	});

	it('finds no difference in a list with every model that was new in November 2026', async () => {
		const { exitCode, stdout } = await against({ liveModels: family });
		expect(stdout).toMatch(/: no difference\.$/);
		expect(exitCode).toBe(0);
		// Nobody documents the parameters of these, so only their presence is compared.
		for (const id of namesOnly) expect(stdout).toContain(id);
	});

	it('passes over a new model of another family', async () => {
		const schema = { type: 'object', properties: {} };
		const liveModels = [{ id: 'other/clip', name: 'Clip', type: 'text-to-video', schema }];
		expect((await against({ liveModels })).exitCode).toBe(0);
	});

	it('finds a model that has been withdrawn, and its replacement', async () => {
		const id = 'bytedance/seedance-v1-lite-t2v-720p';
		const { exitCode, stdout } = await against({ retired: [id] });
		expect(stdout).toContain(`${id}  retiring, replaced by bytedance/seedance-2.0/text-to-video`);
		expect(stdout).toMatch(/: 0 new, 1 gone, 0 changed\.$/);
		expect(exitCode).toBe(1);
	});
});

describe('as a command of its own', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ apiKeys: [key], schemas: 'current' });
	});
	afterAll(async () => {
		await simulator.stop();
	});

	const command = async (words: readonly string[], given: string): Promise<Run> =>
		await new Promise((resolve) => {
			const args = ['run', '--silent', 'catalogue:sync', '--', ...words];
			const env = { ...process.env, WAVESPEED_API_KEY: given };
			execFile('npm', args, { cwd: root, env }, (error, stdout, stderr) => {
				const exitCode = error === null ? 0 : Number(error.code);
				resolve({ exitCode, stdout, stderr });
			});
		});

	it('prints the differences and exits with 1', async () => {
		const { exitCode, stdout, stderr } = await command(['--base-url', simulator.url], key);
		expect(stdout).toMatch(/ 0 new, 0 gone, 1 changed\.\n$/);
		expect(stderr).toBe('');
		expect(exitCode).toBe(1);
	});

	it('prints JSON alone', async () => {
		const { stdout } = await command(['--base-url', simulator.url, '--json'], key);
		expect(JSON.parse(stdout)).toMatchObject({ differs: true });
	});

	it('exits with 2 and one sentence, the wrong key not in it', async () => {
		const wrong = 'wsk_not_the_right_one';
		const { exitCode, stdout, stderr } = await command(['--base-url', simulator.url], wrong);
		expect(stderr).toBe('The API did not accept the key in WAVESPEED_API_KEY (401).\n');
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
	});

	it('exits with 0 when it is asked for help', async () => {
		const { exitCode, stdout } = await command(['--help'], '');
		expect(stdout).toContain('npm run catalogue:sync -- --base-url <url>');
		expect(exitCode).toBe(0);
	});
});
