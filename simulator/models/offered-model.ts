import type { JsonSchema } from '../acceptance/hand-written';
import type { Pricing } from '../prices/pricing';

/** A model that the simulator lists, judges, prices and runs. */
export interface OfferedModel {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	/** The API's word for what it makes of what, such as `image-to-video`. */
	readonly type: string;
	/** What its requests are judged by and what the list shows of them. */
	readonly schema: JsonSchema;
	readonly pricing: Pricing;
}
