/** Submits that may have been accepted: their tasks are looked for before anything else is done. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { afterLook, createTaskFinder, createOpenSubmits } from '../../../seedance/run/findUnknown';
import type { Found, TaskFinder } from '../../../seedance/run/findUnknown';
import { inParallel } from '../../../seedance/clock';
import { taskIdsIn } from '../../../seedance/run/ledger';
import type { Ledger } from '../../../seedance/run/ledger';
import type { Ports } from '../../../seedance/api/http';
import { noteTask, openKeyWorld } from '../../../seedance/run/requestKey';
import type { CheckedApi } from '../n8n/client';
import { createPorts } from '../n8n/client';
import { executionOf } from './ledger';
import { createRequestKeys } from '../n8n/internals/requestKeyRows';
import type { ItemPlan } from './submitPlan';

// For as long as the process lives: a task of one execution must not be taken for that of another.
const submits = createOpenSubmits();

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

/** Nothing can be looked for without the API. */
export const notLookedUp = async (plans: ItemPlan[]): Promise<ItemPlan[]> => plans;

/**
 * Opens the look for what earlier tries may have submitted, each item once for all plans of a run. What is
 * found is waited for like any other task; what is not stays as it was planned, with what was seen.
 */
export function openLookUp(context: IExecuteFunctions, api: CheckedApi, ledger: Ledger) {
	const looks = new Map<string, Promise<Found>>();
	return async (plans: ItemPlan[]): Promise<ItemPlan[]> => {
		if (plans.every(({ unclear }) => unclear === undefined)) return plans;
		const ports = createPorts(context, api);
		const finder = createFinder(context, api, ports);
		const keys = openKeyWorld(createRequestKeys(context), ports);
		return await inParallel(plans, atOnce, async (plan): Promise<ItemPlan> => {
			if (plan.unclear === undefined) return plan;
			const { key, model } = plan.unclear;
			const look = looks.get(key) ?? finder.find(plan.unclear);
			looks.set(key, look);
			const found = await look;
			if (found.kind !== 'found') {
				return plan.ok ? plan : { ...plan, problem: afterLook(plan.problem, found) };
			}
			const { prediction } = found;
			ledger.answered(key, { outcome: 'accepted', prediction });
			await noteTask(keys, ledger.claimsToEnd(key), prediction);
			return { ok: true, intent: { kind: 'known', prediction, model, key } };
		});
	};
}
