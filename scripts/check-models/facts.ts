/** The facts about one parameter in a model document, the catalogue or a node, in one form. */

export interface Facts {
	readonly type: string;
	readonly required: boolean;
	readonly default?: unknown;
	/** Minimum and maximum; undefined when the source gives none. */
	readonly range?: readonly [minimum: number | undefined, maximum: number | undefined];
	/** The values to choose from, in the order of the source. */
	readonly choices?: readonly (string | number)[];
	/** In characters. */
	readonly maxLength?: number;
	/** The largest number of entries in a list. */
	readonly maxItems?: number;
}

export type Aspect = keyof Facts;

const aspects: readonly Aspect[] = [
	'type',
	'required',
	'default',
	'range',
	'choices',
	'maxLength',
	'maxItems',
];

/** The aspects in which two sources differ. The order of choices counts. */
export function differences(one: Facts, other: Facts): Aspect[] {
	return aspects.filter((aspect) => JSON.stringify(one[aspect]) !== JSON.stringify(other[aspect]));
}

function choicesInWords(choices: readonly (string | number)[]): string {
	const first = choices[0];
	const isRun =
		choices.length > 3 &&
		typeof first === 'number' &&
		choices.every((value, i) => value === first + i);
	return isRun ? `each of ${first}…${choices.at(-1)}` : `one of ${choices.join(' ')}`;
}

/** One line for the printed table. */
export function inWords(facts: Facts): string {
	const { type, required, range, choices, maxLength, maxItems } = facts;
	return [
		type,
		...(required ? ['required'] : []),
		...(facts.default === undefined ? [] : [`default ${JSON.stringify(facts.default)}`]),
		...(range === undefined ? [] : [`${range[0]} to ${range[1]}`]),
		...(choices === undefined ? [] : [choicesInWords(choices)]),
		...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
		...(maxItems === undefined ? [] : [`up to ${maxItems}`]),
	].join(', ');
}
