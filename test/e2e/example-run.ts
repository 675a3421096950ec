import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Workflow } from './examples';
import { keptFolder } from './folders';
import type { Execution, N8nRest } from './n8n-rest';
import { PlainMessage } from './say';
import { checkVideoFile } from './video-file';

/** A workflow that n8n has stored. */
export interface StoredWorkflow {
	id: string;
	workflow: Workflow;
}

/** The result of running an example. */
export interface ExampleResult {
	taskId: string;
	/** Where the workflow wrote the video, inside n8n's home. */
	writtenFile: string;
	/** A copy that stays when n8n's home is removed. */
	keptFile: string;
	bytes: number;
	tookMs: number;
}

const manualTrigger = 'n8n-nodes-base.manualTrigger';
const fileWriter = 'n8n-nodes-base.readWriteFile';
const unfinished = ['new', 'running', 'waiting', 'unknown'];
const writtenItem = z.object({ taskId: z.string(), fileName: z.string() });

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

/** Runs an example that ends in a video file and checks the file. */
export async function runExample(
	rest: N8nRest,
	stored: StoredWorkflow,
	home: string,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<ExampleResult> {
	const started = Date.now();
	const execution = await runToSuccess(rest, stored, patienceMs, signal);
	const tookMs = Date.now() - started;
	const writer = nodeOfType(stored.workflow, fileWriter);
	const output = execution.data.resultData.runData[writer]?.[0]?.data?.main[0]?.[0];
	const { taskId, fileName } = writtenItem.parse(output?.json);
	const writtenFile = resolve(home, fileName);
	const bytes = checkVideoFile(writtenFile);
	mkdirSync(keptFolder, { recursive: true });
	const keptFile = join(
		keptFolder,
		`${stored.workflow.name.replace(/\W+/g, '-').toLowerCase()}.mp4`,
	);
	copyFileSync(writtenFile, keptFile);
	return { taskId, writtenFile, keptFile, bytes, tookMs };
}

function nodeOfType(workflow: Workflow, type: string): string {
	const node = workflow.nodes.find((candidate) => candidate.type === type);
	if (node === undefined) throw new PlainMessage(`“${workflow.name}” has no node ${type}.`);
	return node.name;
}

function describe(workflow: Workflow, execution: Execution): string {
	const { error } = execution.data.resultData;
	const reason = [error?.message, error?.description].filter(Boolean).join(' ');
	return `“${workflow.name}” ended with status ${execution.status}: ${reason || 'no reason given'}`;
}
