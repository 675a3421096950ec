import { z } from 'zod';
import type { JsonSchema } from '../acceptance/hand-written';
import { roundUsd, type Inputs, type Pricing } from './pricing';

/** A price as it is quoted, in USD to a hundredth of a cent. */
export interface Quote {
	readonly usd: number;
	readonly discountedUsd: number;
}

interface Priced {
	readonly pricing: Pricing;
	readonly schema: JsonSchema;
}

/** What the price endpoint says of inputs as they are: it knows nothing of defaults. */
export function quote({ pricing }: Pick<Priced, 'pricing'>, inputs: Inputs, rate: number): Quote {
	const usd = roundUsd(pricing.usd(inputs));
	return { usd, discountedUsd: roundUsd(usd * (1 - rate)) };
}

/** What a submit is charged: a run takes the default of everything that its body leaves out. */
export function costUsd(model: Priced, body: Inputs, rate: number): number {
	return quote(model, { ...defaultsOf(model.schema), ...body }, rate).discountedUsd;
}

const propertiesSchema = z.record(z.object({ default: z.unknown() }).catch({ default: undefined }));

function defaultsOf({ properties }: JsonSchema): Inputs {
	const parsed = propertiesSchema.safeParse(properties);
	if (!parsed.success) return {};
	const entries = Object.entries(parsed.data).map(([name, property]) => [name, property.default]);
	return Object.fromEntries(entries.filter(([, preset]) => preset !== undefined));
}
