/** As much of n8n's execution context as the actions of our nodes use, with a script for the API. */
import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import type { ApiReply } from '../../seedance/api/http';
import { answer } from './api/replies';
import { panelParameters } from './panel';

/** What a node sends, with JSON parsed. */
export interface SentRequest {
	readonly method: string;
	readonly url: string;
	readonly body: unknown;
}

export interface NodeContextOptions {
	/** The incoming items' json; by default one empty item. */
	readonly items?: readonly IDataObject[];
	/** The binary data of each item. */
	readonly files?: ReadonlyArray<IBinaryKeyData | undefined>;
	/** As the panel saves them, with options written flat. "=name" is that field of the item. */
	readonly parameters?: IDataObject;
	readonly reply?: (request: SentRequest) => ApiReply | Promise<ApiReply>;
	readonly credential?: IDataObject | undefined;
	/** The node's On Error is Continue. */
	readonly continues?: boolean;
	readonly mode?: string;
	/** The node's type without the package; "…Tool" is an agent's. */
	readonly type?: string;
	readonly executionId?: string;
	readonly executionOrder?: string;
	readonly resumeUrl?: string;
	readonly runIndex?: number;
	/** n8n's contexts of the execution and the node, to share between runs. */
	readonly stores?: { readonly flow: IDataObject; readonly node: IDataObject };
	/** More of n8n's helpers. */
	readonly helpers?: object;
	/** n8n's table of processed data, by the names of its rows; without it the node can't use one. */
	readonly processed?: Map<string, readonly string[]>;
	/** More or other functions than those below. */
	readonly more?: object;
}

/** Each context has a key of its own: reads with one key share their pace, and a fixed clock never ends a pause. */
let accounts = 0;

/** n8n's helpers for the rows of a node, which n8n names by the node's ID when they are called. */
function rowHelpers(processed: Map<string, readonly string[]>, node: { readonly id: string }) {
	return {
		async checkProcessedAndRecord(values: readonly string[]) {
			const known = processed.get(node.id) ?? [];
			const added = values.filter((value) => !known.includes(value));
			processed.set(node.id, [...known, ...added]);
			return { new: added, processed: values.filter((value) => known.includes(value)) };
		},
		getProcessedDataCount: async () => processed.get(node.id)?.length ?? 0,
		clearAllProcessedItems: async () => void processed.delete(node.id),
	};
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value with its expressions evaluated for an item. "=!" throws as n8n does. */
function evaluated(value: unknown, json: IDataObject): unknown {
	if (value === '=!') throw new Error('Referenced node is unexecuted');
	if (typeof value === 'string' && value.startsWith('=')) return json[value.slice(1)];
	if (Array.isArray(value)) return value.map((one) => evaluated(one, json));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [name, evaluated(one, json)]),
	);
}

/** A context and what is seen of it from outside. */
export function nodeContext({
	items = [{}],
	files = [],
	parameters = {},
	reply = () => answer(404),
	continues = false,
	mode = 'trigger',
	type = 'seedanceTextToVideo',
	executionId = '7',
	executionOrder = 'v1',
	resumeUrl,
	runIndex = 0,
	stores = { flow: {}, node: {} },
	helpers = {},
	processed,
	more = {},
	...given
}: NodeContextOptions = {}) {
	accounts += 1;
	const credential =
		'credential' in given ? given.credential : { apiKey: `wsk_test_key_${accounts}`, baseUrl: '' };
	const inputs = items.map((json, index): INodeExecutionData => {
		const binary = files[index];
		return { json, ...(binary !== undefined && { binary }) };
	});
	const saved = panelParameters(parameters);
	const node = { id: '1', name: 'Node', type: `n8n-nodes-seedance.${type}`, parameters: saved };
	const entry = { node, data: { main: [inputs] }, source: null };
	const stack: unknown[] = [];
	const sent: SentRequest[] = [];
	const hints: string[] = [];
	const logged: IDataObject[] = [];
	const wakes: number[] = [];
	const customData = new Map<string, string>();
	const stop = new AbortController();
	const context = {
		getNode: () => node,
		getInputData: () => inputs,
		getMode: () => mode,
		getExecutionId: () => executionId,
		getTimezone: () => 'UTC',
		continueOnFail: () => continues,
		getExecutionCancelSignal: () => stop.signal,
		getContext: (kind: 'flow' | 'node') => stores[kind],
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowSettings: () => ({ executionOrder }),
		getWorkflowDataProxy: () => ({
			$thisRunIndex: runIndex,
			$execution: { resumeUrl, customData },
		}),
		getNodeParameter(path: string, index: number, fallback: unknown, options: IDataObject = {}) {
			const raw = path
				.split('.')
				.reduce<unknown>((holder, name) => (isObject(holder) ? holder[name] : undefined), saved);
			if (raw === undefined) return fallback;
			const value = evaluated(raw, items[index] ?? {});
			return options.extractValue === true && isObject(value) ? value.value : value;
		},
		getCredentials: async () => {
			if (credential === undefined) throw new Error('Node does not have any credentials set');
			return credential;
		},
		addExecutionHints: (...all: ReadonlyArray<{ message: string }>) =>
			hints.push(...all.map(({ message }) => message)),
		putExecutionToWait: async (until: Date) => wakes.push(until.getTime()),
		getExecuteData: () => entry,
		runExecutionData: { executionData: { nodeExecutionStack: stack } },
		logger: {
			debug: (message: string, fields: IDataObject) => logged.push({ message, ...fields }),
			warn: () => {},
		},
		helpers: {
			async httpRequestWithAuthentication(
				_: string,
				{ method, url, body }: { method: string; url: string; body?: unknown },
			) {
				const request = { method, url, body: typeof body === 'string' ? JSON.parse(body) : body };
				sent.push(request);
				const replied = await reply(request);
				if (replied.kind === 'noAnswer') {
					throw Object.assign(new Error(replied.detail), { code: replied.code });
				}
				const { status, headers, text } = replied;
				return { statusCode: status, headers, body: text };
			},
			...(processed && rowHelpers(processed, node)),
			...helpers,
		},
		...more,
	};
	return {
		context: context as unknown as IExecuteFunctions,
		stores,
		stack,
		sent,
		hints,
		logged,
		wakes,
		customData,
		stop: () => stop.abort(),
	};
}
