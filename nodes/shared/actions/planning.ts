/**
 * Plans a run with the API's model list, unknown outcomes of earlier tries, and concurrent calls of
 * an agent, and prices it.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { inParallel } from '../../../seedance/time';
import type { Cause } from '../../../seedance/errors/problem';
import { sumOf, usdText } from '../../../seedance/models/schema';
import type { OfferedMode } from '../../../seedance/models/schema';
import { videosText } from '../../../seedance/text';
import { openBudget, priceAndReserve as priceItems } from '../../../seedance/run/budget';
import { afterLook, createTaskFinder } from '../../../seedance/run/findUnknown';
import { createOpenSubmits, createTracer } from '../../../seedance/run/trace';
import type { Tracer } from '../../../seedance/run/trace';
import type { Found, TaskFinder } from '../../../seedance/run/findUnknown';
import { itemsIn, stateOfTask } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import { taskIdsIn } from '../../../seedance/run/ledger';
import type { Ledger } from '../../../seedance/run/ledger';
import { noteTask, openKeyStore } from '../../../seedance/run/requestKey';
import { createPorts, noListing, openListing } from '../n8n/client';
import type { CheckedApi, readApi } from '../n8n/client';
import type { FileNames } from '../n8n/download';
import { executionOf } from '../n8n/executionStore';
import { createRequestKeys } from '../n8n/internals/requestKeyRows';
import { executionMemory } from '../n8n/memory';
import type { MoneyOptions } from '../n8n/parameters';
import { planItems, refuseFileNames, wantsLiveModels } from './plan';
import type { Plan } from './plan';
import { isToolRun } from '../n8n/parameters';

// It's shared by all executions of the process, so that none adopts another one's task.
const submits = createOpenSubmits();

/** Causes that the list can't change. */
const unreadable: ReadonlySet<Cause> = new Set(['expressionFailed', 'settingRefused']);

/** The most items whose tasks are looked for concurrently. */
const atOnce = 10;

/**
 * Traces the submits of a run, and finds the tasks of unknown outcomes among those that aren't of
 * other submits of this process.
 */
export function createFinder(
	context: IExecuteFunctions,
	api: CheckedApi,
	ports: Ports,
): Tracer & TaskFinder {
	const isOurs = (taskId: string) =>
		executionOf(context)
			.stores()
			.some((store) => taskIdsIn(store).includes(taskId));
	let finder: TaskFinder | undefined;
	const find: TaskFinder['find'] = async (submit) => {
		finder ??= createTaskFinder(ports, { submits, isOurs });
		return await finder.find(submit);
	};
	return { ...createTracer(submits, api.account, ports), find };
}

/**
 * Returns a function that looks for the tasks of unknown outcomes of earlier tries, once for each
 * item of a run. An item whose task is found is running. Otherwise it's unchanged, with the
 * candidates in its problem.
 */
function openLookUp({ context, api, ledger }: Planner) {
	const looks = new Map<string, Promise<Found>>();
	return async ({ unclear }: Plan): Promise<void> => {
		// Without a valid credential there is nothing to look in.
		if (unclear.size === 0 || !api.ok) return;
		const ports = createPorts(context, api);
		const finder = createFinder(context, api, ports);
		const keys = openKeyStore(createRequestKeys(context), ports);
		await inParallel([...unclear], atOnce, async ([item, submit]) => {
			const { key } = item;
			const look = looks.get(key) ?? finder.find(submit);
			looks.set(key, look);
			const found = await look;
			if (found.kind === 'found') {
				const { task } = found;
				ledger.answered(key, { outcome: 'accepted', task });
				await noteTask(keys, ledger.claimsToEnd(key), task);
				item.now = stateOfTask(task);
			} else if (item.now.state === 'failed') {
				item.now = { ...item.now, problem: afterLook(item.now.problem, found) };
			}
		});
	};
}

/** The running calls of each execution by the keys of their items. */
const underWay = new WeakMap<object, Map<string, Promise<void>>>();

/**
 * Plans an AI agent's call once no other call of the execution submits the same, because equal
 * calls are one video. It waits for the other call and plans again, so that the other call's task
 * is reused, or submitted again if it was refused.
 * @returns the plan, and a function to call when the call ends
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
		// A call that has ended meanwhile may have submitted it.
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

/** The input of the planning. */
export interface Planner {
	readonly context: IExecuteFunctions;
	readonly mode: OfferedMode;
	readonly api: Awaited<ReturnType<typeof readApi>>;
	readonly ledger: Ledger;
	/** The names of the items' files; undefined when the node doesn't download. */
	readonly names: FileNames | undefined;
	/** Whether prices are quoted by WaveSpeedAI, which depend on today's parameters. */
	readonly needsPrices: boolean;
	/** Registers a function to call when the run ends. */
	readonly atEnd: (work: () => void) => void;
}

/** Whether the API's list may know more about an item than the catalogue. */
const needsList = ({ now }: Item): boolean =>
	(now.state === 'failed' && !unreadable.has(now.problem.cause)) ||
	(now.state === 'planned' && now.record === undefined);

/**
 * Plans the items of a run. Models of the catalogue don't wait for the API's list.
 * @returns the plan, and a function that plans again if the list has arrived since, and returns
 * undefined if not
 */
export async function planRun(planner: Planner): Promise<{
	readonly plan: Plan;
	readonly replan: () => Promise<Plan | undefined>;
}> {
	const { context, mode, api, ledger, names, needsPrices, atEnd } = planner;
	const wantsList = needsPrices || wantsLiveModels(context);
	const listing = api.ok && wantsList ? openListing(context, api) : noListing;
	const lookUp = openLookUp(planner);
	let list = needsPrices ? await listing.whenThere() : listing.now();
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

// Prices the planned items, and says what they cost.

/**
 * The stage that prices the planned items before the first is sent. If a limit of the person isn't
 * kept, all of them fail.
 * @returns their prices and their reservation, which a dry run doesn't have
 */
export async function priceAndReserve(
	context: IExecuteFunctions,
	items: readonly Item[],
	ports: Ports,
	money: MoneyOptions,
) {
	const { execution, stores } = executionOf(context);
	const priced = await priceItems(items, ports, money, openBudget(execution, stores));
	if (!money.isDry) return priced;
	priced.reservation?.end();
	return { prices: priced.prices };
}

/** "About $0.78 for 3 videos." and how many prices are unknown, in whole sentences. */
export function costText(costs: ReadonlyArray<number | undefined>): string {
	const { usd, unpriced } = sumOf(costs);
	const priced = costs.length - unpriced;
	if (priced === 0) return 'Price unknown.';
	const known = `About ${usdText(usd)} for ${videosText(priced)}.`;
	return unpriced === 0 ? known : `${known} Price unknown for ${unpriced}.`;
}

const pin = 'Each run is charged: pin this output while you build.';
/** n8n can't pin files. */
const getInstead = 'Each run is charged: while you build, get files with Seedance Get Result.';

/** "$1.30 of $5.00 used.": what the execution has spent of its maximum; empty without one. */
export function usedText(context: IExecuteFunctions, { maximumUsd }: MoneyOptions): string {
	if (maximumUsd === undefined) return '';
	const { execution, stores } = executionOf(context);
	const { usd } = openBudget(execution, stores).committed();
	return `${usdText(usd)} of ${usdText(maximumUsd)} used.`;
}

/**
 * The hint after a manual run.
 * @param costs the prices of the created videos in USD, if they're known
 * @param hasFiles whether the output has files
 * @param used what the execution has spent of its maximum, as a sentence
 */
export function spentHint(
	costs: ReadonlyArray<number | undefined>,
	hasFiles: boolean,
	used = '',
): string {
	const created = `Created ${videosText(costs.length)}`;
	const { usd, unpriced } = sumOf(costs);
	const cost =
		unpriced === 0 ? `${created} for about ${usdText(usd)}.` : `${created}. ${costText(costs)}`;
	return [cost, used, hasFiles ? getInstead : pin].filter(Boolean).join(' ');
}
