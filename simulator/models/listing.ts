import { quote } from '../prices/cost';
import type { OfferedModel } from './offered-model';

/** How the list is told. */
export interface ListingSettings {
	/** The simulator's own base URL, without a trailing slash. */
	readonly url: string;
	/** What every price is less by, 0 to 1. */
	readonly discountRate: number;
}

/**
 * A model in the words of `GET /api/v3/models` (reference §G).
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
		// The floor: what a quote says that is asked about nothing.
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
