/** What a submit node is to do for each of its items, decided before anything is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../../seedance/models';
import { notStarted, problem, startedBefore } from '../../../seedance/errors/messages';
import type { Cause, Problem } from '../../../seedance/errors/problem';
import type { UnknownSubmit } from '../../../seedance/run/findUnknown';
import type { Ledger } from '../../../seedance/run/ledger';
import { inSlices } from '../../../seedance/clock';
import type { Intent } from '../../../seedance/task/submitAndWait';
import type { ModelList } from '../../../seedance/api/models';
import { planSubmit } from '../../../seedance/request/planSubmit';
import type { SubmitPlan } from '../../../seedance/request/planSubmit';
import { clock } from '../n8n/memory';
import { callKey, itemKeys } from '../n8n/itemKey';
import { workKeys } from './ledger';
import { BinaryFiles } from '../n8n/files';
import { failItems } from '../outcomes';
import type { ItemFate } from '../outcomes';
import { evaluate } from '../n8n/parameters';
import type { Read } from '../n8n/parameters';
import { readInput, requestKeyReader, schemaReader } from './submitInput';
import { isToolRun } from '../n8n/outputItem';
import type { NotedItem } from '../waiting/note';

/** What is known of a request besides itself. */
export type Planned = Omit<Extract<SubmitPlan, { ok: true }>, 'ok' | 'request'>;

/** An item that an earlier try may have submitted. */
export interface Unclear extends UnknownSubmit {
	readonly key: string;
}

/** The plan of an item that is to be submitted. */
export interface SubmitItemPlan {
	readonly ok: true;
	readonly intent: Extract<Intent, { kind: 'submit' }>;
	readonly planned: Planned;
	readonly files: BinaryFiles;
	readonly unclear?: Unclear;
}

/** What is to be done for one item, or why nothing is. */
export type ItemPlan =
	| SubmitItemPlan
	| {
			readonly ok: true;
			readonly intent: Exclude<Intent, { kind: 'submit' }>;
			readonly unclear?: undefined;
	  }
	| { readonly ok: false; readonly problem: Problem; readonly unclear?: Unclear };

/** Whether it is the plan of an item that is to be submitted. */
export const isSubmit = (plan: ItemPlan): plan is SubmitItemPlan =>
	plan.ok && plan.intent.kind === 'submit';

const unclear = (model: string) => ({
	ok: false as const,
	problem: problem('stillUnknown', { model }, { outcome: 'unknown' }),
});

/** Refuses an item, whose task of an earlier try must not get lost. */
const refuse = (problem: Problem, taskId?: string): ItemPlan => ({
	ok: false,
	problem: taskId === undefined ? notStarted(problem) : startedBefore(problem, taskId),
});

/** What no list changes. */
const unreadable: ReadonlySet<Cause> = new Set(['expressionFailed', 'settingRefused']);

/** Whether the API's own list may tell of an item what the catalogue does not. */
export const needsList = (plan: ItemPlan): boolean =>
	(!plan.ok && !unreadable.has(plan.problem.cause)) ||
	(isSubmit(plan) && plan.planned.record === undefined);

/**
 * Plans each item: what was submitted in an earlier try is not even looked at again.
 * @param allowsPrivate whether the API is on this machine, and can be sent addresses of it
 * @param list what the API lists today, as far as that is known
 */
export async function planItems(
	context: IExecuteFunctions,
	mode: OfferedMode,
	ledger: Ledger,
	allowsPrivate: boolean,
	list: ModelList | undefined,
): Promise<ItemPlan[]> {
	const isCall = isToolRun(context);
	const requestKeyOf = requestKeyReader(context);
	const schemaOf = schemaReader(context);
	const itemKey = itemKeys(context, mode);
	const workKeyOf = workKeys(context);
	return await inSlices(context.getInputData(), clock, (item, i): ItemPlan => {
		const chosen = requestKeyOf(i);
		const schema = schemaOf(i);
		const files = new BinaryFiles(item);
		const plan = (by: ModelList | undefined): SubmitPlan => {
			if (!schema.ok) return { ok: false, problem: notStarted(schema.problem) };
			const input = evaluate(() => readInput(context, mode, i, files, schema.value));
			if (!input.ok) return { ok: false, problem: notStarted(input.problem) };
			return planSubmit(mode, input.value, { files, allowsPrivate }, by);
		};
		const call = isCall ? plan(list) : undefined;
		if (call?.ok === false) return call;
		// The same call is the same one also when the list has come in between, and tells of another shape.
		const plain = call !== undefined && list !== undefined ? plan(undefined) : call;
		const { request: called } = plain?.ok === true ? plain : (call ?? {});
		const key = called === undefined ? itemKey(i) : callKey(called, i, item);
		const recalled = ledger.recall(key);
		if (!chosen.ok) {
			return refuse(chosen.problem, recalled.kind === 'known' ? recalled.prediction.id : undefined);
		}
		const requestKey = chosen.value;
		if (recalled.kind === 'known') return { ok: true, intent: { ...recalled, key } };
		const { trace } = recalled;
		const traced = trace !== undefined && { trace };
		if (recalled.kind === 'unclear') {
			const { model } = recalled;
			return { ...unclear(model), unclear: { key, model, ...traced } };
		}
		const fresh = call ?? plan(list);
		if (!fresh.ok) return fresh;
		const { request, ...planned } = fresh;
		const intent = {
			kind: 'submit',
			request,
			key,
			...(requestKey !== undefined && { requestKey }),
			...(workKeyOf !== undefined && { workKey: workKeyOf(key, ledger.roundOf(key)) }),
			...(recalled.holds !== undefined && { holds: recalled.holds }),
		} as const;
		const earlier = traced && { unclear: { key, model: request.model, ...traced } };
		return { ok: true, intent, planned, files, ...earlier };
	});
}

/** The same plans, without the items whose file has no name: an expression threw, or gave what is none. */
export const withFileNames = (
	plans: readonly ItemPlan[],
	names: ReadonlyArray<Read<unknown>>,
): ItemPlan[] =>
	plans.map((plan, i): ItemPlan => {
		const name = names[i];
		if (!plan.ok || name?.ok !== false) return plan;
		const { intent } = plan;
		return refuse(name.problem, intent.kind === 'known' ? intent.prediction.id : undefined);
	});

/** The plans of a run that goes on with a wait: whatever was settled before it stays so. */
export function plansAfterSleep(items: readonly NotedItem[], ledger: Ledger): ItemPlan[] {
	return items.map((item): ItemPlan => {
		if (item.kind === 'problem') return { ok: false, problem: item.problem };
		const { model } = item;
		if (item.kind === 'skipped') return { ok: true, intent: { ...item, key: '' } };
		const { key } = item;
		// Not what a retry would do about it: a task that has failed meanwhile is not submitted anew.
		const prediction = ledger.taskOf(key);
		if (prediction === undefined) return unclear(model);
		return { ok: true, intent: { kind: 'known', prediction, model, key } };
	});
}

/** What is known of the items when nothing is submitted because of one problem. */
export function fatesWithout(plans: readonly ItemPlan[], why: Problem): ItemFate[] {
	return plans.map((plan): ItemFate => {
		if (!plan.ok) return { kind: 'problem', problem: plan.problem };
		const { intent } = plan;
		if (intent.kind === 'known') return { kind: 'result', taskId: intent.prediction.id };
		if (intent.kind === 'skipped') return { kind: 'result' };
		const { model } = intent.request;
		const detail = why.message;
		return { kind: 'problem', problem: problem('notSubmitted', { model, detail }) };
	});
}

/**
 * Throws for the first item that must not be submitted, naming the others that share its fate.
 * @throws NodeApiError or NodeOperationError when there is one and On Error is Stop Workflow
 */
export function refuseBadItems(context: IExecuteFunctions, plans: readonly ItemPlan[]): void {
	const bad = plans.flatMap((plan, i) => (plan.ok ? [] : [{ problem: plan.problem, i }]));
	const [first, ...others] = bad;
	if (first === undefined) return;
	const also = others.slice(0, 5).map(({ problem, i }) => ` Item ${i}: ${problem.message}.`);
	const description = `${first.problem.description}${also.join('')}`;
	const fates = fatesWithout(plans, first.problem);
	fates[first.i] = { kind: 'problem', problem: { ...first.problem, description } };
	failItems(context, fates);
}
