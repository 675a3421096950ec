import { quote } from '../prices/cost';
import type { OfferedModel } from './offered-model';

/** Settings of the list. */
export interface ListingSettings {
	/** The simulator's own base URL, without a trailing slash. */
	readonly url: string;
	/** The discount on every price, 0 to 1. */
	readonly discountRate: number;
}

/**
 * A model as `GET /api/v3/models` lists it (docs/internals/api.md#model-list).
 * @param place its place in the list, 1 for the first
 */
export function listing(
	model: OfferedModel,
	place: number,
	{ url, discountRate }: ListingSettings,
): Readonly<Record<string, unknown>> {
	return {
		model_id: model.id,
		name: model.name,
		description: model.description,
		type: model.type,
		// The lowest price: a quote without any inputs.
		base_price: quote(model, {}, 0).usd,
		formula: model.pricing.formula,
		...(discountRate > 0 && { discount_rate: discountRate }),
		sort_order: place,
		api_schema: {
			api_schemas: [
				{
					type: 'model_run',
					method: 'POST',
					server: url,
					api_path: `/api/v3/${model.id}`,
					request_schema: model.schema,
				},
			],
		},
	};
}
