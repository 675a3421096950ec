import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Workflow } from './examples';
import { keptFolder } from './folders';
import { readVideos } from './item-videos';
import type { Execution, N8nRest } from './n8n-rest';
import { PlainMessage } from './say';

/** A workflow that n8n has stored. */
export interface StoredWorkflow {
	id: string;
	workflow: Workflow;
}

/** The result of running an example. */
export interface ExampleResult {
	taskId: string;
	/** A copy of the video, which stays when n8n's home is removed. */
	keptFile: string;
	bytes: number;
	tookMs: number;
}

const manualTrigger = 'n8n-nodes-base.manualTrigger';
const ourPrefix = 'n8n-nodes-seedance.';
const unfinished = ['new', 'running', 'waiting', 'unknown'];

/** Starts a workflow by its manual trigger and waits until its execution has ended. */
export async function runToSuccess(
	rest: N8nRest,
	stored: StoredWorkflow,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<Execution> {
	const trigger = nodeOfType(stored.workflow, manualTrigger);
	return await runFromTrigger(rest, stored, trigger, patienceMs, signal);
}

/** The same, by a trigger of whatever kind. */
export async function runFromTrigger(
	rest: N8nRest,
	{ id, workflow }: StoredWorkflow,
	triggerName: string,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<Execution> {
	const executionId = await rest.run(id, triggerName);
	const execution = await untilEnded(rest, executionId, patienceMs, signal);
	if (execution.status !== 'success') throw new PlainMessage(describe(workflow, execution));
	return execution;
}

/** Waits until an execution has ended, in whatever way. */
export async function untilEnded(
	rest: N8nRest,
	executionId: string,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<Execution> {
	const deadline = Date.now() + patienceMs;
	while (unfinished.includes(await rest.executionStatus(executionId))) {
		if (Date.now() > deadline) {
			throw new PlainMessage(
				`Execution ${executionId} was still running after ${Math.round(patienceMs / 1000)} s.`,
			);
		}
		await wait(250, undefined, { signal });
	}
	return await rest.execution(executionId);
}

/** Runs an example whose node of ours makes a video file, checks the file and keeps a copy. */
export async function runExample(
	rest: N8nRest,
	stored: StoredWorkflow,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<ExampleResult> {
	const started = Date.now();
	const execution = await runToSuccess(rest, stored, patienceMs, signal);
	const tookMs = Date.now() - started;
	const node = nodeOfType(stored.workflow, ourPrefix);
	const [video] = await readVideos(rest, execution, node);
	if (video === undefined) throw new PlainMessage(`“${node}” put out no video.`);
	const { taskId, bytes } = video;
	mkdirSync(keptFolder, { recursive: true });
	const keptFile = join(
		keptFolder,
		`${stored.workflow.name.replace(/\W+/g, '-').toLowerCase()}.mp4`,
	);
	writeFileSync(keptFile, bytes);
	return { taskId, keptFile, bytes: bytes.length, tookMs };
}

function nodeOfType(workflow: Workflow, type: string): string {
	const node = workflow.nodes.find((candidate) => candidate.type.startsWith(type));
	if (node === undefined) throw new PlainMessage(`“${workflow.name}” has no node ${type}.`);
	return node.name;
}

function describe(workflow: Workflow, execution: Execution): string {
	const { error } = execution.data.resultData;
	const reason = [error?.message, error?.description].filter(Boolean).join(' ');
	return `“${workflow.name}” ended with status ${execution.status}: ${reason || 'no reason given'}`;
}
