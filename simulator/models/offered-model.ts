import type { JsonSchema } from '../acceptance/hand-written';
import type { Pricing } from '../prices/pricing';

/** A model that the simulator lists, validates, prices and runs. */
export interface OfferedModel {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	/** The API's type of the model, such as `image-to-video`. */
	readonly type: string;
	/** The schema that validates its requests and that the list shows. */
	readonly schema: JsonSchema;
	readonly pricing: Pricing;
}
