/** What Text to Video and Image to Video do: read parameters → domain → items. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OfferedMode } from '../../seedance/catalogue';
import { settle } from '../../seedance/task/settle';
import { submitAll, submitDefaults } from '../../seedance/task/submit';
import type { SubmitAllOptions, SubmitRequest } from '../../seedance/task/submit';
import { submitAndWait } from '../../seedance/task/submitAndWait';
import type { SubmitAndWaitResult } from '../../seedance/task/submitAndWait';
import type { Ports } from '../../seedance/task/ports';
import { planSubmit } from '../../seedance/validation/planSubmit';
import type { SubmitPlan } from '../../seedance/validation/planSubmit';
import { readApi } from './credential';
import { withVideo } from './download';
import { toNodeError } from './errors';
import { parameterNames } from './fields/modelFields';
import { fieldName } from './fields/parameterField';
import { createPorts } from './httpPort';
import { readBoolean, readOptions } from './options';
import { toOutputItem } from './outputItem';
import { settleItems } from './outcomes';
import type { ItemOutcome } from './outcomes';

function readInput(context: IExecuteFunctions, mode: OfferedMode, itemIndex: number) {
	const names = parameterNames(mode);
	const options = context.getNodeParameter('modelOptions', itemIndex, {}) as IDataObject;
	const value = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const model: unknown = context.getNodeParameter('model', itemIndex, '', { extractValue: true });
	return {
		model: typeof model === 'string' ? model : '',
		fields: Object.fromEntries([
			...names.panel.map((name) => [name, value(fieldName(name)) ?? undefined]),
			...names.options.map((name) => [name, options[fieldName(name)]]),
		]),
		json: options.parametersJson,
	};
}

async function run(
	requests: readonly SubmitRequest[],
	ports: Ports,
	options: SubmitAllOptions,
	timeoutMs: number | undefined,
): Promise<SubmitAndWaitResult[]> {
	if (timeoutMs !== undefined) return await submitAndWait(requests, ports, options, { timeoutMs });
	const submitted = await submitAll(requests, ports, options);
	return submitted.map((result) =>
		result.outcome === 'accepted'
			? { kind: 'submitted', prediction: result.prediction }
			: { kind: 'notAccepted', result },
	);
}

/** Throws for the first item that must not be submitted, naming the others that share its fate. */
function refuseBadItems(context: IExecuteFunctions, plans: readonly SubmitPlan[]): void {
	const bad = plans.flatMap((plan, i) => (plan.ok ? [] : [{ problem: plan.problem, i }]));
	const [first, ...others] = bad;
	if (first === undefined) return;
	const also = others.slice(0, 5).map(({ problem, i }) => ` Item ${i}: ${problem.message}.`);
	const description = `${first.problem.description}${also.join('')}`;
	throw toNodeError(context.getNode(), { ...first.problem, description }, first.i);
}

/**
 * Submits every incoming item and, if the node is set to, waits for all tasks together.
 * All items are checked before the first one is submitted.
 * @throws NodeApiError or NodeOperationError when an item fails and On Error is Stop Workflow
 */
export async function runSubmitNode(
	context: IExecuteFunctions,
	mode: OfferedMode,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const plans = items.map((_, i) => planSubmit(mode, readInput(context, mode, i)));
	const options = readOptions(context);
	const waits = readBoolean(context, 'waitForCompletion', true);
	const downloads = waits && readBoolean(context, 'downloadVideo', false);
	const stopAtFirst = !context.continueOnFail();
	if (stopAtFirst) refuseBadItems(context, plans);

	const api = await readApi(context);
	if (!api.ok) throw toNodeError(context.getNode(), api.problem, 0);
	const results = await run(
		plans.flatMap((plan) => (plan.ok ? [plan.request] : [])),
		createPorts(context, api.baseUrl),
		{ ...submitDefaults, atOnce: options.submitsAtOnce, stopAtFirst },
		waits ? options.timeoutMinutes * 60_000 : undefined,
	);

	const choices = {
		failedIsResult: options.ifTaskFails === 'item',
		timedOutIsResult: options.ifTimeoutIsReached === 'item',
	};
	const field = options.binaryPropertyName;
	const inOrder = results.values();
	const outcomes = plans.map((plan, i): ItemOutcome => {
		if (!plan.ok) return { kind: 'problem', problem: plan.problem };
		const settled = settle(inOrder.next().value as SubmitAndWaitResult, choices);
		if (!settled.ok) return { kind: 'problem', problem: settled.problem };
		const { prediction } = settled;
		const { model } = plan.request;
		const item = toOutputItem({ ...settled, model }, items[i]?.json ?? {}, i, options);
		const download = { field, allowsHttp: api.isLoopback };
		return {
			kind: 'result',
			taskId: prediction.id,
			toItem: async () => (downloads ? await withVideo(context, item, prediction, download) : item),
		};
	});
	return [await settleItems(context, outcomes)];
}
