/** What a suspended node does about a callback: it wakes the execution, or lets it sleep. */
import { createHash } from 'crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { Cache } from '../../../seedance/cache';
import { retentionMs } from '../../../seedance/task/retention';
import { awaitedTask } from '../../../seedance/webhook/callback';
import { createEndedTasks } from '../../../seedance/webhook/endedTasks';
import { z } from '../../../seedance/zod';
import { answerOnly, receiveCallback } from '../callbacks/callback';
import { noteOfSleeper } from './note';
import type { WaitNote } from './note';

/** Whether n8n lets only one call wake the execution: it does where it gives its address a token. */
const wakesOnce = (context: IWebhookFunctions) =>
	z.object({ signature: z.string() }).safeParse(context.getQueryData()).success;

// In memory: another process asks the API for itself.
const endedTasks = createEndedTasks();

/** Sleeps that a callback has ended in this process. No task sleeps longer than the API keeps it. */
const endedSleeps = new Cache<true>({ most: 10_000, keptMs: retentionMs });

/**
 * Whether no other callback has ended this sleep. n8n compares and sets the execution's status, but not
 * which sleep it is: a slow second callback that finds the execution asleep again, in a node further on,
 * would run it from the first sleep, and that node would be paid for twice (tried on 2.41.1).
 */
function isFirst({ awaiting, wakeAt }: WaitNote): boolean {
	const sleep = createHash('sha256').update(`${awaiting.join()} ${wakeAt}`).digest('base64');
	if (endedSleeps.last(sleep) !== undefined) return false;
	endedSleeps.set(sleep, true, Date.now());
	return true;
}

async function answer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await receiveCallback(context);
	if (!received.ok) return answerOnly(context, received.status);
	const { prediction, ids, ports } = received;
	const note = noteOfSleeper(context);
	// Of an earlier wait, or of another node: nothing to do, and nothing that would be better later.
	const taskId = awaitedTask(ids, note?.awaiting ?? []);
	const isNoEnd = prediction.statusKind === 'running';
	if (note === undefined || taskId === undefined || isNoEnd || !wakesOnce(context)) {
		return answerOnly(context, 200);
	}
	endedTasks.note(taskId, ports);
	const haveAllEnded = await endedTasks.haveEnded(note.awaiting, ports);
	if (!haveAllEnded || !isFirst(note)) return answerOnly(context, 200);
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
