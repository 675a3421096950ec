/** The API's list of models as the editor's methods get it, made of an answer of the API's. */
import type { ModelList } from '../../../seedance/api/models';
import { readModelList } from '../../../seedance/api/models';

/** An entry of the API's model list (docs/internals/api.md#model-list). */
export interface Listing {
	readonly id: string;
	readonly name?: string;
	readonly type?: string;
	readonly basePrice?: unknown;
	readonly schema?: unknown;
}

export function liveList(listings: readonly Listing[]): ModelList {
	const data = listings.map(({ id, name, type, basePrice, schema }) => ({
		model_id: id,
		name,
		type,
		base_price: basePrice,
		api_schema: { api_schemas: [{ type: 'model_run', request_schema: schema }] },
	}));
	const { models } = readModelList(data) ?? { models: [] };
	return { models, find: (id) => models.find((model) => model.id === id) };
}
