/**
 * What is said of a parameter, in a normal form: two parameters that take the same values have the
 * same facts. docs/internals/catalogue-sync.md#what-counts-as-a-difference says what counts as the same, and why.
 */
import type { NumberParameter, Parameter } from '../../seedance/models';

/**
 * By aspect, in JSON Schema's words: "type", "required", "maximum". Those of a list's entries begin
 * with "items.", those of an object's property with "properties.<name>.".
 */
export type Facts = ReadonlyMap<string, unknown>;

type Entry = readonly [aspect: string, value: unknown];

/** No default, as form builders write it. */
function isEmpty(preset: unknown): boolean {
	if (preset === undefined || preset === null || preset === '') return true;
	return typeof preset === 'object' && Object.keys(preset).length === 0;
}

/** Of 0 and 1 neither says anything: an empty text or list is left out of every request. */
const least = (count: number | undefined) => (count !== undefined && count > 1 ? count : undefined);

/** Choices say all: bounds beside them only take some away. */
function numberFacts({ type, enum: choices, minimum, maximum }: NumberParameter): Entry[] {
	if (choices === undefined) {
		return [
			['minimum', minimum],
			['maximum', maximum],
		];
	}
	const isPossible = (value: number) =>
		value >= (minimum ?? -Infinity) &&
		value <= (maximum ?? Infinity) &&
		(type === 'number' || Number.isInteger(value));
	return [['enum', [...new Set(choices)].filter(isPossible)]];
}

const under = (prefix: string, facts: Facts): Entry[] =>
	[...facts].map(([aspect, value]) => [`${prefix}.${aspect}`, value]);

function typeFacts(parameter: Parameter): Entry[] {
	switch (parameter.type) {
		case 'string': {
			const { enum: choices, minLength, maxLength } = parameter;
			if (choices !== undefined) return [['enum', [...new Set(choices)]]];
			return [
				['minLength', least(minLength)],
				['maxLength', maxLength],
			];
		}
		case 'integer':
		case 'number':
			return numberFacts(parameter);
		case 'boolean': {
			const choices = [...new Set(parameter.enum ?? [])];
			return [['enum', choices.length === 1 ? choices : undefined]];
		}
		case 'array':
			return [
				['minItems', least(parameter.minItems)],
				['maxItems', parameter.maxItems],
				...under('items', valueFacts(parameter.items)),
			];
		case 'object':
			return [
				['additionalProperties', parameter.additionalProperties],
				...Object.entries(parameter.properties).flatMap(([name, property]) =>
					under(`properties.${name}`, factsOf(property, parameter.required.includes(name))),
				),
			];
		case undefined:
			return [];
	}
}

/** The facts of a value that is nobody's property: an entry of a list. */
function valueFacts(parameter: Parameter, ...more: Entry[]): Facts {
	const { type, default: preset, nullable } = parameter;
	const entries: Entry[] = [
		['type', type],
		...more,
		['default', isEmpty(preset) ? undefined : preset],
		['nullable', nullable === true ? true : undefined],
		...typeFacts(parameter),
	];
	return new Map(entries.filter(([, value]) => value !== undefined));
}

/** The facts of a parameter. Its description, and what only the catalogue tells of files, are none. */
export const factsOf = (parameter: Parameter, isRequired: boolean): Facts =>
	valueFacts(parameter, ['required', isRequired]);

/** The bounds of whole numbers without a gap; undefined for other choices. */
function bounds(choices: unknown): readonly [number, number] | undefined {
	if (!Array.isArray(choices)) return undefined;
	const sorted = choices
		.filter((value): value is number => Number.isSafeInteger(value))
		.sort((a, b) => a - b);
	const [first, last] = [sorted[0], sorted.at(-1)];
	if (first === undefined || last === undefined) return undefined;
	return last - first === choices.length - 1 ? [first, last] : undefined;
}

/**
 * The same facts with a choice of whole numbers without a gap written as a range, wherever the other
 * side gives no choices: 4, 5, 6 is what 4 to 6 is.
 */
export function comparableWith(facts: Facts, other: Facts): Facts {
	const entries = [...facts].flatMap(([aspect, value]): Entry[] => {
		const isChoice = /(^|\.)enum$/.test(aspect) && !other.has(aspect);
		const ends = isChoice ? bounds(value) : undefined;
		const prefix = aspect.slice(0, -'enum'.length);
		if (ends === undefined || facts.get(`${prefix}type`) !== 'integer') return [[aspect, value]];
		return [
			[`${prefix}minimum`, ends[0]],
			[`${prefix}maximum`, ends[1]],
		];
	});
	return new Map(entries);
}
