/** The parameters of a record held against those of another one for the same model. */
import { isDeepStrictEqual } from 'node:util';
import type { ModelRecord } from '../../seedance/models';
import { comparableWith, factsOf } from './facts';
import type { Facts } from './facts';

/** One thing that is said of a parameter, differently on the two sides. Absent: the side does not say it. */
export interface Change {
	/** "type", "maximum", "items.type", … */
	readonly aspect: string;
	readonly catalogue?: unknown;
	readonly live?: unknown;
	/** Of choices on both sides: those that only the live schema has. */
	readonly added?: readonly unknown[];
	/** Of choices on both sides: those that only the catalogue has. */
	readonly removed?: readonly unknown[];
}

export interface NamedFacts {
	readonly name: string;
	readonly facts: Facts;
}

export interface NamedChanges {
	readonly name: string;
	readonly changes: readonly Change[];
}

export interface ParameterDrift {
	/** Parameters that only the live schema has. */
	readonly added: readonly NamedFacts[];
	/** Parameters that only the catalogue has. */
	readonly removed: readonly NamedFacts[];
	readonly changed: readonly NamedChanges[];
	/** What the live schema is silent about; no difference, and worth a look. */
	readonly silent: readonly NamedChanges[];
}

const without = (values: readonly unknown[], others: readonly unknown[]) =>
	values.filter((value) => !others.includes(value));

function changeOf(aspect: string, catalogue: unknown, live: unknown): Change | undefined {
	if (Array.isArray(catalogue) && Array.isArray(live) && /(^|\.)enum$/.test(aspect)) {
		// In which order choices stand is a matter of the form.
		const added = without(live, catalogue);
		const removed = without(catalogue, live);
		if (added.length + removed.length === 0) return undefined;
		return { aspect, catalogue, live, added, removed };
	}
	if (isDeepStrictEqual(catalogue, live)) return undefined;
	return {
		aspect,
		...(catalogue !== undefined && { catalogue }),
		...(live !== undefined && { live }),
	};
}

/** What differs between the facts of one parameter, in the order of the catalogue's. */
export function changesBetween(ours: Facts, theirs: Facts): Change[] {
	const catalogue = comparableWith(ours, theirs);
	const live = comparableWith(theirs, ours);
	const aspects = new Set([...catalogue.keys(), ...live.keys()]);
	return [...aspects].flatMap(
		(aspect) => changeOf(aspect, catalogue.get(aspect), live.get(aspect)) ?? [],
	);
}

/**
 * A length that the live schema does not give: lengths of texts are not among the words that the
 * list's schemas are known to use (reference §G), so their absence tells nothing.
 */
const isSilence = ({ aspect, live }: Change) =>
	/(^|\.)(min|max)Length$/.test(aspect) && live === undefined;

const parametersOf = ({ parameters, required }: ModelRecord): ReadonlyMap<string, Facts> =>
	new Map(
		Object.entries(parameters).map(([name, parameter]) => [
			name,
			factsOf(parameter, required.includes(name)),
		]),
	);

/** What differs between the catalogue's record of a model and the live one. */
export function compareParameters(record: ModelRecord, live: ModelRecord): ParameterDrift {
	const ours = parametersOf(record);
	const theirs = parametersOf(live);
	const onlyIn = (one: typeof ours, other: typeof ours): NamedFacts[] =>
		[...one].flatMap(([name, facts]) => (other.has(name) ? [] : [{ name, facts }]));
	const shared = [...ours].flatMap(([name, facts]) => {
		const live = theirs.get(name);
		return live === undefined ? [] : [{ name, changes: changesBetween(facts, live) }];
	});
	const only = (keep: (change: Change) => boolean): NamedChanges[] =>
		shared
			.map(({ name, changes }) => ({ name, changes: changes.filter(keep) }))
			.filter(({ changes }) => changes.length > 0);
	return {
		added: onlyIn(theirs, ours),
		removed: onlyIn(ours, theirs),
		changed: only((change) => !isSilence(change)),
		silent: only(isSilence),
	};
}
