/**
 * Putting an execution to sleep so that n8n runs the node again when it wakes.
 *
 * n8n's documented `putExecutionToWait` alone does not do that: at the wake n8n disables the node that
 * waited and passes its input through. So a copy of the node's own entry goes onto n8n's stack of nodes
 * to run, and the entry that n8n will pass through is emptied. At the wake, whether by timer or by a
 * call of the node's `webhook()`, n8n passes nothing on and then runs the copy: `execute` begins anew
 * with the same items.
 *
 * When a crash or a Stop ends such an execution, it may be retried. *With original workflow* the wake
 * goes on. *With currently saved workflow* n8n gives both entries the one node of that workflow, and then
 * disables it: the copy, too, would pass its items through, as if they were videos. So a third entry lies
 * on the stack as long as the execution sleeps, for a node that no workflow has: n8n then refuses that
 * kind of retry, and names it. Its name says what to do.
 *
 * What this relies on, and n8n does not document:
 * - `this.runExecutionData.executionData.nodeExecutionStack` is the stack, first entry next;
 * - `this.getExecuteData()` is the entry at hand, which n8n puts back in front of the stack as it is;
 * - with execution order v1 an empty output starts no node behind it;
 * - a retry with the saved workflow looks for the node of every entry by its name, and fails without it;
 *   an entry whose input is empty does not run.
 * Proved on n8n 1.123.81 and 2.41.1 (regular and queue mode; test/node/suspend.test.ts, npm run e2e).
 * Where the stack is not there, or anything else speaks against it, `reasonNotToSuspend` says so before
 * anything is changed, and the node polls instead.
 */
import { deepCopy } from 'n8n-workflow';
import type { IExecuteData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from '../../../../seedance/zod';
import { remembers } from '../memory';
import { isToolRun } from '../outputItem';

const withStack = z.object({
	runExecutionData: z.object({
		executionData: z.object({
			// Kept as it is: the engine's own array must be changed.
			nodeExecutionStack: z.custom<IExecuteData[]>(Array.isArray),
		}),
	}),
});

const withEntry = z.object({ node: z.object({ name: z.string() }) });

function stackOf(context: IExecuteFunctions): IExecuteData[] | undefined {
	return withStack.safeParse(context).data?.runExecutionData.executionData.nodeExecutionStack;
}

/** Why this run cannot sleep, as a phrase; undefined when it can. */
export function reasonNotToSuspend(context: IExecuteFunctions): string | undefined {
	// An agent's tool runs inside the agent: n8n would park the agent and pass its input through.
	if (isToolRun(context)) return 'an AI agent runs this node as its tool';
	// It keeps neither the stack nor what the node leaves in its context, and has no execution order.
	if (!remembers(context)) return 'the workflow runs on n8n’s new engine';
	if (context.getWorkflowSettings().executionOrder !== 'v1') {
		return 'the workflow uses the old execution order (Settings, Execution Order: v1 is needed)';
	}
	const entry = withEntry.safeParse(context.getExecuteData());
	const isAtHand = entry.data?.node.name === context.getNode().name;
	return stackOf(context) === undefined || !isAtHand
		? 'this version of n8n does not support it'
		: undefined;
}

const advice = '(this execution has slept: choose “Retry with original workflow”)';

/** Keeps n8n from retrying a sleeping execution with the saved workflow. */
const guardFor = ({ node }: IExecuteData): IExecuteData => ({
	node: {
		...deepCopy(node),
		id: `${node.id} asleep`,
		name: `${node.name} ${advice}`,
		alwaysOutputData: false,
	},
	data: { main: [[]] },
	source: null,
});

/**
 * Takes back what guards a sleeping execution: it is awake, and whatever fails from now on may be retried
 * in any way. To be called before anything can fail.
 */
export function leaveSleep(context: IExecuteFunctions): void {
	const stack = stackOf(context);
	const guard = `${context.getNode().name} ${advice}`;
	const place = stack?.findIndex((entry) => withEntry.safeParse(entry).data?.node.name === guard);
	if (place !== undefined && place >= 0) stack?.splice(place, 1);
}

/**
 * Puts the execution to sleep. The caller returns what this returns, at once: anything that happens
 * after it, an error above all, would run the node twice.
 * @param until when n8n is to wake it at the latest, in ms since the epoch
 */
export async function suspend(
	context: IExecuteFunctions,
	until: number,
): Promise<INodeExecutionData[][]> {
	await context.putExecutionToWait(new Date(until));
	const entry = context.getExecuteData();
	const { node, data, source } = entry;
	stackOf(context)?.unshift({ node: deepCopy(node), data, source }, guardFor(entry));
	entry.data = { main: [[]] };
	// With Always Output Data n8n would make an item of the empty output, at every wake.
	entry.node = { ...deepCopy(node), alwaysOutputData: false };
	return [[]];
}
