/** One parameter on the page of parameters. */
import type { MediaKind } from '../../seedance/media/fileType';
import { mediaParameter } from '../../seedance/models';
import type { Parameter } from '../../seedance/models';
import { mediaKindOf, parameterOf } from '../../seedance/models/schema';
import { parameterField, parameterNames } from '../../nodes/shared/descriptions/parameterField';
import { countText } from '../../seedance/request/allowed';
import { code } from './markdown';
import type { OfferedRecord } from './offered';

const range = (minimum: number | undefined, maximum: number | undefined) =>
	[minimum ?? '', maximum ?? ''].join(' to ').trim();

/** Consecutive choices such as 2, 3, 4 … 12 read better as a range. */
function choices(values: readonly (string | number)[]): string {
	const [first, ...more] = values;
	const isRun = typeof first === 'number' && more.every((value, i) => value === first + i + 1);
	return isRun && more.length > 2 ? range(first, Number(more.at(-1))) : values.join(', ');
}

/** The unit of a number, with a space before it. */
const unit = (name: string) => (name === 'duration' ? ' seconds' : '');

/** "image", "JPEG or PNG image", "audio file" */
const mediaNoun = (kind: MediaKind, formats: readonly string[] = []) =>
	`${formats.join(' or ')} ${kind === 'audio' ? 'audio file' : kind}`.trim();

/** Choices, range or limits, with their units. */
export function allowed(name: string, parameter: Parameter): string {
	const media = mediaKindOf(parameter);
	switch (parameter.type) {
		case 'boolean':
			return 'true, false';
		case 'integer':
		case 'number': {
			const { enum: values, minimum, maximum } = parameter;
			return `${values === undefined ? range(minimum, maximum) : choices(values)}${unit(name)}`;
		}
		case 'string':
			if (parameter.enum !== undefined) return choices(parameter.enum);
			if (media !== undefined) return mediaNoun(media, parameter.files?.formats);
			return parameter.maxLength === undefined
				? 'any text'
				: `up to ${parameter.maxLength.toLocaleString('en-US')} characters`;
		case 'array':
			return countText(parameter);
		case 'object':
		case undefined:
			return 'see its page at WaveSpeedAI';
	}
}

const typeOf = (parameter: Parameter) =>
	parameter.type === 'array'
		? `array of ${parameter.items.type ?? 'any'}`
		: (parameter.type ?? 'any');

/** The API's default, or the panel's choice to leave the parameter out when there is none. */
function defaultOf(name: string, parameter: Parameter, isRequired: boolean): string {
	const { default: preset } = parameter;
	if (preset !== undefined)
		return code(typeof preset === 'string' ? preset : JSON.stringify(preset));
	const { options = [] } = parameterField(name, parameter, isRequired, true);
	const unset = options.find((option) => 'value' in option && option.value === '');
	return unset === undefined ? '' : `*${unset.name}*`;
}

export const parameterHead = [
	'Parameter',
	'Label',
	'Where',
	'Type',
	'Required',
	'Allows',
	'Default',
];

/** The names of a model's parameters: those in the panel in its order, then the others. */
export function parametersInOrder({ node, parameters }: OfferedRecord): readonly string[] {
	const names = Object.keys(parameters);
	const panel = parameterNames(node).panel.filter((name) => names.includes(name));
	return [...panel, ...names.filter((name) => !panel.includes(name))];
}

/** The group of Options that has the field of a parameter. */
const groupOf = (parameter: Parameter) =>
	mediaParameter(parameter) === undefined ? 'Advanced' : 'References';

/** The cells of one parameter, below `parameterHead`. */
export function parameterRow(record: OfferedRecord, name: string): readonly string[] {
	const parameter = parameterOf(record, name);
	if (parameter === undefined) throw new Error(`${record.id} has no parameter ${name}`);
	const isRequired = record.required.includes(name);
	const isInPanel = parameterNames(record.node).panel.includes(name);
	return [
		code(name),
		parameterField(name, parameter, isRequired, isInPanel).displayName,
		isInPanel ? 'panel' : groupOf(parameter),
		typeOf(parameter),
		isRequired ? 'yes' : '',
		allowed(name, parameter),
		defaultOf(name, parameter, isRequired),
	];
}
