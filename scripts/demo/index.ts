/** `npm run demo` makes a video file from a prompt, in n8n's engine, with the built package. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import { ManualTrigger } from '../../test/engine/coreNodes';
import { outputOf, startWorkflow } from '../../test/engine/run';
import type { WorkflowJson } from '../../test/engine/run';
import { readArguments, usage } from './arguments';
import type { DemoChoices } from './arguments';
import { loadBuiltPackage } from './builtPackage';

const root = path.join(__dirname, '..', '..');
const outputFolder = path.join(root, 'demo-output');
/** How long the simulated API takes for a video, in ms: long enough to see the wait. */
const simulatedTaskMs = 2500;

const say = (line: string) => console.log(line);

function readExample({ example, liveKey }: DemoChoices, sampleImage: string): WorkflowJson {
	const file = path.join(root, 'examples', `${example}.json`);
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson & { name: string };
	say(`Workflow: examples/${example}.json — "${workflow.name}"`);
	const nodes = workflow.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	if (liveKey !== undefined) return { ...workflow, nodes };
	// The example's image is on the internet; the simulator has its own.
	const withSample = (node: INode): INode =>
		'image' in node.parameters
			? { ...node, parameters: { ...node.parameters, image: sampleImage } }
			: node;
	return { ...workflow, nodes: nodes.map(withSample) };
}

async function demo(choices: DemoChoices): Promise<boolean> {
	const isLive = choices.liveKey !== undefined;
	const built = await loadBuiltPackage(root);
	say(`Package:  ${built.name} ${built.version}, as built in dist/`);
	const simulator = isLive ? undefined : await startSimulator({ taskMs: simulatedTaskMs });
	try {
		say(
			simulator === undefined
				? 'API:      the real one. This costs money.'
				: `API:      simulated at ${simulator.url}: no key, no internet, no cost`,
		);
		const workflow = readExample(choices, `${simulator?.url ?? ''}/samples/first-frame.png`);
		const credential: IDataObject =
			simulator === undefined
				? { apiKey: choices.liveKey, baseUrl: '' }
				: { apiKey: 'test-key', baseUrl: simulator.url };
		const begun = Date.now();
		const seconds = () => `${((Date.now() - begun) / 1000).toFixed(1)} s`;
		const run = await startWorkflow(
			workflow,
			{
				nodeTypes: {
					...built.nodeTypes,
					'n8n-nodes-base.manualTrigger': new ManualTrigger(),
				},
				credentialTypes: built.credentialTypes,
				credentials: { waveSpeedAiApi: credential as Record<string, string> },
			},
			(node, event) => say(`  ${seconds().padStart(6)}  ${node} ${event}`),
		).done;
		const { error } = run.data.resultData;
		if (error !== undefined) {
			say(`\n${error.message}\n${error.description ?? ''}`);
			return false;
		}
		const last = workflow.nodes.find(({ type }) => Object.hasOwn(built.nodeTypes, type));
		const [made] = outputOf(run, last?.name ?? '');
		const video = made?.binary?.data;
		if (video === undefined) {
			say('\nThe workflow ended without a video.');
			return false;
		}
		const file = path.join(outputFolder, `${String(made?.json.taskId)}.mp4`);
		// The engine of the tests keeps files in memory.
		const bytes = Buffer.from(video.data, 'base64');
		mkdirSync(outputFolder, { recursive: true });
		writeFileSync(file, bytes);
		say('');
		say(`Video:    ${path.relative(process.cwd(), file)} (${Math.round(bytes.length / 1024)} kB)`);
		say(`Task id:  ${String(made?.json.taskId)}`);
		say(`Time:     ${seconds()}`);
		if (!isLive) say('\nThe same in a real n8n with its editor: npm run n8n');
		return true;
	} finally {
		await simulator?.stop();
	}
}

async function main() {
	try {
		const choices = readArguments(process.argv.slice(2), process.env);
		if (choices.help) say(usage);
		// n8n's engine keeps timers running, so the process has to exit explicitly.
		process.exit(choices.help || (await demo(choices)) ? 0 : 1);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	}
}

void main();
