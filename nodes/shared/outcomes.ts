/** From one result per item to the node's output, or to the one error that stops the workflow. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { problem, startedBefore } from '../../seedance/errors/messages';
import type { Problem } from '../../seedance/errors/problem';
import { inParallel } from '../../seedance/clock';
import { clock } from './n8n/memory';
import { toNodeError, goesOn, problemItem } from './n8n/outputItem';

/** What is known of one item when the node has to report. */
export type ItemFate = (
	| {
			readonly kind: 'result';
			/** The task behind it, for the report when another item stops the workflow. */
			readonly taskId?: string;
	  }
	| { readonly kind: 'problem'; readonly problem: Problem }
) & {
	/** The incoming item it belongs to, where that is not the one at its own place. */
	readonly itemIndex?: number;
};

/** An output item, or why it could not be made. */
export type ItemResult =
	| { readonly ok: true; readonly item: INodeExecutionData }
	| { readonly ok: false; readonly problem: Problem };

/** What became of one item. */
export type ItemOutcome = ItemFate &
	(
		| {
				readonly kind: 'result';
				/** Makes the output item; side effects such as a download happen here. */
				readonly toItem: () => Promise<ItemResult>;
		  }
		| { readonly kind: 'problem' }
	);

const itemOf = ({ itemIndex }: ItemFate, place: number) => itemIndex ?? place;

const list = (ids: readonly string[]) =>
	ids.length > 20 ? `${ids.slice(0, 20).join(', ')} and ${ids.length - 20} more` : ids.join(', ');

const taskOf = (fate: ItemFate | undefined): string | undefined =>
	fate?.kind === 'problem' ? fate.problem.taskId : fate?.taskId;

/** The problem to report for the whole node, completed by what happened to the other items. */
function report(outcomes: readonly ItemFate[], first: Problem): [Problem, IDataObject] {
	const tasks = outcomes.flatMap((outcome, place) => {
		const taskId = taskOf(outcome);
		return taskId === undefined ? [] : [{ itemIndex: itemOf(outcome, place), taskId }];
	});
	const others = tasks.filter(({ taskId }) => taskId !== first.taskId);
	const notSubmitted = outcomes.filter(
		(outcome) => outcome.kind === 'problem' && outcome.problem.taskId === undefined,
	).length;
	if (others.length === 0) return [first, { tasks }];
	const count =
		first.outcome === 'refused' || first.outcome === 'unknown'
			? ` ${tasks.length} submitted, ${notSubmitted} not.`
			: '';
	const description = `${first.description}${count} Task ids of the other items, which are paid for: ${list(others.map(({ taskId }) => taskId))}.`;
	return [{ ...first, description }, { tasks }];
}

/** The problem that speaks for all: one that is not merely the consequence of another. */
function firstCause(outcomes: readonly ItemFate[]): [Problem, number] | undefined {
	const problems = outcomes.flatMap((outcome, i): Array<[Problem, number]> =>
		outcome.kind === 'problem' ? [[outcome.problem, itemOf(outcome, i)]] : [],
	);
	return problems.find(([{ cause }]) => cause !== 'notSubmitted') ?? problems[0];
}

/**
 * Throws for the first problem, if there is one and the other items do not go on, with the ids of all
 * tasks in its description and context.
 * @throws NodeApiError or NodeOperationError
 */
export function failItems(context: IExecuteFunctions, fates: readonly ItemFate[]): void {
	const cause = firstCause(fates);
	if (cause === undefined || goesOn(context)) return;
	const [problem, more] = report(fates, cause[0]);
	throw toNodeError(context.getNode(), problem, cause[1], more);
}

/**
 * Makes the items, a few at a time.
 * @param stopsAtFirst whether nothing is made any more after one that failed: it would be thrown away
 */
async function makeItems(
	outcomes: readonly ItemOutcome[],
	stopsAtFirst: boolean,
): Promise<Array<ItemResult | undefined>> {
	let isOver = false;
	return await inParallel(
		outcomes,
		3,
		async (outcome): Promise<ItemResult | undefined> => {
			if (outcome.kind === 'problem') return { ok: false, problem: outcome.problem };
			if (isOver) return undefined;
			const result = await outcome.toItem();
			isOver ||= stopsAtFirst && !result.ok;
			return result;
		},
		clock,
	);
}

/** What is known of an item after it was to be made. */
function fateOf(outcome: ItemOutcome, result: ItemResult | undefined): ItemFate {
	if (result === undefined || result.ok) return outcome;
	const { itemIndex } = outcome;
	const fate: ItemFate = { kind: 'problem', problem: result.problem };
	return itemIndex === undefined ? fate : { ...fate, itemIndex };
}

/**
 * Turns outcomes into items, in order. With On Error = Stop Workflow the first problem is thrown;
 * otherwise it becomes an error item, and text in the run of an AI agent.
 * @throws NodeApiError or NodeOperationError
 */
export async function settleItems(
	context: IExecuteFunctions,
	outcomes: readonly ItemOutcome[],
): Promise<INodeExecutionData[]> {
	failItems(context, outcomes);
	const results = await makeItems(outcomes, !goesOn(context));
	failItems(
		context,
		outcomes.map((outcome, i) => fateOf(outcome, results[i])),
	);
	const toProblemItem = problemItem(context);
	return results.flatMap((result, i) => {
		if (result === undefined) return [];
		if (result.ok) return [result.item];
		return [toProblemItem(result.problem, outcomes[i]?.itemIndex ?? i)];
	});
}

/**
 * One problem for the whole node, before anything was done: a setting that no item can do without.
 * @param fates what is known of the items all the same, from earlier tries
 * @returns an error item for each incoming one, or text for an AI agent
 * @throws NodeApiError or NodeOperationError when On Error is Stop Workflow
 */
export function failNode(
	context: IExecuteFunctions,
	problem: Problem,
	fates: readonly ItemFate[] = [],
): INodeExecutionData[] {
	if (!goesOn(context)) {
		const [complete, more] = report(fates, problem);
		throw toNodeError(context.getNode(), complete, 0, more);
	}
	const toProblemItem = problemItem(context);
	return context.getInputData().map((_, i) => {
		const taskId = taskOf(fates[i]);
		return toProblemItem(taskId === undefined ? problem : startedBefore(problem, taskId), i);
	});
}

/** What n8n itself says, no longer than a person reads. */
const saidBy = (thrown: unknown) =>
	thrown instanceof Error && thrown.message !== '' ? { said: thrown.message.slice(0, 500) } : {};

/**
 * Runs a node. What it throws although the other items are to go on is nothing that this package knows of:
 * n8n would pass the incoming items on as if they were results, so each of them fails instead.
 */
export async function onErrorRoute(
	context: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	if (!goesOn(context)) return await run();
	try {
		return await run();
	} catch (thrown) {
		return [failNode(context, problem('unexpected', saidBy(thrown)))];
	}
}
