/** What a submit node reads of one item: the model and its parameters, resolved or as they stand. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../../seedance/models';
import type { SchemaChoice } from '../../../seedance/request/liveModel';
import { isBlank } from '../../../seedance/request/normalise';
import type { SubmitInput } from '../../../seedance/request/planSubmit';
import { z } from '../../../seedance/zod';
import { parameterNames } from '../descriptions/modelFields';
import { fieldName } from '../descriptions/parameterField';
import type { BinaryFiles } from '../n8n/files';
import { itemOptions, schemaChoice } from '../descriptions/optionTable';
import { itemSetting, isExpression, parametersOf } from '../n8n/parameters';
import type { Read } from '../n8n/parameters';

/**
 * The values for one item, expressions evaluated. Files among them are given by their names.
 * @param schema which schema they are checked against
 * @throws whatever an expression throws
 */
export function readInput(
	context: IExecuteFunctions,
	mode: OfferedMode,
	itemIndex: number,
	files: BinaryFiles,
	schema: SchemaChoice,
): SubmitInput {
	const names = parameterNames(mode);
	const options = context.getNodeParameter('modelOptions', itemIndex, {}) as IDataObject;
	const value = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const model: unknown = context.getNodeParameter('model', itemIndex, '', { extractValue: true });
	const form = readForm(context, itemIndex);
	return {
		model: isBlank(model) ? '' : String(model),
		fields: Object.fromEntries([
			...names.panel.map((name) => [name, files.withNames(value(fieldName(name))) ?? undefined]),
			...names.options.map((name) => [name, files.withNames(options[fieldName(name)])]),
		]),
		form: Object.fromEntries(form.map(([name, value]) => [name, files.withNames(value)])),
		json: options.parametersJson,
		schema,
	};
}

/** Reads for an item which schema it is checked against. */
export const schemaReader = (context: IExecuteFunctions) =>
	itemSetting(parametersOf(context), schemaChoice, 'modelOptions.schema');

/** Whether the API's own list of models may be of use: as the node stands, for whatever items come. */
export function wantsLiveModels(context: IExecuteFunctions): boolean {
	const parameters = parametersOf(context);
	const path = 'modelOptions.schema';
	if (isExpression(parameters.raw(path))) return true;
	const schema = itemSetting(parameters, schemaChoice, path)(0);
	return schema.ok && schema.value === 'automatic';
}

const formSchema = z.record(z.unknown()).catch({});

/**
 * The form that the editor makes from a live schema. n8n would check it against the schema as it was when
 * the form was drawn, and in words of its own; it is checked against today's instead.
 */
function readForm(context: IExecuteFunctions, itemIndex: number): Array<[string, unknown]> {
	const options = { skipValidation: true };
	const form = context.getNodeParameter('modelParameters.value', itemIndex, {}, options);
	return Object.entries(formSchema.parse(form));
}

/**
 * Reads the request keys of the items; undefined where the person wants none. An expression that comes to
 * nothing is refused: it would submit without the protection that was asked for.
 */
export function requestKeyReader(
	context: IExecuteFunctions,
): (itemIndex: number) => Read<string | undefined> {
	const parameters = parametersOf(context);
	const path = 'options.requestKey';
	// Added to the panel and left empty.
	if (isBlank(parameters.raw(path))) return () => ({ ok: true, value: undefined });
	const read = itemSetting(parameters, itemOptions.requestKey, path);
	return (itemIndex) => {
		const key = read(itemIndex);
		// An accent may be a character of its own, as names of files have it on a Mac.
		return key.ok ? { ok: true, value: key.value?.normalize('NFC') } : key;
	};
}
