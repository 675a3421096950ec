/** What Text to Video and Image to Video do: read parameters → domain → items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OfferedMode } from '../../seedance/catalogue';
import { problem } from '../../seedance/errors/messages';
import type { Problem } from '../../seedance/errors/problem';
import type { Ledger } from '../../seedance/task/ledger';
import { isStopped } from '../../seedance/task/ports';
import { settle } from '../../seedance/task/settle';
import { submitDefaults } from '../../seedance/task/submit';
import { modelOf, submitAndWait } from '../../seedance/task/submitAndWait';
import type { Intent, SubmitAndWaitResult } from '../../seedance/task/submitAndWait';
import { planSubmit } from '../../seedance/validation/planSubmit';
import { readApi } from './credential';
import { withVideo } from './download';
import { createPorts } from './httpPort';
import { callKey, itemKeys, openNodeLedger } from './ledger';
import { readBoolean, readOptions } from './options';
import type { Options } from './options';
import { toOutputItem, toSkippedItem } from './outputItem';
import { failItems, failNode, settleItems } from './outcomes';
import type { ItemFate, ItemOutcome } from './outcomes';
import { createRequestKeys } from './requestKeys';
import { readInput, readRequestKey, wantsRequestKeys } from './submitInput';
import { goesOn, isToolRun } from './toolRun';

/** What is to be done for one item, or why nothing is. */
type ItemPlan =
	| { readonly ok: true; readonly intent: Intent }
	| { readonly ok: false; readonly problem: Problem };

/** How long a person watching waits for an API that cannot be reached, in ms. */
const watchedMs = 30_000;

/** Plans each item: what was submitted in an earlier try is not even looked at again. */
function planItems(context: IExecuteFunctions, mode: OfferedMode, ledger: Ledger): ItemPlan[] {
	const isCall = isToolRun(context);
	const wantsKeys = wantsRequestKeys(context);
	const itemKey = itemKeys(context, mode);
	return context.getInputData().map((_, i): ItemPlan => {
		const chosen = wantsKeys ? readRequestKey(context, i) : undefined;
		if (chosen?.ok === false) return chosen;
		const requestKey = chosen?.requestKey;
		const wanted = requestKey !== undefined && { requestKey };
		const plan = () => planSubmit(mode, readInput(context, mode, i));
		const call = isCall ? plan() : undefined;
		if (call?.ok === false) return call;
		const key = call === undefined ? itemKey(i) : callKey(call.request, i);
		const recalled = ledger.recall(key);
		if (recalled.kind === 'known') return { ok: true, intent: { ...recalled, key, ...wanted } };
		if (recalled.kind === 'unclear') {
			const { model } = recalled;
			return { ok: false, problem: problem('stillUnknown', { model }, { outcome: 'unknown' }) };
		}
		const fresh = call ?? plan();
		if (!fresh.ok) return fresh;
		const holdsKey = requestKey !== undefined && recalled.holds === requestKey;
		const { request } = fresh;
		return { ok: true, intent: { kind: 'submit', request, key, ...wanted, holdsKey } };
	});
}

/** What is known of the items when nothing is submitted because of one problem. */
function fatesWithout(plans: readonly ItemPlan[], why: Problem): ItemFate[] {
	return plans.map((plan): ItemFate => {
		if (!plan.ok) return { kind: 'problem', problem: plan.problem };
		const { intent } = plan;
		if (intent.kind === 'known') return { kind: 'result', taskId: intent.prediction.id };
		const { model } = intent.request;
		const detail = why.message;
		return { kind: 'problem', problem: problem('notSubmitted', { model, detail }) };
	});
}

/** Throws for the first item that must not be submitted, naming the others that share its fate. */
function refuseBadItems(context: IExecuteFunctions, plans: readonly ItemPlan[]): void {
	const bad = plans.flatMap((plan, i) => (plan.ok ? [] : [{ problem: plan.problem, i }]));
	const [first, ...others] = bad;
	if (first === undefined) return;
	const also = others.slice(0, 5).map(({ problem, i }) => ` Item ${i}: ${problem.message}.`);
	const description = `${first.problem.description}${also.join('')}`;
	const fates = fatesWithout(plans, first.problem);
	fates[first.i] = { kind: 'problem', problem: { ...first.problem, description } };
	failItems(context, fates);
}

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

/**
 * Submits every incoming item and, if the node is set to, waits for all tasks together. All items are
 * checked before the first one is submitted; what an earlier try submitted is picked up.
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
export async function runSubmitNode(
	context: IExecuteFunctions,
	mode: OfferedMode,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const options = readOptions(context);
	const ledger = openNodeLedger(context, options.ifOutcomeIsUnknown);
	const plans = planItems(context, mode, ledger);
	const waits = readBoolean(context, 'waitForCompletion', true);
	const downloads = waits && readBoolean(context, 'downloadVideo', false);
	refuseBadItems(context, plans);

	const api = await readApi(context);
	if (!api.ok) return [failNode(context, api.problem, fatesWithout(plans, api.problem))];
	const ports = createPorts(context, api);
	const intents = plans.flatMap((plan) => (plan.ok ? [plan.intent] : []));
	const results = await submitAndWait(
		intents,
		ports,
		submitOptions(context, options),
		{ ledger, requestKeys: createRequestKeys(context) },
		waits ? { timeoutMs: options.timeoutMinutes * 60_000 } : undefined,
	);

	const choices = {
		failedIsResult: options.ifTaskFails === 'item',
		timedOutIsResult: options.ifTimeoutIsReached === 'item',
	};
	const field = options.binaryPropertyName;
	const inOrder = results.values();
	const outcomes = plans.map((plan, i): ItemOutcome => {
		if (!plan.ok) return { kind: 'problem', problem: plan.problem };
		const result = inOrder.next().value as SubmitAndWaitResult;
		const { intent } = plan;
		const model = modelOf(intent);
		const input = items[i]?.json ?? {};
		if (result.kind === 'skipped') {
			const skipped = toSkippedItem(result.requestKey, model, input, i, options);
			return { kind: 'result', toItem: async () => skipped };
		}
		const settled = settle(result, choices);
		if (!settled.ok) return { kind: 'problem', problem: settled.problem };
		const { prediction } = settled;
		const item = toOutputItem({ ...settled, model }, input, i, options);
		const download = { field, allowsHttp: api.isLoopback };
		return {
			kind: 'result',
			taskId: prediction.id,
			toItem: async () => (downloads ? await withVideo(context, item, prediction, download) : item),
		};
	});
	const output = await settleItems(context, outcomes);
	// After a Stop nobody receives them, and a retry must find them.
	if (!isStopped(ports)) ledger.handOver(intents.map(({ key }) => key));
	return [output];
}
