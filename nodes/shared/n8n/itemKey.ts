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
import type { ModelRecord, OfferedMode } from '../../../seedance/models';
import { isBlank } from '../../../seedance/request/normalise';
import type { SubmitRequest } from '../../../seedance/task/submit';
import { canonicalText } from '../../../seedance/text';
import { parameterNames } from '../descriptions/modelFields';
import { fieldName, parameterField } from '../descriptions/parameterField';

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

/** Blanks around a text make no other video. */
const bare = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** Whether the API does the same without a value: it is the default that is documented. */
function isUsual(record: ModelRecord | undefined, name: string, value: unknown): boolean {
	const usual = record === undefined ? undefined : parameterOf(record, name)?.default;
	return usual !== undefined && canonicalText(value) === canonicalText(usual);
}

/**
 * Fields that were given a value of their own.
 * @param apiName under which name the API knows a field
 */
const given = (
	fields: unknown,
	record: ModelRecord | undefined,
	apiName: (name: string) => string = (name) => name,
) =>
	Object.entries(isObject(fields) ? fields : {})
		.filter(([name, value]) => !isBlank(value) && !isUsual(record, apiName(name), value))
		.map(([name, value]) => [name, bare(value)] as const);

/** The model's id: a picked model carries a display name and a link along. */
function modelIn({ model }: Readonly<Record<string, unknown>>): unknown {
	const id = isObject(model) ? model.value : model;
	return typeof id === 'string' ? id.trim() : id;
}

/** The panel's fields that do not say what they would say anyway: n8n leaves out or adds those at will. */
function panelFields(
	parameters: Readonly<Record<string, unknown>>,
	mode: OfferedMode,
	record: ModelRecord | undefined,
) {
	return parameterNames(mode).panel.flatMap((name): Array<[string, unknown]> => {
		const value = bare(parameters[fieldName(name)]);
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
 * Schema, which only says by what they are checked, and without JSON that says nothing.
 */
function rawParameters(parameters: Readonly<Record<string, unknown>>, mode: OfferedMode) {
	const { modelOptions, modelParameters } = parameters;
	const model = modelIn(parameters);
	const record = typeof model === 'string' ? findModel(model) : undefined;
	const apiNames = new Map(parameterNames(mode).options.map((name) => [fieldName(name), name]));
	const options = given(modelOptions, record, (name) => apiNames.get(name) ?? name).filter(
		([name, value]) => name !== 'schema' && !(name === 'parametersJson' && value === '{}'),
	);
	const form = isObject(modelParameters) ? modelParameters.value : undefined;
	return {
		model,
		panel: Object.fromEntries(panelFields(parameters, mode, record)),
		options: Object.fromEntries(options),
		// Its values win over the panel's, so that a default there can be a choice.
		form: Object.fromEntries(given(form, undefined)),
	};
}

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
	const sent = Object.fromEntries(given(body, findModel(model)));
	return `${version}:${itemIndex}:${digest({ model, body: sent, files })}`;
}
