/** What a parameter takes, in words: used by messages and by the fields' descriptions alike. */
import type { MediaKind, Parameter } from '../catalogue';
import { mediaParameter } from '../media/mediaUse';
import type { MediaParameter } from '../media/mediaUse';
import { mediaAllowed } from '../media/rules';

/** 2147483647 → "2147483647", 2000 → "2,000": seeds are typed, lengths are read. */
const readable = (count: number) => count.toLocaleString('en-US');

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

/** The limits of a list: "1 to 4 images", "up to 9 images". */
export function countText(parameter: Extract<Parameter, { type: 'array' }>): string {
	const { minItems = 0, maxItems, items } = parameter;
	const kind = many[items.media];
	if (maxItems === undefined) return minItems > 0 ? `at least ${minItems} ${kind}` : kind;
	return minItems > 0 ? `${minItems} to ${maxItems} ${kind}` : `up to ${maxItems} ${kind}`;
}

/** What is allowed for a parameter, to complete "… takes ___": "a whole number from 4 to 12". */
export function allowedText(parameter: Parameter): string {
	const media = mediaParameter(parameter);
	switch (parameter.type) {
		case 'boolean':
			return 'true or false';
		case 'integer':
			if (parameter.enum !== undefined) {
				return isRun(parameter.enum)
					? `a whole number from ${parameter.enum[0]} to ${parameter.enum.at(-1)}`
					: enumeration(parameter.enum);
			}
			return `a whole number from ${parameter.minimum} to ${parameter.maximum}`;
		case 'string':
			if (parameter.enum !== undefined) return enumeration(parameter.enum);
			if (media !== undefined) return mediaText(media);
			return parameter.maxLength === undefined
				? 'text'
				: `text of at most ${readable(parameter.maxLength)} characters`;
		case 'array':
			return countText(parameter);
	}
}
