/** A store of keys in memory, and what was done to it. */
import type { RequestKeys } from '../../../seedance/run/requestKey';

export interface FakeKeys extends RequestKeys {
	/** The claimed names, in order. */
	readonly taken: Set<string>;
	/** The tasks of names. */
	readonly tasks: Map<string, string>;
	readonly ended: Set<string>;
	/** From now on every call rejects. */
	fail(): void;
}

export function fakeKeys(): FakeKeys {
	const taken = new Set<string>();
	const tasks = new Map<string, string>();
	const ended = new Set<string>();
	let fails = false;
	async function open<T>(work: () => T): Promise<T> {
		await Promise.resolve();
		if (fails) throw new Error('The database is away');
		return work();
	}
	return {
		taken,
		tasks,
		ended,
		fail: () => void (fails = true),
		claim: async (name) =>
			await open(() => {
				if (taken.has(name)) return 'taken';
				taken.add(name);
				return 'mine';
			}),
		release: async (name) => await open(() => void taken.delete(name)),
		noteTask: async (name, taskId) => await open(() => void tasks.set(name, taskId)),
		hasTask: async (name) => await open(() => tasks.has(name)),
		findTask: async (name, ids) => await open(() => ids.find((id) => tasks.get(name) === id)),
		end: async (name) => await open(() => void ended.add(name)),
		hasEnded: async (name) => await open(() => ended.has(name)),
	};
}
