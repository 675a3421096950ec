/**
 * Reads settings other than a model's parameters: options, limits, switches. They are read as
 * people, spreadsheets and expressions write them. What can't be read is refused, because a limit
 * must not fall back to a default.
 */
import type { Result } from '../result';
import { bareValue, quoted, readable, unfilled } from '../text';
import { z } from '../zod';
import { bareName, isBlank, normaliseValue, numberIn } from './normalise';
import type { Unit } from './normalise';

interface Named {
	/** Its name in the panel. */
	readonly displayName: string;
	/** Whether blank means that it isn't set, rather than being refused. */
	readonly mayBeBlank?: true;
}

export interface NumberSetting extends Named {
	readonly kind: 'number';
	readonly isWhole?: true;
	readonly minimum: number;
	readonly maximum?: number;
	/** Its unit, which the value may contain. */
	readonly unit?: Unit;
	/** The value when it isn't set; absent when there is none. */
	readonly unset?: number;
}

export interface ChoiceSetting extends Named {
	readonly kind: 'choice';
	/** Each value with its accepted names. The first is the panel's. */
	readonly choices: Readonly<Record<string, readonly [string, ...string[]]>>;
	/** The choices that yes and no stand for. */
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
	/** Whether it identifies items, so that no part of it may be a missing value. */
	readonly isKey?: true;
	readonly unset?: string;
}

export interface ListSetting extends Named {
	readonly kind: 'list';
	/** The allowed values with their names; absent when any text is allowed. */
	readonly choices?: ChoiceSetting['choices'];
	readonly unset: readonly string[];
}

export type Setting = NumberSetting | ChoiceSetting | SwitchSetting | TextSetting | ListSetting;

/** The type of a setting that is set. */
type Given<S extends Setting> = S extends ChoiceSetting
	? keyof S['choices'] & string
	: S extends NumberSetting
		? number
		: S extends SwitchSetting
			? boolean
			: S extends TextSetting
				? string
				: readonly string[];

/** The type of a setting, undefined only when it may be unset. */
export type ValueOf<S extends Setting> =
	Given<S> | (S extends { readonly unset: unknown } ? never : undefined);

export type SettingRead<S extends Setting> = Result<
	ValueOf<S>,
	/** A sentence: name, what it must be, what it was. */
	string
>;

/** The text of a missing value as a part of a key: "order-undefined". Words with spaces may be a title. */
const missingPart =
	/(?:^|[^\p{L}\p{N}\s])(?:undefined|null|NaN)(?:$|[^\p{L}\p{N}\s])|\bInvalid Date(?:Time)?$/u;

/** The value of a choice's name; undefined when it isn't one. */
function namedChoice(choices: ChoiceSetting['choices'], given: unknown): string | undefined {
	if (typeof given !== 'string') return undefined;
	const nameIn = (text: string) => bareName(bareValue(text));
	const wanted = nameIn(given);
	const found = Object.entries(choices).find(([value, names]) =>
		[value, ...names].some((name) => nameIn(name) === wanted),
	);
	return found?.[0];
}

const asSwitch = (given: unknown) => normaliseValue({ type: 'boolean', description: '' }, given);

function asChoice(setting: ChoiceSetting, given: unknown): unknown {
	const value = namedChoice(setting.choices, given);
	if (value !== undefined) return value;
	const answer = asSwitch(given);
	if (answer === true) return setting.yes ?? given;
	return answer === false ? (setting.no ?? given) : given;
}

/** The entries of a list in JSON, or of a text with commas, semicolons or lines. */
function entriesOf(text: string): unknown {
	if (/^\s*\[/.test(text)) {
		try {
			return JSON.parse(text) as unknown;
		} catch {
			// It isn't JSON: a name may begin with a bracket.
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
			return choices === undefined ? text.trim() : (namedChoice(choices, text) ?? text);
		});
}

/** Converts a value to its setting's type, if that is unambiguous. */
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

/** The schema of a normalised value. */
function schemaOf(setting: Setting): z.ZodTypeAny {
	switch (setting.kind) {
		case 'number': {
			const { minimum, maximum = Infinity } = setting;
			const number = z.number().finite().min(minimum).max(maximum);
			return setting.isWhole ? number.int() : number;
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

/** What it allows, completing "must be …". */
function allowed(setting: Setting): string {
	switch (setting.kind) {
		case 'number':
			return numberWords(setting);
		case 'choice':
			return namesOf(setting.choices, 'or');
		case 'switch':
			return 'true or false';
		case 'text':
			return setting.isKey ? 'text or a number, different for each video' : 'text or a number';
		case 'list':
			return setting.choices === undefined
				? 'a list of names'
				: `a list of ${namesOf(setting.choices, 'and')}`;
	}
}

/**
 * Reads a setting. Blank means that it isn't set only if the setting allows that.
 * @param given the node's value, or the result of its expression
 */
export function readSetting<S extends Setting>(setting: S, given: unknown): SettingRead<S>;
export function readSetting(setting: Setting, given: unknown): SettingRead<Setting> {
	if (setting.mayBeBlank && isBlank(given)) return { ok: true, value: setting.unset };
	const parsed = schemaOf(setting).safeParse(normalised(setting, given));
	if (parsed.success) return { ok: true, value: parsed.data as ValueOf<Setting> };
	const got = isBlank(given) ? 'nothing' : quoted(given);
	return { ok: false, problem: `${setting.displayName} must be ${allowed(setting)} (got ${got})` };
}
