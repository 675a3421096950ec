/**
 * What a person sets besides the parameters of a model: options, limits, switches. They are read as people,
 * spreadsheets and expressions write them, and what cannot be read is refused: a limit that falls back to a
 * default is no limit.
 */
import { quoted, readable, unfilled } from '../text';
import { z } from '../zod';
import { isBlank, normaliseValue, numberIn } from './normalise';
import type { Unit } from './normalise';

interface Named {
	/** As the panel calls it. */
	readonly displayName: string;
}

export interface NumberSetting extends Named {
	readonly kind: 'number';
	readonly isWhole?: true;
	readonly minimum: number;
	readonly maximum?: number;
	/** What it counts, which may stand behind it. */
	readonly unit?: Unit;
	/** What holds while nobody has set it; without one, nothing does. */
	readonly unset?: number;
}

export interface ChoiceSetting extends Named {
	readonly kind: 'choice';
	/** Each value with the names that people have for it; the first is that of the panel. */
	readonly choices: Readonly<Record<string, readonly [string, ...string[]]>>;
	/** The choices that a yes and a no stand for, where they do. */
	readonly yes?: string;
	readonly no?: string;
	readonly unset?: string;
}

export interface SwitchSetting extends Named {
	readonly kind: 'switch';
	readonly unset: boolean;
}

export interface TextSetting extends Named {
	readonly kind: 'text';
	/** Whether blank text means that it is not set; otherwise it is refused. */
	readonly mayBeBlank?: true;
	/** Whether it must tell items apart: then not even a part of it may be a value that is missing. */
	readonly isKey?: true;
	readonly unset?: string;
}

export interface ListSetting extends Named {
	readonly kind: 'list';
	/** Those that there are, with their names; without them any text will do. */
	readonly choices?: ChoiceSetting['choices'];
	readonly mayBeBlank?: true;
	readonly unset: readonly string[];
}

export type Setting = NumberSetting | ChoiceSetting | SwitchSetting | TextSetting | ListSetting;

/** What is read of a setting that somebody has set. */
type Given<S extends Setting> = S extends ChoiceSetting
	? keyof S['choices'] & string
	: S extends NumberSetting
		? number
		: S extends SwitchSetting
			? boolean
			: S extends TextSetting
				? string
				: readonly string[];

/** What is read of a setting: undefined only where nothing holds while it is not set. */
export type ValueOf<S extends Setting> =
	Given<S> | (S extends { readonly unset: unknown } ? never : undefined);

export type SettingRead<S extends Setting> =
	| { readonly ok: true; readonly value: ValueOf<S> }
	/** The whole sentence: name, what it must be, what it was. */
	| { readonly ok: false; readonly finding: string };

/** What an expression makes of a value that is missing, as a part of a key: "order-undefined". */
const missingPart = /(?:^|[-_/:|#.+])(?:undefined|null|NaN)(?:$|[-_/:|#.+])/;

/** "Suspended Execution", "suspended-execution" and " SUSPENDED EXECUTION " are one name. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');

/** The value that a person's name for it stands for; other things stay as they are. */
function namedChoice({ choices }: Pick<ChoiceSetting, 'choices'>, given: unknown): unknown {
	if (typeof given !== 'string') return given;
	const wanted = plain(given);
	const found = Object.entries(choices).find(([value, names]) =>
		[value, ...names].some((name) => plain(name) === wanted),
	);
	return found?.[0] ?? given;
}

const asSwitch = (given: unknown) => normaliseValue({ type: 'boolean', description: '' }, given);

function asChoice(setting: ChoiceSetting, given: unknown): unknown {
	const value = namedChoice(setting, given);
	if (typeof value === 'string' && Object.hasOwn(setting.choices, value)) return value;
	const answer = asSwitch(value);
	if (answer === true) return setting.yes ?? value;
	return answer === false ? (setting.no ?? value) : value;
}

/** The entries of a list as JSON text, or of a text between commas, semicolons or lines. */
function entriesOf(text: string): unknown {
	if (/^\s*\[/.test(text)) {
		try {
			return JSON.parse(text) as unknown;
		} catch {
			// A name may begin with a bracket.
		}
	}
	return text.split(/[,;\n]/);
}

function asList({ choices }: ListSetting, given: unknown): unknown {
	const entries = typeof given === 'string' ? entriesOf(given) : given;
	if (!Array.isArray(entries)) return given;
	return entries
		.filter((entry) => !isBlank(entry))
		.map((entry: unknown) => {
			const text = typeof entry === 'number' ? String(entry) : entry;
			if (typeof text !== 'string') return text;
			return choices === undefined ? text.trim() : namedChoice({ choices }, text);
		});
}

/** As its kind has it, as far as that is plain to see. */
function normalised(setting: Setting, given: unknown): unknown {
	switch (setting.kind) {
		case 'number':
			return typeof given === 'string' ? numberIn(given, setting.unit) : given;
		case 'choice':
			return asChoice(setting, given);
		case 'switch':
			return asSwitch(given);
		case 'text':
			return Number.isFinite(given) ? String(given) : given;
		case 'list':
			return asList(setting, given);
	}
}

/** What a value must be once it is normalised. */
function schemaOf(setting: Setting): z.ZodTypeAny {
	switch (setting.kind) {
		case 'number': {
			const number = z.number().finite().min(setting.minimum);
			const whole = setting.isWhole ? number.int() : number;
			return setting.maximum === undefined ? whole : whole.max(setting.maximum);
		}
		case 'choice':
			return z.string().refine((value) => Object.hasOwn(setting.choices, value));
		case 'switch':
			return z.boolean();
		case 'text':
			return z
				.string()
				.trim()
				.refine((value) => !isBlank(value) && unfilled(value) === undefined)
				.refine((value) => !setting.isKey || !missingPart.test(value));
		case 'list': {
			const { choices } = setting;
			const entry = z.string().refine((value) => !choices || Object.hasOwn(choices, value));
			return setting.mayBeBlank ? z.array(entry) : z.array(entry).min(1);
		}
	}
}

const oneOf = (names: readonly string[], word: string) =>
	names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

const namesOf = (choices: ChoiceSetting['choices'], word: string) =>
	oneOf(
		Object.values(choices).map(([name]) => name),
		word,
	);

function numberWords({ isWhole, minimum, maximum, unit }: NumberSetting): string {
	const least = readable(minimum, 2);
	const range =
		maximum === undefined ? `of at least ${least}` : `from ${least} to ${readable(maximum)}`;
	if (unit === 'USD') return 'an amount in USD, such as 5';
	return `a ${isWhole ? 'whole ' : ''}number ${range}`;
}

/** What it takes, to complete "must be …". */
export function takes(setting: Setting): string {
	switch (setting.kind) {
		case 'number':
			return numberWords(setting);
		case 'choice':
			return namesOf(setting.choices, 'or');
		case 'switch':
			return 'true or false';
		case 'text':
			return setting.isKey
				? 'text or a number that is different for each video'
				: 'text or a number';
		case 'list':
			return setting.choices === undefined
				? 'a list of names'
				: `a list of ${namesOf(setting.choices, 'and')}`;
	}
}

/**
 * Reads a setting that somebody has set. Blank means "not set" only where the setting may be blank.
 * @param given a value as it stands in the node, or what its expression came to
 */
export function readSetting<S extends Setting>(setting: S, given: unknown): SettingRead<S>;
export function readSetting(setting: Setting, given: unknown): SettingRead<Setting> {
	if (isBlank(given) && 'mayBeBlank' in setting && setting.mayBeBlank) {
		return { ok: true, value: setting.unset };
	}
	const parsed = schemaOf(setting).safeParse(normalised(setting, given));
	if (parsed.success) return { ok: true, value: parsed.data as ValueOf<Setting> };
	const was = isBlank(given) ? "it's empty" : `got ${quoted(given)}`;
	return { ok: false, finding: `'${setting.displayName}' must be ${takes(setting)} (${was})` };
}
