/** What a suspended node does about a callback: it wakes the execution, or lets it sleep. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { lookAt } from '../../../seedance/task/lookAt';
import type { Ports } from '../../../seedance/task/ports';
import { forgetOldest } from '../../../seedance/forgetOldest';
import { z } from '../../../seedance/zod';
import { answerOnly, receiveCallback } from '../callbacks/callback';
import { noteOfSleeper } from './note';
import type { WaitNote } from './note';

/** Whether all of these tasks have ended, as far as one look can tell. */
async function haveEnded(taskIds: readonly string[], ports: Ports): Promise<boolean> {
	// Those that were submitted last are likely to end last, and the first that runs on ends the look.
	const tasks = [...taskIds].reverse().map((taskId) => ({ taskId }));
	const results = await lookAt(tasks, ports, { deadline: Infinity, minutes: 0 });
	return tasks.every(({ taskId }) => results.has(taskId));
}

/** Whether n8n lets only one call wake the execution: it does where it gives its address a token. */
const wakesOnce = (context: IWebhookFunctions) =>
	z.object({ signature: z.string() }).safeParse(context.getQueryData()).success;

/** Sleeps that a callback has ended in this process, the oldest first. */
const ended = new Set<string>();
const mostEnded = 10_000;

/**
 * Whether no other callback has ended this sleep. n8n compares and sets the execution's status, but not
 * which sleep it is: a slow second callback that finds the execution asleep again, in a node further on,
 * would run it from the first sleep, and that node would be paid for twice (tried on 2.41.1).
 */
function isFirst({ awaiting, wakeAt }: WaitNote): boolean {
	const sleep = `${awaiting.join()} ${wakeAt}`;
	if (ended.has(sleep)) return false;
	ended.add(sleep);
	forgetOldest(ended, mostEnded);
	return true;
}

async function answer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await receiveCallback(context);
	if (!received.ok) return answerOnly(context, received.status);
	const { prediction, ports } = received;
	const note = noteOfSleeper(context);
	// Of an earlier wait, or of another node: nothing to do, and nothing that would be better later.
	const isOurs = note?.awaiting.includes(prediction.id) === true;
	if (!isOurs || prediction.statusKind === 'running' || !wakesOnce(context)) {
		return answerOnly(context, 200);
	}
	const others = note.awaiting.filter((id) => id !== prediction.id);
	if (!(await haveEnded(others, ports)) || !isFirst(note)) return answerOnly(context, 200);
	// Nothing is taken from the callback: the node runs again and reads every task.
	return { workflowData: [[]] };
}

/** Answers a callback to a suspended node. Never throws: n8n would take that for the end of the wait. */
export async function runResumeWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await answer(context);
	} catch {
		return answerOnly(context, 500);
	}
}
