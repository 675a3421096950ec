import { z } from 'zod';
import type { JsonSchema } from '../acceptance/hand-written';
import { roundUsd, type Inputs, type Pricing } from './pricing';

/** A quoted price, in USD to a hundredth of a cent. */
export interface Quote {
	readonly usd: number;
	readonly discountedUsd: number;
}

interface Priced {
	readonly pricing: Pricing;
	readonly schema: JsonSchema;
}

/** What the price endpoint answers for these inputs. It doesn't apply defaults. */
export function quote({ pricing }: Pick<Priced, 'pricing'>, inputs: Inputs, rate: number): Quote {
	const usd = roundUsd(pricing.usd(inputs));
	return { usd, discountedUsd: roundUsd(usd * (1 - rate)) };
}

/** What a submit is charged. A run uses the default of everything that its body leaves out. */
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
