/** What a parameter takes, in words: used by messages and by the fields' descriptions alike. */
import type { MediaKind } from '../media/fileType';
import { mediaAllowed } from '../media/rules';
import type { NumberParameter, Parameter } from '../models';
import { mediaParameter } from '../models/mediaUse';
import type { MediaParameter } from '../models/mediaUse';
import { bareValue, readable } from '../text';

/** One value that the model does not take. */
export interface Refusal {
	/** The API's name of the parameter. */
	readonly parameter: string;
	/** The value as it was given, for quoting; undefined when it is missing. */
	readonly given: unknown;
	/** What is wrong with it, completing "'Duration' …": "is 13", "is empty", "is unknown". */
	readonly finding: string;
	/** What the model takes instead, completing "… takes …"; left out where the advice says it. */
	readonly allowed?: string;
	/** What to do instead, where that is not plain. */
	readonly advice?: string;
	/** The field that an unknown parameter was given in. */
	readonly place?: string;
}

const enumeration = (values: readonly (string | number)[]) =>
	values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** A run of consecutive whole numbers reads better as a range. */
function isRun(values: readonly number[]): boolean {
	return values.length > 3 && values.every((value, i) => value === (values[0] ?? 0) + i);
}

const many: Record<MediaKind, string> = { image: 'images', video: 'videos', audio: 'audio files' };

/** Every form in which a picture, video or sound can be given. */
export const mediaForms = 'the name of a binary field, a web address (https://…) or a data URI';

/** The forms, and what it must be. */
export const mediaText = ({ rule }: Pick<MediaParameter, 'rule'>) =>
	`${mediaForms} of ${mediaAllowed(rule)}`;

/** The limits of a list: "1 to 4 images", "up to 9 images", "up to 5 entries". */
export function countText(parameter: Extract<Parameter, { type: 'array' }>): string {
	const { minItems = 0, maxItems } = parameter;
	const media = mediaParameter(parameter);
	const things = media === undefined ? 'entries' : many[media.kind];
	if (maxItems === undefined) return minItems > 0 ? `at least ${minItems} ${things}` : things;
	return minItems > 0 ? `${minItems} to ${maxItems} ${things}` : `up to ${maxItems} ${things}`;
}

/** The bounds of a number, as far as it has any: " from 4 to 12", " of at least 4". */
function rangeText({ minimum, maximum }: NumberParameter): string {
	if (minimum === undefined) return maximum === undefined ? '' : ` of at most ${maximum}`;
	return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}

/** The limits of a text in characters, as far as it has any. Lengths are read, seeds are typed: those stay as they are. */
function lengthText(minLength: number | undefined, maxLength: number | undefined): string {
	const least = minLength !== undefined && minLength > 1 ? readable(minLength) : undefined;
	if (maxLength === undefined) return least === undefined ? '' : ` of at least ${least} characters`;
	if (least === undefined) return ` of at most ${readable(maxLength)} characters`;
	return ` of ${least} to ${readable(maxLength)} characters`;
}

const namesText = (properties: Readonly<Record<string, unknown>>) => {
	const names = Object.keys(properties);
	return names.length === 0 ? '' : ` with ${names.join(', ')}`;
};

/** What is allowed for a parameter, to complete "… takes ___": "a whole number from 4 to 12". */
export function allowedText(parameter: Parameter): string {
	const media = mediaParameter(parameter);
	switch (parameter.type) {
		case 'boolean':
			return 'true or false';
		case 'integer':
		case 'number':
			if (parameter.enum !== undefined) {
				return isRun(parameter.enum)
					? `a whole number from ${parameter.enum[0]} to ${parameter.enum.at(-1)}`
					: enumeration(parameter.enum);
			}
			return `a ${parameter.type === 'integer' ? 'whole ' : ''}number${rangeText(parameter)}`;
		case 'string':
			if (parameter.enum !== undefined) return enumeration(parameter.enum);
			if (media !== undefined) return mediaText(media);
			return `text${lengthText(parameter.minLength, parameter.maxLength)}`;
		case 'array':
			return countText(parameter);
		case 'object':
			return `an object${namesText(parameter.properties)}`;
		case undefined:
			return 'what its page at WaveSpeedAI says';
	}
}

// Which of a parameter's choices a person means: "16x9", "1080", "Portrait (9:16)".

/** Width and height with what people write between them; ":00" is what a spreadsheet makes a time of. */
const ratio = /(?<![\d:./-])(\d{1,2})\s*(?:[:x×/∶]|by)\s*(\d{1,2})(?::00)?(?![\d:/])/g;

/** Names of resolutions that mean the same number of lines everywhere. */
const resolutions: Readonly<Record<string, string>> = {
	hd: '720p',
	fullhd: '1080p',
	fhd: '1080p',
	'2160p': '4k',
	uhd: '4k',
	'4kuhd': '4k',
};

const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');

/** The only one of the choices that a test holds for. */
function only(choices: readonly string[], test: (choice: string) => boolean): string | undefined {
	const found = choices.filter(test);
	return found.length === 1 ? found[0] : undefined;
}

/** A ratio that stands in a text with other words or separators. */
function ratioIn(text: string): string | undefined {
	const [first, ...others] = [...text.matchAll(ratio)];
	if (first === undefined || others.length > 0) return undefined;
	return `${Number(first[1])}:${Number(first[2])}`;
}

/** Minutes of a day: a spreadsheet takes "16:9" for nine minutes past four and keeps it as a part of a day. */
const minutesOfDay = 1440;

function ratioOfTime(value: number): string | undefined {
	const minutes = Math.round(value * minutesOfDay);
	const isTime = value > 0 && value < 1 && Math.abs(value * minutesOfDay - minutes) < 0.01;
	return isTime ? `${Math.floor(minutes / 60)}:${minutes % 60}` : undefined;
}

/**
 * The choice that is meant.
 * @returns undefined when it is none of them for sure
 */
export function choiceIn(given: string | number, choices: readonly string[]): string | undefined {
	const time = typeof given === 'number' ? ratioOfTime(given) : undefined;
	if (time !== undefined && choices.includes(time)) return time;
	const wanted = String(given).trim();
	// A live schema may have choices that differ in nothing but their capitals.
	if (choices.includes(wanted)) return wanted;
	const text = bareValue(wanted).toLowerCase();
	const name = plain(text);
	const said = resolutions[name] ?? resolutions[`${name}p`] ?? `${name}p`;
	const aspect = ratioIn(text);
	return (
		choices.find((choice) => choice.toLowerCase() === text) ??
		only(choices, (choice) => plain(choice) === name) ??
		only(choices, (choice) => /^\d*[pk]?$/.test(said) && choice.toLowerCase() === said) ??
		only(choices, (choice) => choice === aspect) ??
		// "HD (720p)": one resolution among other words.
		only(choices, (choice) => {
			const isResolution = /^\d+[pk]$/i.test(choice);
			return isResolution && text.split(/[^a-z\d]+/).includes(choice.toLowerCase());
		})
	);
}
