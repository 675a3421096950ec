/** What became of the items of a submit node, in the forms that the rest of it needs. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Problem } from '../../../seedance/errors/problem';
import type { Ledger } from '../../../seedance/run/ledger';
import { settle } from '../../../seedance/task/settle';
import { modelOf } from '../../../seedance/task/submitAndWait';
import type { Intent, SubmitAndWaitResult } from '../../../seedance/task/submitAndWait';
import type { openDownloads } from '../n8n/download';
import { settleChoices } from '../n8n/parameters';
import type { Options } from '../n8n/parameters';
import type { ItemOutcome } from '../outcomes';
import { toOutputItem, toSkippedItem } from '../n8n/outputItem';
import type { NotedItem } from '../waiting/note';

/** What became of an item, or the problem for which it was never submitted. */
export type Answered =
	| { readonly kind: 'problem'; readonly problem: Problem }
	| { readonly kind: 'answered'; readonly intent: Intent; readonly result: SubmitAndWaitResult };

/** What is settled of an item when the wait goes on later. */
export function toNoted(answered: Answered): NotedItem {
	if (answered.kind === 'problem') return answered;
	const { intent, result } = answered;
	const model = modelOf(intent);
	if (result.kind === 'skipped') {
		const { requestKey, reason } = result;
		return { kind: 'skipped', model, requestKey, reason };
	}
	if (result.kind === 'notAccepted') return { kind: 'problem', problem: result.result.problem };
	return { kind: 'task', key: intent.key, model };
}

/** The outcome of an item that was submitted, in this run or before. */
export function toOutcome(
	context: IExecuteFunctions,
	answered: Answered,
	itemIndex: number,
	options: Options,
	ledger: Ledger,
	addFiles: ReturnType<typeof openDownloads>,
): ItemOutcome {
	if (answered.kind === 'problem') return answered;
	const { intent, result } = answered;
	const model = modelOf(intent);
	const input = context.getInputData()[itemIndex]?.json ?? {};
	if (result.kind === 'skipped') {
		const skipped = toSkippedItem(result, model, input, itemIndex, options);
		return { kind: 'result', toItem: async () => ({ ok: true, item: skipped }) };
	}
	const settled = settle(result, settleChoices(options));
	if (!settled.ok) return { kind: 'problem', problem: settled.problem };
	const { prediction } = settled;
	const estimatedCostUsd = ledger.costOf(intent.key);
	const cost = estimatedCostUsd !== undefined && { estimatedCostUsd };
	const item = toOutputItem({ ...settled, model, ...cost }, input, itemIndex, options);
	return {
		kind: 'result',
		taskId: prediction.id,
		toItem: async () => await addFiles(item, prediction, itemIndex),
	};
}

/** The ledger's keys of the items that were not refused. */
export const keysOf = (answers: readonly Answered[]) =>
	answers.flatMap((answered) => (answered.kind === 'problem' ? [] : [answered.intent.key]));

/** What the videos cost that have just been submitted, where that is known. */
export const newCosts = (answers: readonly Answered[], ledger: Ledger): Array<number | undefined> =>
	answers.flatMap((answered) => {
		if (answered.kind === 'problem' || answered.intent.kind !== 'submit') return [];
		if (ledger.isFromElsewhere(answered.intent.key)) return [];
		const { kind } = answered.result;
		return kind === 'notAccepted' || kind === 'skipped' ? [] : [answered.intent.costUsd];
	});
