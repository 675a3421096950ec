/** From a parameter of a live schema to a field of the form that is made of it. */
import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import type { ListParameter, Parameter, StringParameter } from '../../../seedance/models';
import { mediaKindOf } from '../../../seedance/models/schema';
import { mediaParameter } from '../../../seedance/media/mediaUse';
import { readable } from '../../../seedance/readable';
import { label } from '../../../seedance/validation/label';
import { inPanel } from './modelFields';

/** "4 to 30", "min 4", "max 30"; undefined without any bound. Short: n8n cuts off the end of a long label. */
function boundsText(least: string | undefined, most: string | undefined): string | undefined {
	if (least === undefined) return most === undefined ? undefined : `max ${most}`;
	if (most === undefined) return `min ${least}`;
	return least === most ? least : `${least} to ${most}`;
}

/** Bounds of a count, where a least of 0 or 1 says nothing. */
const countLimits = (least = 0, most: number | undefined) =>
	boundsText(
		least > 1 ? readable(least) : undefined,
		most === undefined ? undefined : readable(most),
	);

function textLimits(parameter: StringParameter): string | undefined {
	const { minLength, maxLength } = parameter;
	return mediaKindOf(parameter) === undefined
		? countLimits(minLength, maxLength)
		: 'binary field or URL';
}

function listLimits(parameter: ListParameter): string {
	const { minItems, maxItems } = parameter;
	const count = countLimits(minItems, maxItems);
	const form = mediaParameter(parameter) === undefined ? 'JSON list' : 'several as JSON';
	return count === undefined ? form : `${count}, ${form}`;
}

/** What may be given, in a few words, as a field of the form has no other place for it. */
function limits(parameter: Parameter): string | undefined {
	if ('enum' in parameter && parameter.enum !== undefined) return undefined;
	switch (parameter.type) {
		case 'integer':
		case 'number':
			return boundsText(parameter.minimum?.toString(), parameter.maximum?.toString());
		case 'string':
			return textLimits(parameter);
		case 'array':
			return listLimits(parameter);
		case 'object':
			return 'JSON';
		case 'boolean':
		case undefined:
			return undefined;
	}
}

/**
 * The choices of a parameter that has some. Also those of a switch without a default: n8n sends a switch
 * that is shown as off when nobody touches it, which is not what the model would do.
 */
function choicesOf(parameter: Parameter): readonly (string | number | boolean)[] | undefined {
	switch (parameter.type) {
		case 'string':
		case 'integer':
		case 'number':
			return parameter.enum;
		case 'boolean':
			return parameter.default === undefined ? [true, false] : undefined;
		case 'array':
		case 'object':
		case undefined:
			return undefined;
	}
}

function fieldType(parameter: Parameter): FieldType {
	switch (parameter.type) {
		case 'integer':
		case 'number':
			return 'number';
		case 'array':
			// n8n would take nothing but JSON; one picture should be as easy as in the panel.
			return mediaParameter(parameter) === undefined ? 'array' : 'string';
		case 'string':
		case undefined:
			return 'string';
		case 'boolean':
		case 'object':
			return parameter.type;
	}
}

/** The API's default as the form can hold it; undefined for none, and for one that is no choice. */
function presetOf(parameter: Parameter): string | number | boolean | undefined {
	const { default: preset } = parameter;
	if (preset === undefined || preset === null) return undefined;
	if (typeof preset !== 'string' && typeof preset !== 'number' && typeof preset !== 'boolean') {
		return JSON.stringify(preset);
	}
	const choices = choicesOf(parameter);
	return choices === undefined || choices.some((choice) => choice === preset) ? preset : undefined;
}

function choiceName(value: string | number | boolean): string {
	if (typeof value === 'boolean') return value ? 'On' : 'Off';
	return value === '' ? 'Empty' : `${value}`;
}

/**
 * The field of one parameter.
 * @param name the API's
 */
export function formField(
	name: string,
	parameter: Parameter,
	isRequired: boolean,
): ResourceMapperField {
	const text = limits(parameter);
	const choices = choicesOf(parameter);
	const preset = presetOf(parameter);
	const isShown = isRequired || inPanel.includes(name);
	return {
		id: name,
		displayName: text === undefined ? label(name) : `${label(name)} (${text})`,
		required: isRequired,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		removed: !isShown,
		type: choices === undefined ? fieldType(parameter) : 'options',
		...(choices !== undefined && {
			options: choices.map((value) => ({ name: choiceName(value), value })),
		}),
		...(preset !== undefined && { defaultValue: preset }),
	};
}
