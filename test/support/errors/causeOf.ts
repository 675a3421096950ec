/**
 * Finds the cause behind a text that a person reads, by the table of messages itself. So a test can say
 * which cause it expects, and the table can be reworded.
 */
import { notStarted, problem, startedBefore } from '../../../seedance/errors/messages';
import type { Cause, Circumstances } from '../../../seedance/errors/problem';
import { causes } from './causes';

/** What an error, an error item or a problem shows. */
export interface Shown {
	readonly message?: unknown;
	readonly description?: unknown;
}

/** Each circumstance as a mark that no text holds by itself. */
const marked = {
	taskId: '\uE001',
	model: '\uE002',
	status: '\uE003',
	said: '\uE004',
	detail: '\uE005',
	code: '\uE00A',
	got: '\uE00B',
	fileName: '\uE006',
	advice: '\uE007',
	files: '\uE008',
	replacement: '\uE009',
	httpStatus: 40_710_704,
	minutes: 70_410_407,
	hasItem: true,
	isSubmit: true,
	isList: true,
	isDelete: true,
} as const satisfies Circumstances;
const marks = /[\uE001-\uE00B]|40710704|70410407/;

type Name = keyof typeof marked;
const names = Object.keys(marked) as Name[];
const withNames = (given: readonly Name[]): Circumstances =>
	Object.fromEntries(given.map((name) => [name, marked[name]]));
const made = (cause: Cause, given: readonly Name[]) => {
	const { message, description } = problem(cause, withNames(given));
	return `${message}\n${description}`;
};

/** The circumstances that the text of a cause depends on, when all others are known or none is. */
const relevantTo = (cause: Cause) =>
	names.filter((name) => {
		const others = names.filter((other) => other !== name);
		return made(cause, names) !== made(cause, others) || made(cause, [name]) !== made(cause, []);
	});

const subsets = (all: readonly Name[]): Name[][] =>
	all.reduce<Name[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);

/** A description without what was said and without the details, which may get more. */
const leadOf = (description: string) =>
	description.split(/ (?:WaveSpeedAI|n8n) says: "| ?Details: /, 1)[0] ?? '';

interface Pattern {
	readonly cause: Cause;
	readonly both: RegExp;
	readonly inOne: RegExp;
	/** How much of the texts is the table's own. */
	readonly letters: number;
}

const source = (text: string) =>
	text
		.split(marks)
		.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
		.join('.*')
		.replace(' minutes', ' minutes?');

/** The whole of a title that was too long. */
const aside = '(?:.*\\. )?';

const lettersIn = (text: string) => text.replace(new RegExp(marks, 'g'), '').length;

function patternsOf(cause: Cause): Pattern[] {
	const problems = subsets(relevantTo(cause))
		.map((given) => problem(cause, withNames(given)))
		.flatMap((one) => [one, notStarted(one), startedBefore(one, marked.taskId)])
		.map(({ message, description }) => ({ message, lead: leadOf(description) }));
	const distinct = new Map(problems.map((one) => [`${one.message}\n${one.lead}`, one]));
	return [...distinct.values()].map(({ message, lead }) => ({
		cause,
		both: new RegExp(`^${source(message)}\n${aside}${source(lead)}`, 's'),
		inOne: new RegExp(`^${source(message)}\\. ${aside}${source(lead)}`, 's'),
		letters: lettersIn(message) + lettersIn(lead),
	}));
}

let patterns: readonly Pattern[] | undefined;

function closest(fits: (pattern: Pattern) => boolean): Cause | undefined {
	patterns ??= causes.flatMap(patternsOf);
	let best: Pattern | undefined;
	for (const pattern of patterns) {
		if (pattern.letters > (best?.letters ?? 0) && fits(pattern)) best = pattern;
	}
	return best?.cause;
}

/** Both texts of an error or an error item, in which values can be looked for. */
export function textOf(shown: unknown): string {
	const { message, description } = (shown ?? {}) as Shown;
	return `${String(message)}\n${String(description)}`;
}

/** The cause of an error or an error item; undefined where the table makes no such text. */
export function causeOf(shown: unknown): Cause | undefined {
	// A run in which other videos were started says so of this item only.
	const text = textOf(shown).replace('charged for this item.', 'charged.');
	return closest(({ both }) => both.test(text));
}

/** The cause of a message and a description written one after the other, as for an agent. */
export const causeIn = (text: unknown): Cause | undefined =>
	closest(({ inOne }) => inOne.test(String(text)));
