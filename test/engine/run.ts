import './home';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	jsonStringify,
	Workflow,
	WorkflowOperationError,
} from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INodeExecutionData,
	INodeType,
	IRun,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { FixedCredentials } from './credentialsHelper';
import { FixedNodeTypes } from './nodeTypes';
import { openProcessedData } from './processedData';

export interface EngineSetup {
	readonly nodeTypes: Readonly<Record<string, INodeType>>;
	readonly credentialTypes: Readonly<Record<string, ICredentialType>>;
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
}

/** Told when a node begins and when it has ended. */
export type OnNode = (nodeName: string, event: 'begins' | 'ended' | 'failed') => void;

export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'name' | 'settings'>>;

export interface Run {
	/** Resolves when the execution has ended, however it ended. */
	readonly done: Promise<IRun>;
	/** What n8n saves: after a Stop this is earlier than what a node that still runs makes of it. */
	readonly saved: Promise<IRun>;
	/** What n8n's Stop button does. */
	stop(): void;
}

/** Which execution it is, and where its n8n can be reached. */
export interface Place {
	readonly executionId: string;
	readonly url: string;
	/** Whether the addresses of its executions have a token, as in n8n 2.14 and later. */
	readonly hasTokens?: boolean;
}

let executions = 0;

/** A separate execution, on an n8n without a public URL. */
function newPlace(): Place {
	executions += 1;
	return { executionId: `${executions}`, url: 'http://localhost' };
}

function additionalData(
	setup: EngineSetup,
	workflowData: IWorkflowBase,
	{ executionId, url, hasTokens = true }: Place,
	onNode: OnNode,
) {
	const hooks = new ExecutionLifecycleHooks('manual', executionId, workflowData);
	hooks.addHandler('workflowExecuteBefore', (_, data) => {
		if (!hasTokens) delete data?.resumeToken;
	});
	hooks.addHandler('nodeExecuteBefore', (name) => onNode(name, 'begins'));
	hooks.addHandler('nodeExecuteAfter', (name, { error }) =>
		onNode(name, error === undefined ? 'ended' : 'failed'),
	);
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: new FixedCredentials(setup.credentialTypes, setup.credentials),
		hooks,
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: `${url}/webhook`,
		webhookWaitingBaseUrl: `${url}/webhook-waiting`,
		webhookTestBaseUrl: url,
		mcpBaseUrl: url,
		mcpTestBaseUrl: url,
		setExecutionStatus: () => {},
		logAiEvent: () => {},
	};
	return data as IWorkflowExecuteAdditionalData;
}

function written(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		// n8n's own format keeps circles, which no test reads back.
		return jsonStringify(value, { replaceCircularRefs: true });
	}
}

/** What is left of a value when n8n has saved it and read it again. */
export const throughDatabase = <T>(value: T): T => JSON.parse(written(value)) as T;

/** A workflow and what n8n gives an execution of it. */
export function prepare(
	json: WorkflowJson,
	setup: EngineSetup,
	onNode: OnNode = () => {},
	place: Place = newPlace(),
) {
	const nodeTypes = new FixedNodeTypes(setup.nodeTypes);
	const workflowData: IWorkflowBase = {
		id: 'workflow',
		name: json.name ?? 'Workflow',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: json.nodes,
		connections: json.connections,
		settings: { executionOrder: 'v1', ...json.settings },
	};
	const workflow = new Workflow({ ...workflowData, nodeTypes });
	return { workflow, data: additionalData(setup, workflowData, place, onNode) };
}

/** Runs a workflow in n8n's own engine, from its first trigger. */
export function startWorkflow(
	json: WorkflowJson,
	setup: EngineSetup,
	onNode: OnNode = () => {},
	mode: WorkflowExecuteMode = 'manual',
): Run {
	const { workflow, data } = prepare(json, setup, onNode);
	const saved = new Promise<IRun>((resolve) => {
		data.hooks?.addHandler('workflowExecuteAfter', (run) => resolve(throughDatabase(run)));
	});
	const running = new WorkflowExecute(data, mode).run({ workflow });
	return { done: Promise.resolve(running), saved, stop: () => running.cancel() };
}

/**
 * What n8n's "Retry execution" does, step by step as its execution service does it: through the
 * database (JSON), without the failed node's last run.
 * @param saved the workflow "as currently saved", or undefined for the original one
 */
export async function retryWorkflow(
	failed: IRun,
	original: WorkflowJson,
	setup: EngineSetup,
	saved?: WorkflowJson,
): Promise<IRun> {
	await openProcessedData();
	const { workflow, data } = prepare(saved ?? original, setup);
	const runData = throughDatabase(failed.data);
	const { lastNodeExecuted } = runData.resultData;
	delete runData.resultData.error;
	const runs = runData.resultData.runData[lastNodeExecuted ?? ''];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	if (saved !== undefined) {
		for (const entry of runData.executionData?.nodeExecutionStack ?? []) {
			const node = workflow.getNode(entry.node.name);
			if (node === null) {
				throw new WorkflowOperationError(
					`Could not find the node "${entry.node.name}" in workflow.`,
				);
			}
			entry.node = node;
		}
	}
	const again = new WorkflowExecute(data, 'retry', createRunExecutionData(runData));
	return await again.processRunExecutionData(workflow);
}

/** The items that a node's output gave in its last run; empty when it did not run. */
export function outputOf(run: IRun, nodeName: string, output = 0): INodeExecutionData[] {
	return run.data.resultData.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
}
