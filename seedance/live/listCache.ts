/** The API's list, kept for an hour for each account, so that asking costs nothing. */
import { forgetOldest } from '../forgetOldest';
import { isRecent } from '../isRecent';
import type { ListedModel, ModelListResult } from './modelList';

/** The list of one account. */
export interface ModelList {
	/** In the API's order. */
	readonly models: readonly ListedModel[];
	find(id: string): ListedModel | undefined;
}

export interface ModelListCache {
	/**
	 * The list; undefined when it cannot be had.
	 * @param account tells whose list it is: one key's at one base URL
	 * @param fetch asks for it
	 * @param now gives the ms since the epoch
	 */
	list(
		account: string,
		fetch: () => Promise<ModelListResult>,
		now: () => number,
	): Promise<ModelList | undefined>;
}

/** How long a list is taken for the right one, in ms: as long as in the API's official tools. */
const keptMs = 3_600_000;
/** How long after a failure nobody asks again, in ms: a run must not wait for it once an item. */
const calmMs = 60_000;
/** Of how many accounts the list is kept. */
const mostAccounts = 20;

interface Account {
	known?: { readonly list: ModelList; readonly sinceMs: number };
	failedMs?: number;
	/** The request that is under way. */
	asking?: Promise<ModelList | undefined>;
}

function openList(models: readonly ListedModel[]): ModelList {
	const byId = new Map(models.map((model) => [model.id, model]));
	return { models, find: (id) => byId.get(id) };
}

/** Keeps lists in memory, for as long as the process lives at most. */
export function createModelListCache(): ModelListCache {
	const accounts = new Map<string, Account>();

	async function ask(
		account: Account,
		fetch: () => Promise<ModelListResult>,
		now: () => number,
	): Promise<ModelList | undefined> {
		const result = await fetch();
		if (result.ok) {
			account.known = { list: openList(result.models), sinceMs: now() };
			return account.known.list;
		}
		account.failedMs = now();
		// An older list says more than none.
		return account.known?.list;
	}

	return {
		async list(name, fetch, now) {
			const account = accounts.get(name) ?? {};
			accounts.set(name, account);
			forgetOldest(accounts, mostAccounts);
			const { known, failedMs } = account;
			if (known !== undefined && isRecent(known.sinceMs, keptMs, now())) return known.list;
			if (isRecent(failedMs, calmMs, now())) return known?.list;
			account.asking ??= ask(account, fetch, now).finally(() => {
				account.asking = undefined;
			});
			return await account.asking;
		},
	};
}
