/** What a submit node reads of one item: the model and its parameters, resolved or as they stand. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OfferedMode } from '../../seedance/catalogue';
import { problem } from '../../seedance/errors/messages';
import type { Problem } from '../../seedance/errors/problem';
import { quoted } from '../../seedance/validation/quoted';
import { isBlank } from '../../seedance/validation/normalise';
import type { SubmitInput } from '../../seedance/validation/planSubmit';
import { z } from '../../seedance/zod';
import { parameterNames } from './fields/modelFields';
import { fieldName } from './fields/parameterField';
import type { BinaryFiles } from './media/itemFiles';
import { readItemOption } from './options';

/** The values for one item, expressions evaluated. Files among them are given by their names. */
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
	return {
		model: typeof model === 'string' ? model : '',
		fields: Object.fromEntries([
			...names.panel.map((name) => [name, files.withNames(value(fieldName(name))) ?? undefined]),
			...names.options.map((name) => [name, files.withNames(options[fieldName(name)])]),
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
	const given = readItemOption(context, 'requestKey', itemIndex);
	const parsed = requestKeySchema.safeParse(given);
	if (parsed.success && parsed.data !== '') return { ok: true, requestKey: parsed.data };
	const detail = isBlank(given)
		? "'Request Key' is empty for this item"
		: `'Request Key' is ${quoted(given)}, which is no text or number`;
	return { ok: false, problem: problem('parameterRefused', { detail }, { outcome: 'refused' }) };
}
