/** Converts a catalogue parameter to its n8n field. */
import type { INodeProperties } from 'n8n-workflow';
import { defined } from '../../../seedance/result';
import { mainMediaParameter, mediaParameter, offeredModels } from '../../../seedance/models';
import type {
	ModelRecord,
	NumberParameter,
	OfferedMode,
	Parameter,
} from '../../../seedance/models';
import {
	descriptionOf,
	inputOf,
	isExtension,
	mediaKindOf,
	parameterOf,
} from '../../../seedance/models/schema';
import { allowedText, countText, mediaText } from '../../../seedance/request/allowed';
import { label, readable } from '../../../seedance/text';

/** "aspect_ratio" → "aspectRatio": the field name of an API parameter. */
export function fieldName(parameter: string): string {
	return parameter.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The binary field that n8n's nodes write files to by default. */
const defaultMedia = 'data';

const placeholders = {
	image: 'e.g. data or https://example.com/image.png',
	video: 'e.g. clip or https://example.com/clip.mp4',
	audio: 'e.g. voice or https://example.com/voice.mp3',
} as const;

const lastFrame = 'e.g. last_frame or https://…/last.png';

/** The hint under a media field. */
const mediaHint = 'Name of a binary field, or a URL';
const videoHint = 'Name of a binary field, a URL, or the ID of a finished task';
const videoFallback = ' An item without files gives its videoUrl.';

/** The names of ratios, which people know better than the numbers. */
const ratioNames: Readonly<Record<string, string>> = {
	'1:1': 'Square',
	'16:9': 'Landscape',
	'21:9': 'Wide',
	'3:4': 'Classic Portrait',
	'4:3': 'Classic',
	'9:16': 'Portrait',
};
const choiceName = (value: string) =>
	Object.hasOwn(ratioNames, value) ? `${ratioNames[value]} (${value})` : value;

function unsetChoice(name: string, parameter: Parameter) {
	const input = inputOf(parameter) === 'video' ? 'Same as Video' : 'Same as Image';
	return { name: name === 'aspect_ratio' ? input : 'Model Default', value: '' };
}

/** What is allowed for a duration, under its field. */
const lengthHint = (parameter: NumberParameter) =>
	isExtension(parameter)
		? `${parameter.minimum} to ${parameter.maximum} new seconds, which are charged`
		: `${parameter.minimum} to ${parameter.maximum} with this model`;

/** The choices of a whole number that may stay unset, which a number field of n8n can't. */
const openChoices = ({ minimum = 0, maximum = 0 }: NumberParameter) => [
	{ name: 'Same as Video', value: '' },
	...Array.from({ length: maximum - minimum + 1 }, (_, i) => ({
		name: `${minimum + i}`,
		value: minimum + i,
	})),
];

/**
 * The field of one parameter, without display conditions.
 * @param isMain whether it's in the panel, rather than in a collection
 */
export function parameterField(
	name: string,
	parameter: Parameter,
	isRequired: boolean,
	isMain: boolean,
): INodeProperties {
	const base = {
		displayName: name === 'duration' ? 'Duration (Seconds)' : label(name),
		name: fieldName(name),
		...(isRequired && isMain && { required: true }),
	};
	const description = descriptionOf(name, parameter);
	switch (parameter.type) {
		case 'boolean':
			return { ...base, type: 'boolean', default: parameter.default ?? false, description };
		case 'integer':
		case 'number':
			if (parameter.enum !== undefined) {
				return {
					...base,
					type: 'options',
					options: parameter.enum.map((value) => ({ name: `${value}`, value })),
					default: parameter.default ?? '',
					description,
				};
			}
			if (name === 'duration' && parameter.default === undefined && !isRequired) {
				return {
					...base,
					type: 'options',
					options: openChoices(parameter),
					default: '',
					description,
				};
			}
			return {
				...base,
				type: 'number',
				typeOptions: defined({
					minValue: parameter.minimum,
					maxValue: parameter.maximum,
					numberPrecision: parameter.type === 'integer' ? 0 : undefined,
				}),
				default: parameter.default ?? parameter.minimum ?? 0,
				...(name === 'duration' && {
					hint: lengthHint(parameter),
				}),
				description:
					name === 'duration'
						? description
						: `${description}. From ${parameter.minimum} to ${parameter.maximum}.`,
			};
		case 'string': {
			if (parameter.enum !== undefined) {
				const choices = parameter.enum.map((value) => ({ name: choiceName(value), value }));
				const isOpen = parameter.default === undefined;
				return {
					...base,
					type: 'options',
					options: isOpen ? [unsetChoice(name, parameter), ...choices] : choices,
					default: parameter.default ?? '',
					description,
				};
			}
			const media = mediaKindOf(parameter);
			if (media !== undefined) {
				return {
					...base,
					type: 'string',
					default: isMain ? defaultMedia : '',
					placeholder: name === 'last_image' ? lastFrame : placeholders[media],
					hint: isMain && media === 'video' ? videoHint : mediaHint,
					description: `${description}. Enter ${allowedText(parameter)}.${isMain && media === 'video' ? videoFallback : ''}`,
				};
			}
			return {
				...base,
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder:
					'e.g. A red fox lifts its head and looks into the camera as snow begins to fall',
				...(!isRequired && { hint: 'Optional for this model' }),
				description:
					parameter.maxLength === undefined
						? description
						: `${description}. At most ${readable(parameter.maxLength)} characters.`,
			};
		}
		case 'object':
		case undefined:
			return { ...base, type: 'json', default: '', description };
		case 'array': {
			const media = mediaParameter(parameter);
			if (media === undefined) return { ...base, type: 'json', default: '', description };
			return {
				...base,
				type: 'string',
				typeOptions: { rows: isMain ? 2 : 3 },
				default: isMain ? defaultMedia : '',
				placeholder: placeholders[media.kind],
				hint: 'Names of binary fields, or URLs. One per line.',
				description: `${description}. ${countText(parameter).replace(/^./, (c) => c.toUpperCase())}, each ${mediaText(media)}. One per line, or a list.`,
			};
		}
	}
}

// The parameters that have a field, by the place of the field.

/** Parameters in the panel. All others are in Options. */
export const inPanel = [
	'prompt',
	'duration',
	'resolution',
	'target_resolution',
	'aspect_ratio',
	'generate_audio',
];

/** The names of the main image or video parameters of a mode's models. */
export function mainMedia(models: readonly ModelRecord[]): string[] {
	return [...new Set(models.flatMap((record) => mainMediaParameter(record) ?? []))];
}

/** The names of the media that some models need beside their main one. */
export function otherMedia(models: readonly ModelRecord[]): string[] {
	const names = models.flatMap((record) =>
		record.required.filter((name) => {
			const parameter = parameterOf(record, name);
			const isMedia = parameter !== undefined && mediaParameter(parameter) !== undefined;
			return isMedia && name !== mainMediaParameter(record);
		}),
	);
	return [...new Set(names)];
}

/** The media in the panel of a mode. */
export function mediaInPanel(mode: OfferedMode): string[] {
	if (mode === 'text-to-video') return [];
	const models = offeredModels(mode);
	return [...mainMedia(models), ...otherMedia(models)];
}

/** Parameters of a mode that aren't in the panel, in the catalogue's order. */
export function optionNames(mode: OfferedMode): string[] {
	const models = offeredModels(mode);
	const shown = new Set([...inPanel, ...mediaInPanel(mode)]);
	const names = new Set(models.flatMap(({ parameters }) => Object.keys(parameters)));
	return [...names].filter((name) => !shown.has(name));
}

interface ParameterNames {
	readonly panel: readonly string[];
	readonly options: readonly string[];
}

// They are cached, because every item needs them.
const namesByMode = new Map<OfferedMode, ParameterNames>();

/** The API names of all parameters with a field in a mode's node, by the place of the field. */
export function parameterNames(mode: OfferedMode): ParameterNames {
	const known = namesByMode.get(mode);
	if (known !== undefined) return known;
	const names = { panel: [...mediaInPanel(mode), ...inPanel], options: optionNames(mode) };
	namesByMode.set(mode, names);
	return names;
}

// Where options are in a node's parameters.

/** The groups of Options, each with its options. Model parameters are in the first two, too. */
const groups = {
	advanced: ['schema', 'uploadUrlsFirst', 'parametersJson'],
	references: [],
	batching: ['submitDeadlineMinutes', 'submitsAtOnce', 'videosPerItem'],
	callback: ['callbackUrl', 'notifyWhenDone', 'reference'],
	costLimits: ['allowUnknownPrices', 'keepBalanceAboveUsd', 'liveQuote', 'maximumCostUsd'],
	errorHandling: [
		'ifDownloadFails',
		'ifFlaggedNsfw',
		'ifOutcomeIsUnknown',
		'ifTaskFails',
		'ifTimeoutIsReached',
	],
	file: ['binaryPropertyName', 'fileName', 'maximumFileSizeMb'],
	output: ['combineIntoOneItem', 'includeInputFields', 'inputFieldsToInclude', 'simplify'],
	preventDuplicates: ['requestKey'],
	waiting: ['recheckMinutes', 'timeoutMinutes', 'waitUsing'],
} as const;

export type Group = keyof typeof groups;

/** The path of a group's values in a node's parameters. */
export const groupPath = (group: Group): string => `options.${group}.values`;

const groupOf = new Map(
	Object.entries(groups).flatMap(([group, names]) =>
		names.map((name: string) => [name, group as Group] as const),
	),
);

/** The path of an option in a node's parameters. */
export function optionPath(name: string): string {
	const group = groupOf.get(name);
	return group === undefined ? `options.${name}` : `${groupPath(group)}.${name}`;
}
