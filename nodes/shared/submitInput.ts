/** What a submit node reads of one item: the model and its parameters, resolved or as they stand. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../seedance/catalogue';
import type { SubmitInput } from '../../seedance/validation/planSubmit';
import { parameterNames } from './fields/modelFields';
import { fieldName } from './fields/parameterField';

/** The values for one item, expressions evaluated. */
export function readInput(
	context: IExecuteFunctions,
	mode: OfferedMode,
	itemIndex: number,
): SubmitInput {
	const names = parameterNames(mode);
	const options = context.getNodeParameter('modelOptions', itemIndex, {}) as IDataObject;
	const value = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const model: unknown = context.getNodeParameter('model', itemIndex, '', { extractValue: true });
	return {
		model: typeof model === 'string' ? model : '',
		fields: Object.fromEntries([
			...names.panel.map((name) => [name, value(fieldName(name)) ?? undefined]),
			...names.options.map((name) => [name, options[fieldName(name)]]),
		]),
		json: options.parametersJson,
	};
}

/** The same values as the workflow has them: an expression is its own text. */
export function rawInput(context: IExecuteFunctions, mode: OfferedMode): unknown[] {
	const { parameters } = context.getNode();
	const { model } = parameters;
	// A picked model carries a display name and a link along, which are no part of the submit.
	const id = typeof model === 'object' && model !== null && 'value' in model ? model.value : model;
	const panel = parameterNames(mode).panel.map((name) => parameters[fieldName(name)]);
	return [id, ...panel, parameters.modelOptions];
}
