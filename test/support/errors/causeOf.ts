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
	fileName: '\uE006',
	advice: '\uE007',
	files: '\uE008',
	replacement: '\uE009',
	httpStatus: 40_710_704,
	minutes: 70_410_407,
	hasItem: true,
	isSubmit: true,
	isList: true,
} as const satisfies Circumstances;
const marks = /[\uE001-\uE009]|40710704|70410407/;

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

/** What other functions of the table put behind a description. */
const base = { cause: 'unexpected', message: '', description: '' } as const;
const endings = ['', notStarted(base).description, startedBefore(base, marked.taskId).description];

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
		.join('.*');

const lettersIn = (text: string) => text.replace(new RegExp(marks, 'g'), '').length;

function patternsOf(cause: Cause): Pattern[] {
	const problems = subsets(relevantTo(cause)).map((given) => problem(cause, withNames(given)));
	const distinct = new Map(problems.map((one) => [`${one.message}\n${one.description}`, one]));
	return [...distinct.values()].flatMap(({ message, description }) =>
		endings.map((ending) => {
			const whole = `${description}${ending}`;
			return {
				cause,
				both: new RegExp(`^${source(message)}\n${source(whole)}`, 's'),
				inOne: new RegExp(`^${source(message)}\\. ${source(whole)}`, 's'),
				letters: lettersIn(message) + lettersIn(whole),
			};
		}),
	);
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
	const text = textOf(shown);
	return closest(({ both }) => both.test(text));
}

/** The cause of a message and a description written one after the other, as for an agent. */
export const causeIn = (text: unknown): Cause | undefined =>
	closest(({ inOne }) => inOne.test(String(text)));
