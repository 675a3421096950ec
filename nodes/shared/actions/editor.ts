/** Converts a parameter of a live schema to a field of n8n's form. */
import { NodeOperationError } from 'n8n-workflow';
import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { ModelList } from '../../../seedance/api/models';
import { defined } from '../../../seedance/result';
import {
	findModel,
	mainMediaField,
	mainMediaParameter,
	mediaParameter,
} from '../../../seedance/models';
import type {
	ListParameter,
	ModelRecord,
	OfferedMode,
	Parameter,
	StringParameter,
} from '../../../seedance/models';
import { mediaKindOf } from '../../../seedance/models/schema';
import { liveRecord } from '../../../seedance/request/liveModel';
import { label, readable } from '../../../seedance/text';
import { z } from '../../../seedance/zod';
import { instead, noSchema } from '../descriptions/modelFields';
import { inPanel } from '../descriptions/parameterField';
import { liveModelsFor } from '../n8n/client';

/**
 * "4 to 30", "min 4", "max 30"; undefined without any bound. It's short because n8n truncates long
 * labels.
 */
function boundsText(least: string | undefined, most: string | undefined): string | undefined {
	if (least === undefined) return most === undefined ? undefined : `max ${most}`;
	if (most === undefined) return `min ${least}`;
	return least === most ? least : `${least} to ${most}`;
}

/** Bounds of a count. A minimum of 0 or 1 is left out. */
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

/**
 * The limits of a parameter in a few words, for the label, because the form has no other place for
 * them.
 */
function limits(parameter: Parameter): string | undefined {
	if (choicesOf(parameter) !== undefined) return undefined;
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
 * The choices of a parameter. A switch without a default gets choices as well, because n8n would
 * send an untouched switch as off, which may not be the model's default.
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
			// For an array n8n would accept only JSON, but one image should be as easy as in the panel.
			return mediaParameter(parameter) === undefined ? 'array' : 'string';
		case 'string':
		case undefined:
			return 'string';
		case 'boolean':
		case 'object':
			return parameter.type;
	}
}

/**
 * The API's default in the form's type; undefined when there is none, or when it isn't one of the
 * choices.
 */
function presetOf(parameter: Parameter): string | number | boolean | undefined {
	const { default: preset } = parameter;
	if (preset === null) return undefined;
	if (typeof preset !== 'string' && typeof preset !== 'number' && typeof preset !== 'boolean') {
		// Without a default this is undefined, too.
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
function formField(name: string, parameter: Parameter, isRequired: boolean): ResourceMapperField {
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
		...defined({
			options: choices?.map((value) => ({ name: choiceName(value), value })),
			defaultValue: preset,
		}),
	};
}

// The form for models without fields in the panel, from the API's model list.

const noList = `Couldn't load the model's parameters. Check the credential and your connection. ${instead}`;
const noModel =
	'The model is an expression without a value yet. Run the previous nodes and open this panel again, or use Options → Advanced → Parameters (JSON).';
const noParameters = 'This model has no other parameters.';

/** The parameters with a field for any model. */
const ofThePanel = (mode: OfferedMode, record: ModelRecord) =>
	mode === 'text-to-video'
		? ['prompt']
		: ['prompt', mainMediaParameter(record) ?? mainMediaField(mode)];

/** The form of a model, or a sentence instead of it. */
export function modelForm(
	mode: OfferedMode,
	id: string,
	list: ModelList | undefined,
): ResourceMapperFields {
	if (id === '') return { fields: [], emptyFieldsNotice: noModel };
	const listed = list?.find(id);
	// An expression may resolve to a model of the catalogue.
	const record = (listed && liveRecord(listed, mode)) ?? findModel(id);
	if (record === undefined) {
		return { fields: [], emptyFieldsNotice: list === undefined ? noList : noSchema };
	}
	const left = ofThePanel(mode, record);
	const fields = Object.entries(record.parameters)
		.filter(([name, parameter]) => !left.includes(name) && parameter['x-hidden'] !== true)
		.map(([name, parameter]) => formField(name, parameter, record.required.includes(name)));
	return { fields, ...(fields.length === 0 && { emptyFieldsNotice: noParameters }) };
}

const chosenSchema = z.union([
	z.string(),
	z.object({ value: z.string() }).transform((it) => it.value),
]);

const drawnSchema = z.object({ schema: z.array(z.unknown()).min(1) });

/**
 * Returns the form of the chosen model for the editor.
 * @throws when the list isn't available while a form is shown: an empty answer would make the
 * editor delete the person's values, but after an error it keeps the form
 */
export async function askForModelForm(
	context: ILoadOptionsFunctions,
	mode: OfferedMode,
): Promise<ResourceMapperFields> {
	const chosen = chosenSchema.safeParse(context.getCurrentNodeParameter('model'));
	const list = await liveModelsFor(context);
	const id = chosen.success ? chosen.data.trim() : '';
	const isDrawn = drawnSchema.safeParse(context.getCurrentNodeParameter('modelParameters')).success;
	if (list === undefined && isDrawn && findModel(id) === undefined)
		throw new NodeOperationError(context.getNode(), noList);
	return modelForm(mode, id, list);
}
