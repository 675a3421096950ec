/** Compares the parameters of two records of one model. */
import { isDeepStrictEqual } from 'node:util';
import type { ModelRecord } from '../../seedance/models';
import { comparableWith, factsOf } from './facts';
import type { Facts } from './facts';

/**
 * One fact about a parameter that differs between the two sides. A side without the fact is absent.
 */
export interface Change {
	/** "type", "maximum", "items.type", … */
	readonly aspect: string;
	readonly catalogue?: unknown;
	readonly live?: unknown;
	/** The choices that only the live schema has, when both sides have choices. */
	readonly added?: readonly unknown[];
	/** The choices that only the catalogue has, when both sides have choices. */
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
	/** Facts that the live schema leaves out; they aren't differences, but worth a look. */
	readonly silent: readonly NamedChanges[];
}

const without = (values: readonly unknown[], others: readonly unknown[]) =>
	values.filter((value) => !others.includes(value));

function changeOf(aspect: string, catalogue: unknown, live: unknown): Change | undefined {
	if (Array.isArray(catalogue) && Array.isArray(live) && /(^|\.)enum$/.test(aspect)) {
		// The order of choices matters only to the form.
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

/** The differences between the facts of one parameter, in the catalogue's order. */
export function changesBetween(ours: Facts, theirs: Facts): Change[] {
	const catalogue = comparableWith(ours, theirs);
	const live = comparableWith(theirs, ours);
	const aspects = new Set([...catalogue.keys(), ...live.keys()]);
	return [...aspects].flatMap(
		(aspect) => changeOf(aspect, catalogue.get(aspect), live.get(aspect)) ?? [],
	);
}

/**
 * Whether the live schema only leaves out a text length. The list's schemas aren't known to use
 * these keywords (docs/internals/api.md#model-list), so their absence proves nothing.
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

/** The differences between the catalogue's record of a model and the live one. */
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
