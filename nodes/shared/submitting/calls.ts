/** Calls of an AI agent side by side: the same words twice are one video, as they are one after the other. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ledger } from '../../../seedance/run/ledger';
import { executionMemory } from '../n8n/memory';
import { isSubmit } from './submitPlan';
import type { ItemPlan } from './submitPlan';

/** What calls of an execution are about to submit or have submitted and wait for, until they end. */
const underWay = new WeakMap<object, Map<string, Promise<void>>>();

export interface Turn {
	readonly plans: ItemPlan[];
	/** To be called when the call ends, however it does. */
	readonly end: () => void;
}

/**
 * Plans a call, when nobody else is busy with the same: what another call of the execution submits
 * meanwhile is awaited first, and then known. If that came to nothing, the way is free.
 */
export async function takeTurn(
	context: IExecuteFunctions,
	ledger: Ledger,
	plan: () => Promise<ItemPlan[]>,
): Promise<Turn> {
	const execution = executionMemory(context);
	const calls = underWay.get(execution) ?? new Map<string, Promise<void>>();
	underWay.set(execution, calls);
	const node = context.getNode().name;
	for (;;) {
		const plans = await plan();
		const keys = plans.filter(isSubmit).map(({ intent }) => intent.key);
		const names = keys.map((key) => `${node} ${key}`);
		const others = names.flatMap((name) => calls.get(name) ?? []);
		// What has ended while this was planned may be known by now.
		const isNew = keys.every((key) => ledger.recall(key).kind === 'new');
		if (others.length === 0 && isNew) {
			let isOver = () => {};
			const over = new Promise<void>((resolve) => (isOver = resolve));
			for (const name of names) calls.set(name, over);
			const end = () => {
				for (const name of names) calls.delete(name);
				isOver();
			};
			return { plans, end };
		}
		await Promise.all(others);
	}
}
