/**
 * The facts about a parameter, in a normal form: two parameters that allow the same values have the
 * same facts. docs/internals/catalogue-sync.md#what-counts-as-a-difference says what counts as the
 * same, and why.
 */
import type { NumberParameter, Parameter } from '../../seedance/models';

/**
 * By aspect, named by JSON Schema's keywords: "type", "required", "maximum". Aspects of a list's
 * entries begin with "items.", those of an object's property with "properties.<name>.".
 */
export type Facts = ReadonlyMap<string, unknown>;

type Entry = readonly [aspect: string, value: unknown];

/** Whether a default is one of the empty values that form builders write. */
function isEmpty(preset: unknown): boolean {
	if (preset === undefined || preset === null || preset === '') return true;
	return typeof preset === 'object' && Object.keys(preset).length === 0;
}

/**
 * A minimum of 0 or 1 has no effect, because an empty text or list is left out of every request.
 */
const least = (count: number | undefined) => (count !== undefined && count > 1 ? count : undefined);

/** Choices include the bounds, which only remove some of them. */
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

/** The facts of a value that isn't a property, such as an entry of a list. */
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

/**
 * The facts of a parameter, without its description and without the file facts that only the
 * catalogue has.
 */
export const factsOf = (parameter: Parameter, isRequired: boolean): Facts =>
	valueFacts(parameter, ['required', isRequired]);

/** The bounds of consecutive whole numbers; undefined for other choices. */
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
 * The same facts, with choices of consecutive whole numbers written as a range when the other side
 * has no choices: 4, 5, 6 equals 4 to 6.
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
