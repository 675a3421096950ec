import { z } from 'zod';
import type { JsonSchema } from '../acceptance/hand-written';
import { flatPricing, perSecondPricing } from '../prices/simple';
import type { Pricing } from '../prices/pricing';
import type { OfferedModel } from './offered-model';

/** A model that a test adds to the simulator. */
export interface LiveModel {
	readonly id: string;
	readonly name: string;
	/** Such as `text-to-video`. */
	readonly type: string;
	/**
	 * Its JSON Schema, as the list shows it. Unknown parameters are refused, whatever it says about
	 * them.
	 */
	readonly schema: JsonSchema;
	/**
	 * The lowest price of a run, in USD; without `usdPerSecond`, the price of every run. By default
	 * 0.1.
	 */
	readonly basePriceUsd?: number;
	/** What a second of its `duration` costs, in USD. */
	readonly usdPerSecond?: number;
}

/** The price of a run when the test gives none, in USD. */
const SOME_USD = 0.1;

/** Makes a model from an entry of `liveModels`. */
export function fromLive(model: LiveModel): OfferedModel {
	const { id, name, type } = model;
	const schema = { type: 'object', properties: {}, ...model.schema, additionalProperties: false };
	return { id, name, description: `${name}.`, type, schema, pricing: pricingOf(model) };
}

/** Makes a model from an entry of `extraModels`, which is only a schema. */
export function fromSchema(id: string, given: JsonSchema): OfferedModel {
	const named = /(text|image|video)-to-(?:video|image)/.exec(id)?.[0];
	const schema = { properties: {}, ...given };
	const type = named ?? 'other';
	return { id, name: id, description: '', type, schema, pricing: flatPricing(SOME_USD) };
}

function pricingOf({ basePriceUsd, usdPerSecond, schema }: LiveModel): Pricing {
	if (usdPerSecond === undefined) return flatPricing(basePriceUsd ?? SOME_USD);
	return perSecondPricing(usdPerSecond, basePriceUsd ?? 0, shortestSeconds(schema));
}

const durationSchema = z.object({
	properties: z.object({
		duration: z.object({
			enum: z.array(z.number()).nonempty().optional().catch(undefined),
			minimum: z.number().optional().catch(undefined),
		}),
	}),
});

/** The shortest video that a schema allows, in seconds; 5 when it doesn't say. */
function shortestSeconds(schema: JsonSchema): number {
	const parsed = durationSchema.safeParse(schema);
	if (!parsed.success) return 5;
	const { enum: choices, minimum } = parsed.data.properties.duration;
	return choices === undefined ? (minimum ?? 5) : Math.min(...choices);
}
