/** Several videos of one item: the same request with a seed of its own for each. */
import { parameterOf } from '../models/schema';
import type { SubmitPlan } from './planSubmit';

type Planned = Extract<SubmitPlan, { ok: true }>;

/** The largest seed where a model documents none. */
const largestSeed = 2_147_483_647;

/** The seeds that a model accepts, without -1, which means a random one. */
function rangeOf({ record }: Planned) {
	const parameter = record && parameterOf(record, 'seed');
	const isNumber = parameter?.type === 'integer' || parameter?.type === 'number';
	const { minimum = 0, maximum = largestSeed } = isNumber ? parameter : {};
	const least = Math.max(0, minimum);
	return { isKnown: isNumber, least, count: Math.max(1, Math.floor(maximum) - least + 1) };
}

/**
 * Gives the requests of one item different seeds: the item's seed, then one more for each, or a
 * random one to begin with. A model without seeds makes another video of the same request anyway.
 * @param random from 0 to below 1; the same for all videos of the item
 * @returns a function that returns the plan of a video, from 0
 */
export function copiesOf(plan: Planned, random: number): (copy: number) => Planned {
	const { isKnown, least, count } = rangeOf(plan);
	const { seed }: { readonly seed?: unknown } = plan.request.body;
	const isGiven = typeof seed === 'number' && seed >= 0;
	if (!isGiven && !isKnown) return () => plan;
	const first = isGiven ? seed : least + Math.floor(random * count);
	return (copy) => {
		const own = copy === 0 ? first : least + ((first - least + copy) % count);
		return {
			...plan,
			request: { ...plan.request, body: { ...plan.request.body, seed: own } },
			...(!isGiven && { origins: { ...plan.origins, seed: 'copies' } }),
		};
	};
}

/**
 * The request key of a video. No person's key begins with a space, so these can't be keys of other
 * items.
 */
export const copyKey = (requestKey: string, copy: number) =>
	copy === 0 ? requestKey : ` #${copy + 1} ${requestKey}`;
