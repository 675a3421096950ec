/** The API's list of models as the editor's methods get it. */
import type { ModelList } from '../../../seedance/api/models';

/** An entry of the API's model list (docs/internals/api.md#model-list). */
export interface Listing {
	readonly id: string;
	readonly name?: string;
	readonly type?: string;
	readonly basePriceUsd?: number;
	readonly schema?: unknown;
}

export function liveList(listings: readonly Listing[]): ModelList {
	const models = listings.map(({ id, name = id, type = '', basePriceUsd, schema }) => ({
		id,
		name,
		type,
		...(basePriceUsd !== undefined && { basePriceUsd }),
		requestSchema: schema,
	}));
	return { models, find: (id) => models.find((model) => model.id === id) };
}
