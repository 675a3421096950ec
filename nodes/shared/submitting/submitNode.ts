/** What Text to Video and Image to Video do: read parameters → domain → items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ModelList } from '../../../seedance/api/models';
import { notStarted } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { OfferedMode } from '../../../seedance/models';
import type { Ledger } from '../../../seedance/run/ledger';
import { isStopped, inSlices } from '../../../seedance/clock';
import type { Ports } from '../../../seedance/api/http';
import { submitDefaults } from '../../../seedance/task/submit';
import { submitAndWait } from '../../../seedance/task/submitAndWait';
import type { SubmitAndWaitResult } from '../../../seedance/task/submitAndWait';
import { keysOf, newCosts, toNoted, toOutcome } from './answered';
import type { Answered } from './answered';
import { clock } from '../n8n/memory';
import { readApi, createPorts, noListing, openListing } from '../n8n/client';
import type { CheckedApi } from '../n8n/client';
import { fileNames, openDownloads, fetchUrls } from '../n8n/download';
import { dryRunOutcomes } from '../money/dryRun';
import { emptyLedger, openNodeLedger } from './ledger';
import { openFiles } from '../n8n/files';
import { prepareMedia } from '../media/prepare';
import { createFormPort, createPutPort } from '../n8n/uploads';
import { dryRunHint, priceAndJudge, spentHint, withReservation } from '../money/money';
import type { PricedPlans } from '../money/money';
import { moneyOf, noMoney, readSubmitSettings } from '../n8n/parameters';
import { addCallbacks } from './notify';
import type { Notified } from './notify';
import type { Options, SubmitSettings } from '../n8n/parameters';
import { failNode, settleItems } from '../outcomes';
import { takeTurn } from './calls';
import { createRequestKeys } from '../n8n/internals/requestKeyRows';
import { wantsLiveModels } from './submitInput';
import {
	fatesWithout,
	needsList,
	planItems,
	plansAfterSleep,
	refuseBadItems,
	withFileNames,
} from './submitPlan';
import type { ItemPlan } from './submitPlan';
import { createFinder, notLookedUp, openLookUp } from './unclear';
import { goesOn, isToolRun } from '../n8n/outputItem';
import { endSleep } from '../waiting/note';
import { leaveSleep } from '../n8n/internals/suspend';
import { openWaiting, showHints } from '../waiting/waiting';
import type { Waiting } from '../waiting/waiting';

/** How long a person watching waits for an API that cannot be reached, in ms. */
const watchedMs = 30_000;

function submitOptions(context: IExecuteFunctions, options: Options) {
	const submitForMs = options.submitDeadlineMinutes * 60_000;
	const isWatched = context.getMode() === 'manual' || isToolRun(context);
	return {
		...submitDefaults,
		submitForMs,
		unreachableForMs: isWatched ? watchedMs : submitForMs,
		atOnce: options.submitsAtOnce,
		stopAtFirst: !goesOn(context),
	};
}

/** How the node waits for what it submits, if it does. */
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

/** @param results of the plans that are good, in their order */
function pairUp(plans: readonly ItemPlan[], results: readonly SubmitAndWaitResult[]): Answered[] {
	const inOrder = results.values();
	return plans.map((plan) => {
		if (!plan.ok) return { kind: 'problem', problem: plan.problem };
		const result = inOrder.next().value as SubmitAndWaitResult;
		return { kind: 'answered', intent: plan.intent, result };
	});
}

/** Fails the whole node for a setting that cannot be read, and tells what earlier tries have submitted. */
async function failUnread(context: IExecuteFunctions, mode: OfferedMode, problem: Problem) {
	const slept = endSleep(context);
	const ledger = openNodeLedger(context, 'stop');
	const plans =
		slept === undefined
			? await planItems(context, mode, ledger, false, undefined)
			: plansAfterSleep(slept, ledger);
	const fates = fatesWithout(plans, problem);
	// In an earlier try something was started, or may have been.
	const wasCharged = plans.some((plan) =>
		plan.ok ? plan.intent.kind === 'known' : plan.problem.outcome === 'unknown',
	);
	return failNode(context, wasCharged ? problem : notStarted(problem), fates);
}

/**
 * Submits every incoming item and, if the node is set to, waits for all tasks together. All items are
 * checked before the first one is submitted; what an earlier try submitted is picked up.
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
export async function runSubmitNode(
	context: IExecuteFunctions,
	mode: OfferedMode,
): Promise<INodeExecutionData[][]> {
	leaveSleep(context);
	const settings = await readSubmitSettings(context);
	if (!settings.ok) return [await failUnread(context, mode, settings.problem)];
	const waiting = waitingOf(context, settings.value);
	const ends: Array<() => void> = [];
	try {
		return await submitItems(context, mode, settings.value, waiting, (end) => ends.push(end));
	} finally {
		for (const end of ends) end();
		waiting?.sleep?.runEnds();
	}
}

/** Submits what is to be submitted, and waits as the node is set to. */
async function submitPlans(
	context: IExecuteFunctions,
	{ plans, reservation }: PricedPlans,
	api: CheckedApi,
	ports: Ports,
	options: Options,
	ledger: Ledger,
	waiting: Waiting | undefined,
): Promise<Answered[]> {
	const intents = plans.flatMap((plan) => (plan.ok ? [plan.intent] : []));
	const books = {
		ledger: withReservation(ledger, reservation),
		requestKeys: createRequestKeys(context),
		finder: createFinder(context, api, ports),
	};
	try {
		const wait = waiting?.wait(ports);
		const how = submitOptions(context, options);
		return pairUp(plans, await submitAndWait(intents, ports, how, books, wait));
	} finally {
		reservation?.end();
	}
}

async function submitItems(
	context: IExecuteFunctions,
	mode: OfferedMode,
	{ options, money: moneyChoices, downloads }: SubmitSettings,
	waiting: Waiting | undefined,
	atEnd: (work: () => void) => void,
): Promise<INodeExecutionData[][]> {
	const sleep = waiting?.sleep;
	const slept = sleep?.note?.items;
	const api = await readApi(context);
	// What was settled before a sleep is not asked again.
	const money = slept === undefined ? moneyOf(context, moneyChoices) : noMoney;
	const { isDry, wantsQuotes } = money;
	const ledger = isDry ? emptyLedger() : openNodeLedger(context, options.ifOutcomeIsUnknown);
	const wantsList = slept === undefined && (wantsQuotes || wantsLiveModels(context));
	const listing = api.ok && wantsList ? openListing(context, api) : noListing;
	const names = await fileNames(context, downloads);
	const lookUp = api.ok ? openLookUp(context, api, ledger) : notLookedUp;
	const plan = async (list: ModelList | undefined) =>
		withFileNames(
			slept === undefined
				? await lookUp(await planItems(context, mode, ledger, api.ok && api.isLoopback, list))
				: plansAfterSleep(slept, ledger),
			names ?? [],
		);
	// A model of the catalogue does not wait for the list; a quote does, which depends on all that a model
	// takes today.
	let list = wantsQuotes ? await listing.whenThere() : listing.now();
	let planned: ItemPlan[];
	if (isToolRun(context)) {
		const turn = await takeTurn(context, ledger, async () => await plan(list));
		atEnd(turn.end);
		planned = turn.plans;
	} else {
		planned = await plan(list);
	}
	if (planned.some(needsList) && (await listing.whenThere()) !== list) {
		list = listing.now();
		planned = await plan(list);
	}
	refuseBadItems(context, planned);

	if (!api.ok) return [failNode(context, api.problem, fatesWithout(planned, api.problem))];
	const ports = createPorts(context, api);
	const addFiles = openDownloads(context, options, api, ports, names);
	const stores = {
		put: createPutPort(context),
		form: createFormPort(context, api),
		allowsHttp: api.isLoopback,
	};
	const fetches = options.uploadUrlsFirst && !isDry;
	const fetch = fetches ? fetchUrls(context, ports, api.isLoopback) : undefined;
	const fileOf = openFiles(context);
	const suspends = sleep !== undefined;
	const prepare = async (plans: readonly ItemPlan[]): Promise<Notified> => {
		refuseBadItems(context, plans);
		const prepared = await prepareMedia(plans, { ...ports, ...stores }, fileOf, fetch);
		refuseBadItems(context, prepared.plans);
		if (isDry) return { ok: true, ...prepared };
		const added = await addCallbacks(context, prepared.plans, api, ports, options, suspends);
		return added.ok ? { ...added, hints: [...prepared.hints, ...added.hints] } : added;
	};
	let notified = await prepare(planned);
	// The list has come meanwhile, and nothing was sent yet.
	if (notified.ok && listing.now() !== list) {
		planned = await plan(listing.now());
		notified = await prepare(planned);
	}
	if (!notified.ok) {
		return [failNode(context, notified.problem, fatesWithout(planned, notified.problem))];
	}
	refuseBadItems(context, notified.plans);
	const priced = await priceAndJudge(context, notified.plans, ports, money);
	if (isDry) {
		const isPriced = priced.prices.some((price) => price !== undefined);
		showHints(context, [...notified.hints, ...(isPriced ? [dryRunHint(priced.prices)] : [])]);
		return [await settleItems(context, dryRunOutcomes(context, priced, api.baseUrl, options))];
	}
	const answers = await submitPlans(context, priced, api, ports, options, ledger, waiting);
	const isTry = context.getMode() === 'manual' && !isToolRun(context);
	const costs = isTry ? newCosts(answers, ledger) : [];
	const hints = [
		...(sleep?.note?.hints ?? []),
		...notified.hints,
		...(costs.length > 0 ? [spentHint(costs, downloads)] : []),
	];
	// After a Stop nobody wakes it.
	if (sleep?.isNeeded() === true && !isStopped(ports)) {
		return await sleep.begin({ items: answers.map(toNoted), hints });
	}
	showHints(context, hints);
	const outcomes = await inSlices(answers, clock, (answered, i) =>
		toOutcome(context, answered, i, options, ledger, addFiles),
	);
	const output = await settleItems(context, outcomes);
	// After a Stop nobody receives them, and a retry must find them.
	if (!isStopped(ports)) ledger.handOver(keysOf(answers));
	return [output];
}
