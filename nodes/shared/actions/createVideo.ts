/**
 * Runs the nodes that create videos: a list of stages that move the items on, from plan to video
 * (docs/internals/architecture.md#one-item-one-state).
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import { isStopped } from '../../../seedance/time';
import { notStarted } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { OfferedMode } from '../../../seedance/models/schema';
import type { Result } from '../../../seedance/result';
import type { Reservation } from '../../../seedance/run/budget';
import { cancelTimedOut } from '../../../seedance/run/cancel';
import { progressOf, taskOf, withoutResult } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import type { Ledger } from '../../../seedance/run/ledger';
import { submitDefaults } from '../../../seedance/run/submitAll';
import {
	enterTask,
	submitItems,
	failUnwantedEnds,
	waitForItems,
} from '../../../seedance/run/stages';
import { readApi, createPorts } from '../n8n/client';
import type { AccountPorts, CheckedApi } from '../n8n/client';
import { fetchUrls, fileNames, openDownloads } from '../n8n/download';
import type { FileNames } from '../n8n/download';
import { emptyLedger, endSleep, hasSlept, openNodeLedger } from '../n8n/executionStore';
import { createFormPort, createPutPort, openFiles } from '../n8n/uploads';
import type { OpenFile } from '../n8n/uploads';
import { createRequestKeys } from '../n8n/internals/requestKeyRows';
import { leaveSleep } from '../n8n/internals/suspend';
import {
	failNode,
	isSimple,
	stopIfFailed,
	toOutput,
	toOutputItem,
	toJson,
	withCombined,
} from '../n8n/outputItem';
import { moneyOf, readSubmitSettings, endChoices, goesOn, isToolRun } from '../n8n/parameters';
import type { Options, SubmitSettings } from '../n8n/parameters';
import { addCallbackUrls } from './callbackUrls';
import { describeVideos, dryRunHint } from './dryRun';
import { checkItemMedia } from './media';
import { planItems, refuseFileNames } from './plan';
import type { Plan } from './plan';
import { createFinder, planRun, priceAndReserve, spentHint, usedText } from './planning';
import { openWaiting, showHints } from './waiting';
import type { Waiting } from './waiting';

/** How long a manual run waits for an unreachable API, in ms. */
const watchedMs = 30_000;

/** The data that all stages of a run share. */
interface Run {
	readonly context: IExecuteFunctions;
	readonly options: Options;
	readonly api: CheckedApi;
	readonly ports: AccountPorts;
	readonly ledger: Ledger;
	/** Undefined when the node does not download. */
	readonly names: FileNames | undefined;
	/** Undefined when the node does not wait. */
	readonly waiting: Waiting | undefined;
	/** Hints above the output. */
	readonly hints: string[];
}

/** How the node waits for its tasks; undefined when it doesn't. */
function waitingOf(
	context: IExecuteFunctions,
	{ options, waits }: SubmitSettings,
): Waiting | undefined {
	if (!waits) return undefined;
	return openWaiting(context, {
		suspends: options.waitUsing === 'suspend',
		timeoutMs: options.timeoutMinutes * 60_000,
		recheckMs: options.recheckMinutes * 60_000,
	});
}

/** Fails the whole node because of a setting or the credential. */
function failAll(context: IExecuteFunctions, problem: Problem, items: readonly Item[]) {
	// An earlier try may have started a video.
	const wasCharged = items.some(({ now }) =>
		now.state === 'failed' ? now.problem.outcome === 'unknown' : now.state !== 'planned',
	);
	return failNode(context, wasCharged ? problem : notStarted(problem), items);
}

/** The same for an invalid setting, with the tasks that earlier tries submitted. */
async function failUnread(context: IExecuteFunctions, mode: OfferedMode, problem: Problem) {
	const ledger = openNodeLedger(context, 'stop');
	const items =
		endSleep(context) ?? (await planItems(context, mode, ledger, false, undefined)).items;
	return failAll(context, problem, items);
}

/**
 * Submits every incoming item and, if the node waits, waits for all tasks together. All items are
 * checked before the first one is submitted, and tasks of an earlier try are reused. A run that
 * wakes from a suspended wait continues with the stored items.
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
export async function createVideos(
	context: IExecuteFunctions,
	mode: OfferedMode,
): Promise<INodeExecutionData[][]> {
	if (hasSlept(context)) leaveSleep(context);
	const settings = await readSubmitSettings(context);
	if (!settings.ok) return [await failUnread(context, mode, settings.problem)];
	const waiting = waitingOf(context, settings.value);
	const atEnd: Array<() => void> = [];
	try {
		const suspended = waiting?.sleep?.suspended;
		return suspended?.items === undefined
			? await startVideos(context, mode, settings.value, waiting, (end) => atEnd.push(end))
			: await resumeVideos(
					context,
					settings.value,
					waiting,
					[...suspended.items],
					[...(suspended.hints ?? [])],
				);
	} finally {
		for (const end of atEnd) end();
		waiting?.sleep?.runEnds();
	}
}

/** Continues a run that wakes, without planning or submitting anything. */
async function resumeVideos(
	context: IExecuteFunctions,
	{ options, downloads }: SubmitSettings,
	waiting: Waiting | undefined,
	items: readonly Item[],
	hints: string[],
): Promise<INodeExecutionData[][]> {
	const api = await readApi(context);
	const ledger = openNodeLedger(context, options.ifOutcomeIsUnknown);
	const names = downloads ? await fileNames(context) : undefined;
	refuseFileNames(items, names);
	stopIfFailed(context, items);
	if (!api.ok) return [failAll(context, api.problem, items)];
	const ports = createPorts(context, api);
	return await finishVideos({ context, options, api, ports, ledger, names, waiting, hints }, items);
}

async function startVideos(
	context: IExecuteFunctions,
	mode: OfferedMode,
	{ options, money: moneyChoices, downloads }: SubmitSettings,
	waiting: Waiting | undefined,
	atEnd: (work: () => void) => void,
): Promise<INodeExecutionData[][]> {
	const api = await readApi(context);
	const money = moneyOf(context, moneyChoices);
	const { isDry, needsPrices } = money;
	const ledger = isDry ? emptyLedger() : openNodeLedger(context, options.ifOutcomeIsUnknown);
	const names = downloads ? await fileNames(context) : undefined;
	const planner = { context, mode, api, ledger, names, needsPrices, atEnd };
	const planned = await planRun(planner);
	let { plan } = planned;
	stopIfFailed(context, plan.items);
	if (!api.ok) return [failAll(context, api.problem, plan.items)];
	const ports = createPorts(context, api);
	const run: Run = { context, options, api, ports, ledger, names, waiting, hints: [] };
	const prepare = openPrepare(run, isDry);
	let prepared = await prepare(plan);
	// If the list has arrived meanwhile, the items are planned again, because nothing was sent yet.
	const newer = prepared.ok ? await planned.replan() : undefined;
	if (newer !== undefined) {
		plan = newer;
		stopIfFailed(context, plan.items);
		prepared = await prepare(plan);
	}
	const { items } = plan;
	if (!prepared.ok) return [failAll(context, prepared.problem, items)];
	run.hints.push(...prepared.value);
	const { prices, reservation } = await priceAndReserve(context, items, ports, money);
	stopIfFailed(context, items);
	if (isDry) {
		showHints(context, prices.length > 0 ? [...run.hints, dryRunHint(prices)] : run.hints);
		return [await describeVideos(context, items, api, options)];
	}
	const costs = await submitVideos(run, items, reservation);
	stopIfFailed(context, items);
	const isTry = context.getMode() === 'manual' && !isToolRun(context);
	if (isTry && costs.length > 0) {
		run.hints.push(spentHint(costs, downloads, usedText(context, money)));
	}
	return await finishVideos(run, items);
}

/** Returns the stages that prepare planned items for the submit. */
function openPrepare({ context, options, api, ports, waiting }: Run, isDry: boolean) {
	const uploads = () => ({
		...ports,
		put: createPutPort(context),
		form: createFormPort(context, api),
		allowsHttp: api.isLoopback,
	});
	const fetches = options.uploadUrlsFirst && !isDry;
	const fetch = fetches ? fetchUrls(context, ports, api.isLoopback) : undefined;
	let opened: OpenFile | undefined;
	/** The same for a second plan, so that it doesn't read the files again. */
	const fileOf = () => (opened ??= openFiles(context));
	const notify = options.notifyWhenDone ?? (waiting?.sleep === undefined ? 'nothing' : 'execution');
	/** @returns hints, or why nothing may be submitted */
	return async ({ items, files }: Plan): Promise<Result<readonly string[], Problem>> => {
		const hints =
			files.size === 0 ? [] : await checkItemMedia(items, files, uploads(), fileOf(), fetch);
		stopIfFailed(context, items);
		if (isDry || notify === 'nothing') return { ok: true, value: hints };
		const added = await addCallbackUrls(context, items, api, ports, notify);
		if (!added.ok) return added;
		stopIfFailed(context, items);
		return { ok: true, value: [...hints, ...added.value] };
	};
}

/** @returns the price of each started video in USD, if it's known */
async function submitVideos(
	{ context, options, api, ports, ledger }: Run,
	items: readonly Item[],
	reservation: Reservation | undefined,
) {
	const submitForMs = options.submitDeadlineMinutes * 60_000;
	const isWatched = context.getMode() === 'manual' || isToolRun(context);
	const how = {
		...submitDefaults,
		submitForMs,
		unreachableForMs: isWatched ? watchedMs : submitForMs,
		atOnce: options.submitsAtOnce,
		stopAtFirst: !goesOn(context),
	};
	const stores = {
		ledger,
		requestKeys: () => createRequestKeys(context),
		finder: createFinder(context, api, ports),
		...defined({ reservation }),
	};
	try {
		return await submitItems(items, ports, how, stores);
	} finally {
		reservation?.end();
	}
}

/** The last stages, wait and output. A run that wakes begins with them. */
async function finishVideos(run: Run, items: readonly Item[]): Promise<INodeExecutionData[][]> {
	const { context, options, api, ports, ledger, names, waiting, hints } = run;
	if (waiting !== undefined) {
		const stores = { ledger, requestKeys: () => createRequestKeys(context) };
		await waitForItems(items, ports, stores, waiting.wait(ports));
		const { sleep } = waiting;
		// After a Stop the execution wouldn't be woken.
		if (sleep?.isNeeded() === true && !isStopped(ports)) return await sleep.begin({ items, hints });
		if (options.ifTimeoutIsReached === 'cancel') {
			await cancelTimedOut(
				items,
				ports,
				async ({ key }, task) => await enterTask(key, task, stores),
			);
		}
		failUnwantedEnds(items, endChoices(options));
	}
	showHints(context, hints);
	const addFiles = names && openDownloads(context, options, api, ports, names);
	const output = await toOutput(context, items, async (item, { json: input }) => {
		const { index, key, model, now } = item;
		if (now.state === 'skipped') {
			const skipped = { status: 'skipped', ...defined({ model }), ...now.duplicate };
			return { ok: true, value: toOutputItem(skipped, input, index, options) };
		}
		const task = taskOf(item);
		if (task === undefined) throw withoutResult(item, 'wait');
		const estimatedCostUsd = ledger.costOf(key);
		const settings = ledger.settingsOf(key);
		const result = {
			task,
			...(now.state === 'timedOut' && { timedOut: true }),
			...defined({ model, estimatedCostUsd, settings, progress: progressOf(item) }),
		};
		const output = toOutputItem(toJson(result, isSimple(options)), input, index, options);
		return (await addFiles?.(output, task, item)) ?? { ok: true, value: output };
	});
	// After a Stop n8n drops the output, so a retry must find the items in the ledger.
	if (!isStopped(ports)) ledger.handOver(items.filter(wasBegun).map(({ key }) => key));
	return [withCombined(output, options)];
}

const wasBegun = ({ now }: Item) => now.state !== 'failed' || now.notBegun !== true;
