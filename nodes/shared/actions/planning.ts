/** Planning a run: with what the API lists, what earlier tries may have submitted, and calls side by side. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { inParallel } from '../../../seedance/clock';
import type { Cause } from '../../../seedance/errors/problem';
import type { OfferedMode } from '../../../seedance/models/types';
import { afterLook, createTaskFinder, createOpenSubmits } from '../../../seedance/run/findUnknown';
import type { Found, TaskFinder } from '../../../seedance/run/findUnknown';
import { itemsIn, stateOfTask } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { taskIdsIn } from '../../../seedance/run/ledger';
import type { Ledger } from '../../../seedance/run/ledger';
import { noteTask, openKeyWorld } from '../../../seedance/run/requestKey';
import { createPorts, noListing, openListing } from '../n8n/client';
import type { CheckedApi, readApi } from '../n8n/client';
import type { FileNames } from '../n8n/download';
import { executionOf } from '../n8n/executionStore';
import { createRequestKeys } from '../n8n/internals/requestKeyRows';
import { executionMemory } from '../n8n/memory';
import { isToolRun } from '../n8n/outputItem';
import { planItems, refuseFileNames, wantsLiveModels } from './plan';
import type { Plan } from './plan';

// For as long as the process lives: a task of one execution must not be taken for that of another.
const submits = createOpenSubmits();

/** What no list changes. */
const unreadable: ReadonlySet<Cause> = new Set(['expressionFailed', 'settingRefused']);

/** The most items whose tasks are looked for together. */
const atOnce = 10;

/** Finds the tasks of this node's submits, among those that no submit of this process has. */
export function createFinder(
	context: IExecuteFunctions,
	api: CheckedApi,
	ports: Ports,
): TaskFinder {
	const isOurs = (taskId: string) =>
		executionOf(context)
			.stores()
			.some((store) => taskIdsIn(store).includes(taskId));
	return createTaskFinder(ports, { submits, account: api.account, isOurs });
}

/**
 * Opens the look for what earlier tries may have submitted, each item once for all plans of a run. What is
 * found is waited for like any other task; what is not stays as it was planned, with what was seen.
 */
function openLookUp({ context, api, ledger }: Planner) {
	const looks = new Map<string, Promise<Found>>();
	return async ({ unclear }: Plan): Promise<void> => {
		// Nothing can be looked for without the API.
		if (unclear.size === 0 || !api.ok) return;
		const ports = createPorts(context, api);
		const finder = createFinder(context, api, ports);
		const keys = openKeyWorld(createRequestKeys(context), ports);
		await inParallel([...unclear], atOnce, async ([item, submit]) => {
			const { key } = item;
			const look = looks.get(key) ?? finder.find(submit);
			looks.set(key, look);
			const found = await look;
			if (found.kind === 'found') {
				const { prediction } = found;
				ledger.answered(key, { outcome: 'accepted', prediction });
				await noteTask(keys, ledger.claimsToEnd(key), prediction);
				item.now = stateOfTask(prediction);
			} else if (item.now.state === 'failed') {
				item.now = { ...item.now, problem: afterLook(item.now.problem, found) };
			}
		});
	};
}

/** What calls of an execution are about to submit or have submitted and wait for, until they end. */
const underWay = new WeakMap<object, Map<string, Promise<void>>>();

/**
 * Plans the call of an AI agent when no other call is busy with the same: the same words twice are one video
 * also side by side, as they are one after the other. What another call of the execution submits meanwhile is
 * awaited first, and then known. If that came to nothing, the way is free.
 * @returns the plan, and what is to be called when the call ends, however it does
 */
async function takeTurn(
	{ context, ledger }: Planner,
	plan: () => Promise<Plan>,
): Promise<{ readonly plan: Plan; readonly end: () => void }> {
	const execution = executionMemory(context);
	const calls = underWay.get(execution) ?? new Map<string, Promise<void>>();
	underWay.set(execution, calls);
	const node = context.getNode().name;
	for (;;) {
		const planned = await plan();
		const keys = itemsIn(planned.items, 'planned').map(({ item }) => item.key);
		const names = keys.map((key) => `${node} ${key}`);
		const others = names.flatMap((name) => calls.get(name) ?? []);
		// What has ended while this was planned may be known by now.
		const isNew = keys.every((key) => ledger.recall(key).kind === 'new');
		if (others.length === 0 && isNew) {
			let isOver = () => {};
			const over = new Promise<void>((resolve) => (isOver = resolve));
			for (const name of names) calls.set(name, over);
			const end = () => {
				for (const name of names) calls.delete(name);
				isOver();
			};
			return { plan: planned, end };
		}
		await Promise.all(others);
	}
}

/** Who plans the items of a run. */
export interface Planner {
	readonly context: IExecuteFunctions;
	readonly mode: OfferedMode;
	readonly api: Awaited<ReturnType<typeof readApi>>;
	readonly ledger: Ledger;
	/** What the files of the items are called; undefined when the node does not download. */
	readonly names: FileNames | undefined;
	/** Whether WaveSpeedAI is asked for prices, which depend on all that a model takes today. */
	readonly wantsQuotes: boolean;
	/** To be told what must be done when the run ends, however it does. */
	readonly atEnd: (work: () => void) => void;
}

/** Whether the API's own list may tell of an item what the catalogue does not. */
const needsList = ({ now }: Item): boolean =>
	(now.state === 'failed' && !unreadable.has(now.problem.cause)) ||
	(now.state === 'planned' && now.record === undefined);

/**
 * Plans the items of a run. A model of the catalogue does not wait for the API's list of models.
 * @returns the plan, and what plans again when the list has come since; undefined when it has not
 */
export async function planRun(planner: Planner): Promise<{
	readonly plan: Plan;
	readonly replan: () => Promise<Plan | undefined>;
}> {
	const { context, mode, api, ledger, names, wantsQuotes, atEnd } = planner;
	const wantsList = wantsQuotes || wantsLiveModels(context);
	const listing = api.ok && wantsList ? openListing(context, api) : noListing;
	const lookUp = openLookUp(planner);
	let list = wantsQuotes ? await listing.whenThere() : listing.now();
	const planNow = async (): Promise<Plan> => {
		const plan = await planItems(context, mode, ledger, api.ok && api.isLoopback, list);
		await lookUp(plan);
		refuseFileNames(plan.items, names);
		return plan;
	};
	const replan = async () => {
		if (listing.now() === list) return undefined;
		list = listing.now();
		return await planNow();
	};
	let plan: Plan;
	if (isToolRun(context)) {
		const turn = await takeTurn(planner, planNow);
		atEnd(turn.end);
		({ plan } = turn);
	} else {
		plan = await planNow();
	}
	if (plan.items.some(needsList)) {
		await listing.whenThere();
		plan = (await replan()) ?? plan;
	}
	return { plan, replan };
}
