/** Items of a run, and its stages as the nodes call them one after the other. */
import type { Ports } from '../../../seedance/api/http';
import type { SubmitRequest } from '../../../seedance/request/planSubmit';
import type { Item, Planned, SubmitState, TaskState } from '../../../seedance/run/itemState';
import { submitAll } from '../../../seedance/run/submitAll';
import type { SubmitAllOptions, SubmitWatch } from '../../../seedance/run/submitAll';
import { submitItems, waitForItems } from '../../../seedance/run/stages';
import type { SubmitStores, Wait } from '../../../seedance/run/stages';

/** An item that is to be submitted. */
export const plannedItem = (
	request: SubmitRequest,
	index: number,
	more: Partial<Planned> = {},
	key = `${index}`,
): Item => ({
	index,
	key,
	model: request.model,
	now: { state: 'planned', request, media: [], origins: {}, ...more },
});

/** Submits requests, all under watches of their own if there are any. @returns how each ended, in their order */
export async function submitEach(
	requests: readonly SubmitRequest[],
	ports: Ports,
	options: SubmitAllOptions,
	watch?: SubmitWatch,
): Promise<SubmitState[]> {
	const jobs = requests.map((request) => ({ request, ...(watch && { watch }) }));
	const states = await submitAll(jobs, ports, options);
	return jobs.map((job) => {
		const state = states.get(job);
		if (state === undefined) throw new Error('a job without a state');
		return state;
	});
}

/** The outcome of a submit, in one word. */
export function outcomeOf(state: SubmitState) {
	if (state.state === 'skipped') return 'skipped';
	return state.state === 'failed' ? (state.problem.outcome ?? 'notSubmitted') : 'accepted';
}

/** The stages of a run, which stops after the submits where one has failed and ends the run. */
export async function submitAndWait(
	items: readonly Item[],
	ports: Ports,
	options: SubmitAllOptions,
	stores: SubmitStores,
	wait?: Wait,
) {
	await submitItems(items, ports, options, stores);
	const isOver = options.stopAtFirst && items.some(({ now }) => now.state === 'failed');
	if (wait !== undefined && !isOver) await waitForItems(items, ports, stores, wait);
	return items.map(({ now }) => now);
}

/** How tasks stand, in a word each, by their ids. */
export const statesOf = (states: ReadonlyMap<string, TaskState>) =>
	Object.fromEntries(
		[...states].map(([id, now]) => [
			id,
			now.state === 'failed' && now.problem.cause === 'stopped' ? 'stopped' : now.state,
		]),
	);
