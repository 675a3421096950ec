/** The API's list, kept for an hour for each account, so that asking costs nothing. */
import { Cache } from '../cache';
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
	/** The list as it was seen last, however long ago; undefined when it never was. */
	last(account: string): ModelList | undefined;
}

/** How long a list is taken for the right one, in ms: as long as in the API's official tools. */
const keptMs = 3_600_000;
/** How long after a failure nobody asks again, in ms: a run must not wait for it once an item. */
const keptAfterFailureMs = 60_000;
/** Of how many accounts the list is kept. */
const mostAccounts = 200;
/** How many lists are looked for among those that are kept. */
const mostLists = 10;

/** What came of a request; after a failure the list of an earlier one, which says more than none. */
interface Answer {
	readonly list: ModelList | undefined;
	readonly isToday: boolean;
}

function openList(models: readonly ListedModel[]): ModelList {
	const byId = new Map(models.map((model) => [model.id, model]));
	return { models, find: (id) => byId.get(id) };
}

/** Keeps lists in memory, for as long as the process lives at most. */
export function createModelListCache(): ModelListCache {
	const answers = new Cache<Answer>({
		most: mostAccounts,
		keptMs: ({ isToday }) => (isToday ? keptMs : keptAfterFailureMs),
	});
	/** The lists that accounts have been told lately, by their digests: mostly they are the same. */
	const lists = new Cache<ModelList>({ most: mostLists, keptMs: Infinity });

	function shared({ models, digest }: Extract<ModelListResult, { ok: true }>, now: number) {
		const known = digest === undefined ? undefined : lists.get(digest, now);
		const list = known ?? openList(models);
		if (digest !== undefined) lists.set(digest, list, now);
		return list;
	}

	return {
		last: (account) => answers.last(account)?.list,
		async list(account, fetch, now) {
			const ask = async (): Promise<Answer> => {
				const result = await fetch();
				return result.ok
					? { list: shared(result, now()), isToday: true }
					: { list: answers.last(account)?.list, isToday: false };
			};
			return (await answers.ask(account, ask, now)).list;
		},
	};
}
