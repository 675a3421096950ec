/** What a parameter allows, in words, for messages and field descriptions. */
import type { MediaKind } from '../media/fileType';
import { mediaAllowed } from '../media/rules';
import type { NumberParameter, Parameter, MediaParameter } from '../models';
import { mediaParameter } from '../models';
import { readable } from '../text';

/** One value that the model doesn't allow. */
export interface Refusal {
	/** The API's name of the parameter. */
	readonly parameter: string;
	/** The given value, for quoting; undefined when it's missing. */
	readonly given: unknown;
	/** What is wrong with it, completing "Duration …": "must be from 4 to 12 seconds", "is empty". */
	readonly finding: string;
	/** What was given instead, for "(got …)", if it may be shown. */
	readonly got?: string;
	/** What the model allows; absent when the finding or the advice says it. */
	readonly allowed?: string;
	/** What to do instead, if that isn't obvious. */
	readonly advice?: string;
	/** The field with an unknown parameter. */
	readonly place?: string;
	/** The name of its file. */
	readonly fileName?: string;
}

/** "480p, 720p or 1080p" */
export const oneOf = (values: readonly (string | number)[]) =>
	values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** Whether values are consecutive integers, which read better as a range. */
function isRun(values: readonly number[]): boolean {
	return values.length > 3 && values.every((value, i) => value === (values[0] ?? 0) + i);
}

const many: Record<MediaKind, string> = { image: 'images', video: 'videos', audio: 'audio files' };

/** The forms in which media can be given. */
export const mediaForms = 'the name of a binary field, a URL (https://…) or a data URI';

/** The same for a kind of media: a video can be that of an earlier task. */
export const formsOf = (kind: MediaKind) =>
	kind === 'video'
		? 'the name of a binary field, a URL (https://…), the task ID of an earlier video or a data URI'
		: mediaForms;

/** The forms and the rule of a media parameter. */
export const mediaText = ({ rule }: Pick<MediaParameter, 'rule'>) =>
	`${formsOf(rule.kind)} of ${mediaAllowed(rule)}`;

/** The limits of a list: "1 to 4 images", "up to 9 images", "up to 5 entries". */
export function countText(parameter: Extract<Parameter, { type: 'array' }>): string {
	const { minItems = 0, maxItems } = parameter;
	const media = mediaParameter(parameter);
	const things = media === undefined ? 'entries' : many[media.kind];
	if (maxItems === undefined) return minItems > 0 ? `at least ${minItems} ${things}` : things;
	return minItems > 0 ? `${minItems} to ${maxItems} ${things}` : `up to ${maxItems} ${things}`;
}

/** The bounds of a number, if it has any: " from 4 to 12", " of at least 4". */
function rangeText({ minimum, maximum }: NumberParameter): string {
	if (minimum === undefined) return maximum === undefined ? '' : ` of at most ${maximum}`;
	return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}

/** The limits of a text in characters, if it has any. */
function lengthText(minLength = 0, maxLength?: number): string {
	const least = minLength > 1 ? readable(minLength) : undefined;
	if (maxLength === undefined) return least === undefined ? '' : ` of at least ${least} characters`;
	if (least === undefined) return ` of at most ${readable(maxLength)} characters`;
	return ` of ${least} to ${readable(maxLength)} characters`;
}

const namesText = (properties: Readonly<Record<string, unknown>>) => {
	const names = Object.keys(properties);
	return names.length === 0 ? '' : ` with ${names.join(', ')}`;
};

/** What is allowed for a parameter, such as "a whole number from 4 to 12". */
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
					: oneOf(parameter.enum);
			}
			return `a ${parameter.type === 'integer' ? 'whole ' : ''}number${rangeText(parameter)}`;
		case 'string':
			if (parameter.enum !== undefined) return oneOf(parameter.enum);
			if (media !== undefined) return mediaText(media);
			return `text${lengthText(parameter.minLength, parameter.maxLength)}`;
		case 'array':
			return countText(parameter);
		case 'object':
			return `an object${namesText(parameter.properties)}`;
		case undefined:
			return "a value from the model's page";
	}
}

/**
 * The rule that a value breaks, completing "Duration must be …".
 * @param value the converted value: a number that is only out of range needs no "whole number"
 */
export function ruleText(name: string, parameter: Parameter, value: unknown): string {
	const allowed = allowedText(parameter);
	switch (parameter.type) {
		case 'integer':
		case 'number': {
			const isRange = Number.isInteger(value) && /^a (?:whole )?number (?:from|of) /.test(allowed);
			const rule = isRange ? allowed.replace(/^a (?:whole )?number (?:of )?/, '') : allowed;
			if (name !== 'duration') return rule;
			return rule.includes('number')
				? rule.replace('number', 'number of seconds')
				: `${rule} seconds`;
		}
		case 'string':
			return allowed.replace(/^text of /, '');
		default:
			return allowed;
	}
}
