/** What Text to Video and Image to Video do: read parameters → domain → items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OfferedMode } from '../../seedance/catalogue';
import type { Problem } from '../../seedance/errors/problem';
import { isStopped } from '../../seedance/task/ports';
import { settle } from '../../seedance/task/settle';
import { submitDefaults } from '../../seedance/task/submit';
import { modelOf, submitAndWait } from '../../seedance/task/submitAndWait';
import type { Intent, SubmitAndWaitResult } from '../../seedance/task/submitAndWait';
import { readApi } from './credential';
import { openDownloads } from './download';
import { createPorts } from './httpPort';
import { openNodeLedger } from './ledger';
import { fetchUrls } from './media/fetchUrl';
import { prepareMedia } from './media/prepare';
import { createPutPort } from './media/putPort';
import { addCallbacks } from './notify';
import { readBoolean, readOptions, settleChoices } from './options';
import type { Options } from './options';
import { toOutputItem, toSkippedItem } from './outputItem';
import { failNode, settleItems } from './outcomes';
import type { ItemOutcome } from './outcomes';
import { createRequestKeys } from './requestKeys';
import { fatesWithout, planItems, plansAfterSleep, refuseBadItems } from './submitPlan';
import type { ItemPlan } from './submitPlan';
import { goesOn, isToolRun } from './toolRun';
import type { NotedItem } from './waiting/note';
import { openWaiting, showHints } from './waiting/waiting';
import type { Waiting } from './waiting/waiting';

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
function waitingOf(context: IExecuteFunctions, options: Options): Waiting | undefined {
	if (!readBoolean(context, 'waitForCompletion', true)) return undefined;
	return openWaiting(context, {
		suspends: options.waitUsing === 'suspend',
		timeoutMs: options.timeoutMinutes * 60_000,
		recheckMs: options.recheckMinutes * 60_000,
	});
}

/** What became of an item, or the problem for which it was never submitted. */
type Answered =
	| { readonly kind: 'problem'; readonly problem: Problem }
	| { readonly kind: 'answered'; readonly intent: Intent; readonly result: SubmitAndWaitResult };

/** @param results of the plans that are good, in their order */
function pairUp(plans: readonly ItemPlan[], results: readonly SubmitAndWaitResult[]): Answered[] {
	const inOrder = results.values();
	return plans.map((plan) => {
		if (!plan.ok) return { kind: 'problem', problem: plan.problem };
		const result = inOrder.next().value as SubmitAndWaitResult;
		return { kind: 'answered', intent: plan.intent, result };
	});
}

/** What is settled of an item when the wait goes on later. */
function toNoted(answered: Answered): NotedItem {
	if (answered.kind === 'problem') return answered;
	const { intent, result } = answered;
	const model = modelOf(intent);
	if (result.kind === 'skipped') return { kind: 'skipped', model, requestKey: result.requestKey };
	if (result.kind === 'notAccepted') return { kind: 'problem', problem: result.result.problem };
	const { key, requestKey } = intent;
	return { kind: 'task', key, model, ...(requestKey !== undefined && { requestKey }) };
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
	const options = readOptions(context);
	const waiting = waitingOf(context, options);
	try {
		return await submitItems(context, mode, options, waiting);
	} finally {
		waiting?.sleep?.runEnds();
	}
}

async function submitItems(
	context: IExecuteFunctions,
	mode: OfferedMode,
	options: Options,
	waiting: Waiting | undefined,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const ledger = openNodeLedger(context, options.ifOutcomeIsUnknown);
	const sleep = waiting?.sleep;
	const slept = sleep?.note?.items;
	const api = await readApi(context);
	const planned =
		slept === undefined
			? planItems(context, mode, ledger, api.ok && api.isLoopback)
			: plansAfterSleep(slept, ledger);
	refuseBadItems(context, planned);

	if (!api.ok) return [failNode(context, api.problem, fatesWithout(planned, api.problem))];
	const ports = createPorts(context, api);
	const addFiles = openDownloads(context, options, api, ports, waiting !== undefined);
	const stores = { put: createPutPort(context), allowsHttp: api.isLoopback };
	const fetch = options.uploadUrlsFirst ? fetchUrls(context, ports, api.isLoopback) : undefined;
	const prepared = await prepareMedia(context, planned, { ...ports, ...stores }, fetch);
	refuseBadItems(context, prepared);
	const notified = await addCallbacks(context, prepared, api, ports, options, sleep !== undefined);
	if (!notified.ok) {
		return [failNode(context, notified.problem, fatesWithout(prepared, notified.problem))];
	}
	const { plans } = notified;
	const hints = [...(sleep?.note?.hints ?? []), ...notified.hints];
	refuseBadItems(context, plans);
	const intents = plans.flatMap((plan) => (plan.ok ? [plan.intent] : []));
	const results = await submitAndWait(
		intents,
		ports,
		submitOptions(context, options),
		{ ledger, requestKeys: createRequestKeys(context) },
		waiting?.wait(ports),
	);
	const answers = pairUp(plans, results);
	// After a Stop nobody wakes it.
	if (sleep?.isNeeded() === true && !isStopped(ports)) {
		return await sleep.begin({ items: answers.map(toNoted), hints });
	}
	showHints(context, hints);

	const choices = settleChoices(options);
	const outcomes = answers.map((answered, i): ItemOutcome => {
		if (answered.kind === 'problem') return answered;
		const { intent, result } = answered;
		const model = modelOf(intent);
		const input = items[i]?.json ?? {};
		if (result.kind === 'skipped') {
			const skipped = toSkippedItem(result.requestKey, model, input, i, options);
			return { kind: 'result', toItem: async () => ({ ok: true, item: skipped }) };
		}
		const settled = settle(result, choices);
		if (!settled.ok) return { kind: 'problem', problem: settled.problem };
		const { prediction } = settled;
		const item = toOutputItem({ ...settled, model }, input, i, options);
		return {
			kind: 'result',
			taskId: prediction.id,
			toItem: async () => await addFiles(item, prediction, i),
		};
	});
	const output = await settleItems(context, outcomes);
	// After a Stop nobody receives them, and a retry must find them.
	if (!isStopped(ports)) ledger.handOver(intents.map(({ key }) => key));
	return [output];
}
