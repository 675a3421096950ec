/** An account with tasks on a simulator, and workflows in which Get Many lists them. */
import { request } from 'undici';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { realTime } from '../engine/time';
import { apiKey, jsonOf, outputOf, pick, runChain, seedance } from './bench';

export const node = 'seedanceGetResult';
export const textToVideo = 'bytedance/seedance-v1.5-pro/text-to-video';
export const flux = 'wavespeed-ai/flux-dev';
const body = { prompt: 'A fox', duration: 5 };

export const getMany = (parameters: object = {}, settings: object = {}) =>
	seedance(node, { operation: 'getAll', ...parameters }, settings);

/** Opens one for each test of the calling file. */
export function listedTasks() {
	let simulator: Simulator;
	/** How far the simulator's clock is behind. */
	let ago = 0;
	beforeEach(async () => {
		ago = 0;
		simulator = await startSimulator({
			apiKeys: [apiKey, 'key-of-somebody-else'],
			taskMs: 0,
			now: () => Date.now() - ago,
			extraModels: { [flux]: { type: 'object' } },
		});
	});
	afterEach(async () => {
		realTime();
		await simulator.stop();
	});

	/** Submits tasks one after the other, `since` ms ago, and returns their ids, newest first. */
	async function submitted(count: number, model = textToVideo, since = 0, key = apiKey) {
		ago = since;
		const ids: string[] = [];
		for (let i = 0; i < count; i += 1) {
			const answer = await request(`${simulator.url}/api/v3/${model}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const { data } = (await answer.body.json()) as { data: { id: string } };
			ids.unshift(data.id);
		}
		ago = 0;
		return ids;
	}

	const run = async (parameters: object = {}, rows: object[] = [{}], settings: object = {}) =>
		await runChain(simulator.url, rows as never, [
			getMany(parameters, settings),
			pick("={{ $('Source').item.json.row }}"),
		]);
	return {
		/** The simulator of the test that runs. */
		get simulator() {
			return simulator;
		},
		submitted,
		run,
		found: async (parameters: object = {}, rows: object[] = [{}]) =>
			jsonOf(outputOf(await run(parameters, rows), node)).map(({ taskId }) => taskId),
		lists: () => simulator.journal.requests.filter(({ route }) => route === 'list'),
	};
}
