/**
 * Suspends an execution so that n8n runs the node again when it wakes
 * (docs/internals/decisions.md#suspended-wait).
 *
 * n8n's documented `putExecutionToWait` alone passes the node's input through at the wake. So a
 * copy of the node's own stack entry is added, and the entry that n8n passes through is emptied. At
 * the wake, by timer or by the node's `webhook()`, n8n runs the copy: `execute` starts again with
 * the same items.
 *
 * A third entry, for a node that no workflow has, makes n8n refuse *Retry with currently saved
 * workflow* while the execution sleeps. That retry gives both entries the same node and disables
 * it, so the copy would pass its items through as if they were videos. The entry's name says what
 * to do instead.
 *
 * This relies on undocumented behaviour (docs/internals/n8n.md#suspending-an-execution):
 * - `this.runExecutionData.executionData.nodeExecutionStack` is the stack, first entry next;
 * - `this.getExecuteData()` is the current entry, which n8n puts back in front of the stack;
 * - with execution order v1 an empty output starts no node behind it;
 * - a retry with the saved workflow looks for the node of every entry by its name, and fails
 *   without it; an entry whose input is empty does not run.
 *
 * It's tested by test/node/suspend.test.ts and `npm run e2e`. If the stack is missing or suspending
 * isn't possible, `reasonNotToSuspend` says so before anything is changed, and the node polls
 * instead.
 */
import { deepCopy } from 'n8n-workflow';
import type { IExecuteData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from '../../../../seedance/zod';
import { remembers } from '../memory';
import { isToolRun } from '../parameters';

const withStack = z.object({
	runExecutionData: z.object({
		executionData: z.object({
			// It isn't copied, because the engine's own array must be changed.
			nodeExecutionStack: z.custom<IExecuteData[]>(Array.isArray),
		}),
	}),
});

const withEntry = z.object({ node: z.object({ name: z.string() }) });

function stackOf(context: IExecuteFunctions): IExecuteData[] | undefined {
	return withStack.safeParse(context).data?.runExecutionData.executionData.nodeExecutionStack;
}

const unsupported = "this version of n8n doesn't support it";

/** Why this run can't be suspended, as a phrase; undefined when it can. */
export function reasonNotToSuspend(context: IExecuteFunctions): string | undefined {
	// A tool runs inside the agent, so n8n would suspend the agent and pass its input through.
	if (isToolRun(context)) return 'an AI agent runs this node as a tool';
	// Engine v2 keeps neither the stack nor the node's context, and has no execution order
	// (docs/internals/n8n.md#engine-versions).
	if (!remembers(context)) return 'the workflow runs on n8n’s new engine';
	// The first versions of 1.123, and 2.0 to 2.4, don't tell a node the execution order.
	if (typeof context.getWorkflowSettings !== 'function') return unsupported;
	if (context.getWorkflowSettings().executionOrder !== 'v1') {
		return 'the workflow uses the old execution order (set Workflow Settings → Execution Order to v1)';
	}
	const entry = withEntry.safeParse(context.getExecuteData());
	const isAtHand = entry.data?.node.name === context.getNode().name;
	return stackOf(context) === undefined || !isAtHand ? unsupported : undefined;
}

const advice = '(this execution was paused: use “Retry with original workflow”)';

/** The entry that makes n8n refuse a retry with the saved workflow. */
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
 * Removes the guard entry of a sleeping execution, which is awake now and may be retried in any
 * way. Call it before anything can fail.
 */
export function leaveSleep(context: IExecuteFunctions): void {
	const stack = stackOf(context);
	const guard = `${context.getNode().name} ${advice}`;
	const place = stack?.findIndex((entry) => withEntry.safeParse(entry).data?.node.name === guard);
	if (place !== undefined && place >= 0) stack?.splice(place, 1);
}

/**
 * Suspends the execution. The caller must return the result at once, because an error afterwards
 * would run the node twice.
 * @param until when n8n wakes it at the latest, in ms since the epoch
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
	// With Always Output Data, n8n would make an item of the empty output at every wake.
	entry.node = { ...deepCopy(node), alwaysOutputData: false };
	return [[]];
}
