/**
 * Stores data for later runs of a node in n8n's contexts, which are saved with the execution and
 * restored in every retry (docs/internals/n8n.md#retries).
 *
 * On engine v2 contexts are empty (docs/internals/n8n.md#engine-versions). There this process keeps
 * the data by the execution's ID, so Retry On Fail finds it in the same process, and Retry
 * execution doesn't.
 */
import { createHash } from 'crypto';
import { sleep } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ReadPace } from '../../../seedance/api/http';
import { createEndTimes } from '../../../seedance/run/schedule';
import type { EndTimes } from '../../../seedance/run/schedule';
import { Cache } from '../../../seedance/time';
import type { Clock } from '../../../seedance/time';
import { findModel } from '../../../seedance/models';
import { parameterOf } from '../../../seedance/models/schema';
import type { ModelRecord, OfferedMode } from '../../../seedance/models';
import { isBlank } from '../../../seedance/request/normalise';
import type { SubmitRequest } from '../../../seedance/request/planSubmit';
import { canonicalText } from '../../../seedance/text';
import { z } from '../../../seedance/zod';
import { fieldName, parameterField, parameterNames } from '../descriptions/parameterField';

type Run = Pick<IExecuteFunctions, 'getExecutionId' | 'getNode'>;

interface Memory {
	readonly flow: IDataObject;
	readonly nodes: Map<string, IDataObject>;
}

const dayMs = 86_400_000;
/** The data of executions whose contexts aren't saved. */
const executions = new Cache<Memory>({ most: 1_000, keptMs: 7 * dayMs });

/** Whether n8n saves the contexts of an execution: the present engine's IDs are numbers. */
export function remembers(context: Pick<IExecuteFunctions, 'getExecutionId'>): boolean {
	const id = z.string().min(1).safeParse(context.getExecutionId());
	return !id.success || /^\d+$/.test(id.data);
}

function memoryOf(context: Run): Memory {
	const id = context.getExecutionId();
	const known = executions.get(id, Date.now());
	const memory = known ?? { flow: {}, nodes: new Map<string, IDataObject>() };
	// It's set again, which renews its time to live.
	executions.set(id, memory, Date.now());
	return memory;
}

/** The data of this node in this execution, which the caller changes in place. */
export function nodeMemory(context: Run & Pick<IExecuteFunctions, 'getContext'>): IDataObject {
	if (remembers(context)) return context.getContext('node') as IDataObject;
	const { nodes } = memoryOf(context);
	const { name } = context.getNode();
	const memory = nodes.get(name) ?? {};
	nodes.set(name, memory);
	return memory;
}

/** The same for all nodes of the execution. Concurrent calls in this process share the object. */
export const executionMemory = (
	context: Run & Pick<IExecuteFunctions, 'getContext'>,
): IDataObject =>
	remembers(context) ? (context.getContext('flow') as IDataObject) : memoryOf(context).flow;

// Stores task IDs in the execution's custom data, where n8n shows them even after a Stop
// (docs/internals/n8n.md#stopping).

const customDataSchema = z.object({
	get: z.function().args(z.string()).returns(z.unknown()),
	set: z.function().args(z.string(), z.string()).returns(z.unknown()),
});

/** n8n keeps 10 keys of an execution. Two are left to the workflow's author. */
const keys = ['', '_2', '_3', '_4', '_5', '_6', '_7', '_8'].map((end) => `seedance_tasks${end}`);
/** n8n keeps 512 characters of a value but logs an error above 255. */
const longest = 255;

/**
 * Adds task IDs to the execution's custom data, which has room for about 50. The ledger has all of
 * them, but here a person can see them and search for them.
 * @returns a function that adds one ID; it never throws, and does nothing once the room is used up
 */
export function openTaskNotes(context: IExecuteFunctions): (taskId: string) => void {
	let isFull = false;
	return (taskId) => {
		if (isFull) return;
		try {
			const { customData } = context.getWorkflowDataProxy(0).$execution;
			const data = customDataSchema.parse(customData);
			for (const key of keys) {
				const known = z.string().catch('').parse(data.get(key));
				const text = known === '' ? taskId : `${known},${taskId}`;
				if (text.length > longest) continue;
				data.set(key, text);
				return;
			}
			isFull = true;
		} catch {
			// Custom data is optional, so a failure must not affect the task.
			isFull = true;
		}
	};
}

// The clock of n8n's process. Published code may not use timers of its own.

export const clock: Clock = {
	now: () => Date.now(),
	sleep,
	random: () => Math.random(),
};

// What this process remembers about an account, for all executions that use its key.

interface AccountMemory {
	/** The pace of all reads. */
	readonly pace: ReadPace;
	/** When tasks have ended. */
	readonly ends: EndTimes;
}

const accounts = new Cache<AccountMemory>({ most: 100, keptMs: dayMs });

/** @param account identifies the account without revealing its key */
export function accountMemory(account: string): AccountMemory {
	const known = accounts.get(account, Date.now());
	const memory = known ?? { pace: new ReadPace(), ends: createEndTimes() };
	// It's set again, which renews its time to live.
	accounts.set(account, memory, Date.now());
	return memory;
}

// Makes the ledger's key of an item: everything that its request depends on, and nothing that
// changes between two tries (docs/internals/decisions.md#ledger).
//
// The key begins with a version. A change to what is hashed needs a new version, and a lookup of
// the old one, so that keys of an earlier version are still found.

const version = 'v1';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The lasting part of a stored file's ID. n8n moves the files of forms and webhooks, and only the
 * end of the ID stays the same (docs/internals/n8n.md#binary-data).
 */
const stableId = (id: string): string =>
	id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);

const isInStore = (id: unknown): id is string =>
	typeof id === 'string' && /^[\w-]+:.+\/binary_data\/[^/]+$/.test(id);

/** A stored file with the lasting part of its ID. n8n 2 may have files in the json. */
function withStableId(value: object): unknown {
	if (!isObject(value) || !isInStore(value.id)) return value;
	return canonicalText({ ...value, id: stableId(value.id) });
}

/** The identities of an item's files, by their names. */
function filesOf(binary: unknown): unknown {
	if (!isObject(binary)) return {};
	const files = Object.entries(binary).flatMap(([name, file]) => {
		if (!isObject(file)) return [];
		const { id, data } = file;
		// Without a store, `data` is the content itself.
		return [[name, typeof id === 'string' ? stableId(id) : data]];
	});
	return Object.fromEntries(files);
}

const digest = (value: unknown): string =>
	createHash('sha256').update(canonicalText(value, withStableId)).digest('hex');

/** Trims a text, because surrounding whitespace makes no difference to the video. */
const bare = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** Whether a value is the documented default, so that leaving it out is equal. */
function isUsual(record: ModelRecord | undefined, name: string, value: unknown): boolean {
	const usual = record === undefined ? undefined : parameterOf(record, name)?.default;
	return usual !== undefined && canonicalText(value) === canonicalText(usual);
}

/**
 * Fields with a value other than their default.
 * @param apiName returns the API's name of a field
 */
const given = (
	fields: unknown,
	record: ModelRecord | undefined,
	apiName: (name: string) => string = (name) => name,
) =>
	Object.entries(isObject(fields) ? fields : {})
		.filter(([name, value]) => !isBlank(value) && !isUsual(record, apiName(name), value))
		.map(([name, value]) => [name, bare(value)] as const);

/** The model's ID, without the display name and link of a picked model. */
function modelIn({ model }: Readonly<Record<string, unknown>>): unknown {
	const id = isObject(model) ? model.value : model;
	return typeof id === 'string' ? id.trim() : id;
}

/**
 * The panel's fields with a value other than their default, because n8n may or may not save
 * defaults.
 */
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
 * The raw parameters of a submit by name, with expressions as text. Schema isn't included, because
 * it only affects the check, and neither is empty JSON.
 */
function rawParameters(parameters: Readonly<Record<string, unknown>>, mode: OfferedMode) {
	const { modelParameters } = parameters;
	const valuesOf = (group: string) => {
		const options = isObject(parameters.options) ? parameters.options[group] : undefined;
		return isObject(options) && isObject(options.values) ? options.values : {};
	};
	const model = modelIn(parameters);
	const record = typeof model === 'string' ? findModel(model) : undefined;
	const apiNames = new Map(parameterNames(mode).options.map((name) => [fieldName(name), name]));
	const added = { ...valuesOf('references'), ...valuesOf('advanced') };
	const options = given(added, record, (name) => apiNames.get(name) ?? name).filter(
		([name, value]) =>
			!['schema', 'uploadUrlsFirst'].includes(name) &&
			!(name === 'parametersJson' && value === '{}'),
	);
	const form = isObject(modelParameters) ? modelParameters.value : undefined;
	return {
		model,
		panel: Object.fromEntries(panelFields(parameters, mode, record)),
		options: Object.fromEntries(options),
		// The form overrides the panel, so even a default in it can be a choice.
		form: Object.fromEntries(given(form, undefined)),
	};
}

/**
 * Makes the ledger's keys for the items of a workflow, from index, content and the node's raw
 * parameters. Resolved parameters would make a retry look new when they contain a random seed or
 * `{{ $now }}`.
 */
export function itemKeys(context: IExecuteFunctions, mode: OfferedMode) {
	// The parameters are hashed once for all items, because they may contain an image as a data URI
	// of megabytes.
	const parameters = digest(rawParameters(context.getNode().parameters, mode));
	const items = context.getInputData();
	return (itemIndex: number): string => {
		const item: Partial<INodeExecutionData> = items[itemIndex] ?? {};
		const { json = {}, binary } = item;
		return `${version}:${itemIndex}:${digest({ parameters, json, files: filesOf(binary) })}`;
	};
}

/**
 * The ledger's key for an agent's call, from the resolved parameters, which come with each call.
 */
export function callKey(
	{ model, body }: SubmitRequest,
	itemIndex: number,
	{ json, binary }: Partial<INodeExecutionData>,
): string {
	const files = [filesOf(binary), filesOf(json?._files)];
	const sent = Object.fromEntries(given(body, findModel(model)));
	return `${version}:${itemIndex}:${digest({ model, body: sent, files })}`;
}
