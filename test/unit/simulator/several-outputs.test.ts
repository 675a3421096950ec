import type { TaskOutcome } from '../../../simulator';
import { prediction, stopAll } from '../../support/simulator/client';
import { startUploads } from '../../support/simulator/uploads';

afterEach(stopAll);

async function setup(outcome: TaskOutcome) {
	const api = await startUploads({ taskMs: 0 });
	api.simulator.faults.onTask(outcome);
	const { id } = prediction(await api.submit());
	return { ...api, id, base: `${api.simulator.url}/outputs/${id}` };
}

describe('a task with several outputs', () => {
	it('lists them with a flag for each, and serves them all', async () => {
		const { id, base, readTask, fetchBytes } = await setup({ kind: 'outputs', count: 3 });
		const task = await readTask(id);
		expect(task).toMatchObject({ status: 'completed', has_nsfw_contents: [false, false, false] });
		expect(task.outputs).toEqual([`${base}.mp4`, `${base}-1.mp4`, `${base}-2.mp4`]);
		const files = await Promise.all(task.outputs.map((url) => fetchBytes(String(url))));
		expect(files.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(files.every(({ bytes }) => bytes.toString('latin1', 4, 8) === 'ftyp')).toBe(true);
		expect(new Set(files.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(3);
	});

	it('serves no more than there are', async () => {
		const { base, fetchBytes } = await setup({ kind: 'outputs', count: 2 });
		for (const number of [0, 2, '01', 'x']) {
			expect((await fetchBytes(`${base}-${number}.mp4`)).status).toBe(404);
		}
	});

	it('flags those that the test says', async () => {
		const { id, readTask } = await setup({ kind: 'outputs', count: 3, flagged: [1] });
		expect((await readTask(id)).has_nsfw_contents).toEqual([false, true, false]);
	});

	it('may have none at all', async () => {
		const { id, base, readTask, fetchBytes } = await setup({ kind: 'outputs', count: 0 });
		const task = await readTask(id);
		expect(task).toMatchObject({ status: 'completed', outputs: [], has_nsfw_contents: [] });
		expect((await fetchBytes(`${base}.mp4`)).status).toBe(404);
	});

	it('is journalled by its own id, and faults can be for one output', async () => {
		const { simulator, id, base, fetchBytes } = await setup({ kind: 'outputs', count: 2 });
		const match = ({ taskId, output }: { taskId: string; output: number }) =>
			taskId === id && output === 1;
		simulator.faults.onDownload({ kind: 'forbidden' }, { match });
		expect((await fetchBytes(`${base}.mp4`)).status).toBe(200);
		expect((await fetchBytes(`${base}-1.mp4`)).status).toBe(403);
		expect((await fetchBytes(`${base}-1.mp4`)).status).toBe(200);
		expect(simulator.journal.downloads(id)).toHaveLength(3);
	});
});

it('a task whose outputs point elsewhere has a flag for each as well', async () => {
	const outputs = ['https://elsewhere.example/a.mp4', 'https://elsewhere.example/b.mp4'];
	const { id, readTask } = await setup({ kind: 'replaceUrls', outputs });
	expect((await readTask(id)).has_nsfw_contents).toEqual([false, false]);
});
