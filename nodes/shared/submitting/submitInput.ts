/** What a submit node reads of one item: the model and its parameters, resolved or as they stand. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../../seedance/catalogue';
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import { quoted } from '../../../seedance/validation/quoted';
import { isBlank } from '../../../seedance/validation/normalise';
import type { SubmitInput } from '../../../seedance/validation/planSubmit';
import { z } from '../../../seedance/zod';
import { parameterNames } from '../fields/modelFields';
import { fieldName } from '../fields/parameterField';
import type { BinaryFiles } from '../media/itemFiles';
import { optionOf } from '../parameters';

/**
 * The values for one item, expressions evaluated. Files among them are given by their names.
 * @throws whatever an expression throws
 */
export function readInput(
	context: IExecuteFunctions,
	mode: OfferedMode,
	itemIndex: number,
	files: BinaryFiles,
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
		schema: schemaChoice.parse(options.schema),
	};
}

const schemaChoice = z.enum(['automatic', 'builtIn']).catch('automatic');

/** Whether the API's own list of models may be of use: as the node stands, for whatever items come. */
export function wantsLiveModels(context: IExecuteFunctions): boolean {
	const modelOptions: unknown = context.getNode().parameters.modelOptions;
	return !isOption(modelOptions) || modelOptions.schema !== 'builtIn';
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

const requestKeySchema = z.union([z.string(), z.number()]).transform((key) => `${key}`.trim());
const isOption = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export type RequestKeyChoice =
	| { readonly ok: true; readonly requestKey: string }
	| { readonly ok: false; readonly problem: Problem };

/** Whether the person wants request keys, whatever they come to. */
export function wantsRequestKeys(context: IExecuteFunctions): boolean {
	const raw: unknown = context.getNode().parameters.options;
	return isOption(raw) && !isBlank(raw.requestKey);
}

/**
 * The item's request key, where the person wants one. An expression that comes to nothing is refused:
 * it would submit without the protection that was asked for.
 */
export function readRequestKey(context: IExecuteFunctions, itemIndex: number): RequestKeyChoice {
	const option = optionOf(context, 'requestKey', itemIndex, 'Request Key');
	if (!option.ok) return option;
	const given = option.value;
	const parsed = requestKeySchema.safeParse(given);
	if (parsed.success && parsed.data !== '') return { ok: true, requestKey: parsed.data };
	const detail = isBlank(given)
		? "'Request Key' is empty for this item"
		: `'Request Key' is ${quoted(given)}, which is no text or number`;
	return { ok: false, problem: problem('settingRefused', { detail }) };
}
