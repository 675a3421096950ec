/**
 * One measurement in a process of its own, with n8n's engine. The API is in another process, so
 * that its work doesn't count.
 */
import type { IDataObject, IExecuteFunctions, INode, INodeType, NodeOutput } from 'n8n-workflow';
import { loadBuiltPackage } from '../../scripts/demo/builtPackage';
import { chainOf, loopOf, seedance } from '../../test/engine/chain';
import { Loop, ManualTrigger, Source } from '../../test/engine/coreNodes';
import { startWorkflow } from '../../test/engine/run';
import type { EngineSetup, WorkflowJson } from '../../test/engine/run';
import { model } from './lists';

const [what = '', count = '', url = '', ...apiKeys] = process.argv.slice(2);

const built = loadBuiltPackage(process.cwd());

async function setupFor(apiKey: string): Promise<EngineSetup> {
	const { credentialTypes, nodeTypes } = await built;
	return {
		credentialTypes,
		credentials: { waveSpeedAiApi: { apiKey, baseUrl: url } },
		nodeTypes: {
			...nodeTypes,
			'n8n-nodes-base.manualTrigger': new ManualTrigger(),
			'test.source': new Source(),
			'test.loop': new Loop(),
		},
	};
}

const rows = (length: number) => Array.from({ length }, (_, row) => ({ prompt: `Owl ${row}` }));

const submit = (parameters: IDataObject = {}, settings: Partial<INode> = {}) =>
	seedance(
		'seedanceTextToVideo',
		{ prompt: '={{ $json.prompt }}', return: 'taskId', ...parameters },
		settings,
	);

/** Measures the longest time for which some work blocks the event loop. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let last = performance.now();
	const tick = () => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
	};
	const ticking = setInterval(tick, 2);
	await work();
	tick();
	clearInterval(ticking);
	return longest;
}

/**
 * Runs a workflow, and throws when it fails.
 * @returns the longest block by a node of ours, in ms
 */
async function run(
	json: WorkflowJson,
	{ node = 'seedanceTextToVideo', apiKey = apiKeys[0] ?? '' } = {},
): Promise<number> {
	const setup = await setupFor(apiKey);
	const name = `n8n-nodes-seedance.${node}`;
	const type = setup.nodeTypes[name];
	const { execute } = type ?? {};
	if (type === undefined || execute === undefined) throw new Error('The node is not there');
	let block = 0;
	const measured: INodeType = Object.create(type, {
		execute: {
			async value(this: IExecuteFunctions) {
				let output: NodeOutput = null;
				block = await longestBlock(async () => (output = await execute.call(this)));
				return output;
			},
		},
	}) as INodeType;
	const nodeTypes = { ...setup.nodeTypes, [name]: measured };
	const { data } = await startWorkflow(json, { ...setup, nodeTypes }, undefined, 'trigger').done;
	if (data.resultData.error !== undefined) throw data.resultData.error;
	return block;
}

/** The measurements, each of which returns ms. */
const works: Readonly<Record<string, (count: number) => Promise<number>>> = {
	/** CPU time of Loop Over Items with an item a round. */
	async loop(rounds) {
		await run(loopOf(rows(20), submit()));
		const { user, system } = process.cpuUsage();
		await run(loopOf(rows(rounds), submit()));
		const after = process.cpuUsage();
		return (after.user + after.system - user - system) / 1000;
	},
	/** The longest block of the event loop with many items in one node. */
	async items(length) {
		await run(chainOf(rows(20), [submit()]));
		return await run(chainOf(rows(length), [submit({ options: { submitsAtOnce: 50 } })]));
	},
	/** The same for a dry run. */
	async dryRun(length) {
		const step = submit({ options: { previewOnly: 'always' } });
		await run(chainOf(rows(20), [step]));
		return await run(chainOf(rows(length), [step]));
	},
	/** The same for items with finished tasks, which need no request. */
	async results(length) {
		const tasks = rows(length).map((row, i) => ({
			...row,
			taskId: `${i}`.padStart(32, '0'),
			status: 'completed',
			outputs: ['https://example.com/video.mp4'],
		}));
		const step = seedance('seedanceGetResult', { taskId: '={{ $json.taskId }}' });
		await run(chainOf(tasks.slice(0, 20), [step]), { node: 'seedanceGetResult' });
		return await run(chainOf(tasks, [step]), { node: 'seedanceGetResult' });
	},
	/** The same for one item whose model waits for the API's list. */
	async list() {
		const builtIn = submit({ options: { schema: 'builtIn' } });
		await run(chainOf(rows(20), [builtIn]));
		return await run(
			chainOf(rows(1), [submit({ model: { __rl: true, mode: 'id', value: model } })]),
		);
	},
	/** Runs this many times with each credential in turn. */
	async accounts(times) {
		for (let time = 0; time < times; time += 1) {
			for (const apiKey of apiKeys) await run(chainOf(rows(1), [submit()]), { apiKey });
			// The list is fetched in parallel to a run, so the last request of a round may still be in
			// flight.
			await new Promise((resolve) => setTimeout(resolve, 1_000));
		}
		return 0;
	},
};

async function main(): Promise<void> {
	const work = works[what];
	if (work === undefined) throw new Error(`Which of ${Object.keys(works).join(', ')}?`);
	console.log(await work(Number(count)));
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
