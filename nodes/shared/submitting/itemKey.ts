/**
 * What the ledger knows an item by: whatever its request depends on, and nothing that n8n renames or
 * draws anew between two tries.
 *
 * The parts have names and the key begins with the number of their list, so that a later version of the
 * package can make the keys of this one: a change to what is hashed here needs a new number, and a look
 * at the old one.
 */
import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { findModel, parameterOf } from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import type { SubmitRequest } from '../../../seedance/task/submit';
import { isBlank } from '../../../seedance/validation/normalise';
import { parameterNames } from '../fields/modelFields';
import { fieldName, parameterField } from '../fields/parameterField';
import { canonicalText } from './canonicalText';

const version = 'v1';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What tells a file in n8n's store from others. n8n moves the files of forms and webhooks when an
 * execution ends or sleeps, `…/temp/binary_data/<uuid>` to `…/<execution>/binary_data/<uuid>`; only the
 * end of the id stays.
 */
const stableId = (id: string): string =>
	id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);

const isInStore = (id: unknown): id is string =>
	typeof id === 'string' && /^[\w-]+:.+\/binary_data\/[^/]+$/.test(id);

/** A file of n8n's store with the part of its id that stays. n8n 2 may keep such in the json. */
function withStableId(value: object): unknown {
	if (!isObject(value) || !isInStore(value.id)) return value;
	return canonicalText({ ...value, id: stableId(value.id) });
}

/** What the files of an item hold, by their names. */
function filesOf(binary: unknown): unknown {
	if (!isObject(binary)) return {};
	const files = Object.entries(binary).flatMap(([name, file]) => {
		if (!isObject(file)) return [];
		const { id, data } = file;
		// Without a store the content itself is there.
		return [[name, typeof id === 'string' ? stableId(id) : data]];
	});
	return Object.fromEntries(files);
}

const digest = (value: unknown): string =>
	createHash('sha256').update(canonicalText(value, withStableId)).digest('hex');

/** Fields that were given a value, without those of a name in `others`. */
const given = (fields: unknown, others: readonly string[] = []) =>
	Object.entries(isObject(fields) ? fields : {}).filter(
		([name, value]) => !isBlank(value) && !others.includes(name),
	);

/** The model's id: a picked model carries a display name and a link along. */
function modelIn({ model }: Readonly<Record<string, unknown>>): unknown {
	const id = isObject(model) ? model.value : model;
	return typeof id === 'string' ? id.trim() : id;
}

/** The panel's fields that do not say what they would say anyway: n8n leaves out or adds those at will. */
function panelFields(parameters: Readonly<Record<string, unknown>>, mode: OfferedMode) {
	const id = modelIn(parameters);
	const record = typeof id === 'string' ? findModel(id) : undefined;
	return parameterNames(mode).panel.flatMap((name): Array<[string, unknown]> => {
		const value = parameters[fieldName(name)];
		if (isBlank(value)) return [];
		const parameter = record === undefined ? undefined : parameterOf(record, name);
		if (parameter === undefined) return [[name, value]];
		const isRequired = record?.required.includes(name) === true;
		const usual: unknown = parameterField(name, parameter, isRequired, true).default;
		return canonicalText(value) === canonicalText(usual) ? [] : [[name, value]];
	});
}

/**
 * The parameters of a submit as they stand in the workflow, expressions as their texts, by name. Without
 * Schema, which only says by what they are checked.
 */
const rawParameters = (parameters: Readonly<Record<string, unknown>>, mode: OfferedMode) => ({
	model: modelIn(parameters),
	panel: Object.fromEntries(panelFields(parameters, mode)),
	options: Object.fromEntries(given(parameters.modelOptions, ['schema'])),
	form: Object.fromEntries(
		given(isObject(parameters.modelParameters) ? parameters.modelParameters.value : undefined),
	),
});

/**
 * Makes the ledger's keys for the items of a workflow: place, content, and the node's parameters as
 * they stand. Not as they resolve, so that a random seed or `{{ $now }}` does not make a retry look new.
 */
export function itemKeys(context: IExecuteFunctions, mode: OfferedMode) {
	// Once for all items: a picture may stand in the parameters as a data URI of megabytes.
	const parameters = digest(rawParameters(context.getNode().parameters, mode));
	const items = context.getInputData();
	return (itemIndex: number): string => {
		const item: Partial<INodeExecutionData> = items[itemIndex] ?? {};
		const { json = {}, binary } = item;
		return `${version}:${itemIndex}:${digest({ parameters, json, files: filesOf(binary) })}`;
	};
}

/** The ledger's key for a call of an agent, whose parameters come with each call. */
export function callKey(
	{ model, body }: SubmitRequest,
	itemIndex: number,
	{ json, binary }: Partial<INodeExecutionData>,
): string {
	const files = [filesOf(binary), filesOf(json?._files)];
	return `${version}:${itemIndex}:${digest({ model, body, files })}`;
}
