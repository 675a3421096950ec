/** Runs a frozen workflow in n8n's own engine against a simulator of its own. */
import type { INodeType } from 'n8n-workflow';
import { HeldClock, startSimulator } from '../../simulator';
import type { LiveModel, Simulator } from '../../simulator';
import { Instance } from '../engine/instance';
import type { Execution } from '../engine/instance';
import type { WorkflowJson } from '../engine/run';
import { hurry, realTime } from '../engine/time';
import { apiKey, nodeTypes as presentNodeTypes, setupFor } from '../node/bench';
import { until } from '../node/test-instance';
import { Code } from './codeNode';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { publicN8n } from './releases';

const ours = 'n8n-nodes-seedance.';
const triggerType = `${ours}seedanceTrigger`;
const hurriedTimes = 20;
/** How long tasks take, in ms on the simulator's clock. */
const taskMs = 400;

export interface Stage {
	/** What the API lists besides the models that it had. */
	readonly liveModels: readonly LiveModel[];
	readonly nodeTypes?: Readonly<Record<string, INodeType>>;
}

/** @throws Error when an execution does not succeed */
export async function play(workflow: WorkflowJson, stage: Stage): Promise<Outcome> {
	const clock = new HeldClock();
	const triggers = workflow.nodes.filter(({ type }) => type === triggerType);
	const isCalled = triggers.length > 0 || JSON.stringify(workflow).includes('"suspend"');
	// Signed callbacks go by the clock: their time must not fly while a machine is slow.
	if (!isCalled) hurry(hurriedTimes);
	const simulator = await startSimulator({
		apiKeys: [apiKey],
		taskMs,
		now: clock.now,
		liveModels: stage.liveModels,
	});
	const nodeTypes = { ...presentNodeTypes, ...stage.nodeTypes, 'n8n-nodes-base.code': new Code() };
	const instance = await Instance.open({ ...setupFor(simulator.url), nodeTypes });
	try {
		let json = JSON.stringify(workflow);
		const places: Record<string, string> = {};
		for (const { name, webhookId } of triggers) {
			const address = instance.activate(workflow, name);
			const frozen = `${publicN8n}/webhook/${webhookId}/seedance`;
			json = json.replaceAll(frozen, address);
			places[address] = frozen;
		}
		// No task ends before what waits for its end is ready.
		if (isCalled) clock.hold();
		const execution = await instance.start(JSON.parse(json) as WorkflowJson);
		if (isCalled) clock.pass(taskMs);
		await until(() => execution.status === 'ended');
		const calls = triggers.length * simulator.journal.accepted().length;
		await until(() => instance.executions.length === 1 + calls && allEnded(instance));
		return outcome(workflow, simulator, instance, places);
	} finally {
		realTime();
		await instance.close();
		await simulator.stop();
	}
}

const allEnded = ({ executions }: Instance) => executions.every(({ status }) => status === 'ended');

function outcome(
	{ nodes }: WorkflowJson,
	simulator: Simulator,
	instance: Instance,
	places: Readonly<Record<string, string>>,
): Outcome {
	return outcomeOf({
		accepted: simulator.journal.accepted(),
		runs: instance.executions.map(runOf),
		nodeNames: nodes.filter(({ type }) => type.startsWith(ours)).map(({ name }) => name),
		places: { ...places, [simulator.url]: '<api>', [instance.url]: '<n8n>' },
	});
}

function runOf({ run }: Execution) {
	if (run === undefined) throw new Error('Nothing was saved');
	const { error } = run.data.resultData;
	if (error !== undefined) throw new Error(`${error.message} ${error.description ?? ''}`);
	return run;
}
