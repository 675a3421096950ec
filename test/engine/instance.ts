/**
 * As much of an n8n server as suspended executions and webhook triggers need: it keeps executions the
 * way n8n's database does (as JSON), wakes them by timer or by a call, and answers as n8n 2.41 answers
 * (its WaitingWebhooks and LiveWebhooks).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WorkflowExecute } from 'n8n-core';
import { createRunExecutionData } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { prepare, throughDatabase } from './run';
import type { EngineSetup, WorkflowJson } from './run';
import { callWebhook } from './webhookCall';
import type { Call } from './webhookCall';

export interface Execution {
	readonly id: string;
	readonly json: WorkflowJson;
	readonly mode: WorkflowExecuteMode;
	status: 'running' | 'waiting' | 'ended';
	/** As it was saved last; undefined while the first part runs. */
	run?: IRun;
	/** How often it was woken. */
	wakes: number;
}

interface Trigger {
	readonly json: WorkflowJson;
	readonly nodeName: string;
	readonly staticData: IDataObject;
	readonly mode: WorkflowExecuteMode;
}

export class Instance {
	readonly executions: Execution[] = [];
	private readonly triggers = new Map<string, Trigger>();

	private constructor(
		private readonly server: Server,
		readonly url: string,
		private readonly setup: EngineSetup,
		private readonly hasTokens: boolean,
	) {}

	/** @param hasTokens whether the addresses of its executions have a token, as in n8n 2.14 and later */
	static async open(setup: EngineSetup, hasTokens = true): Promise<Instance> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const instance = new Instance(server, `http://127.0.0.1:${port}`, setup, hasTokens);
		server.on('request', (request, response) => void instance.serve(request, response));
		return instance;
	}

	/** Runs a workflow until it ends or waits. */
	async start(json: WorkflowJson, mode: WorkflowExecuteMode = 'trigger'): Promise<Execution> {
		const { execution, prepared } = this.begin(json, mode);
		const { workflow, data } = prepared;
		await this.settle(execution, new WorkflowExecute(data, mode).run({ workflow }));
		return execution;
	}

	/** What n8n's timer does with an execution whose time has come. */
	async wake(execution: Execution): Promise<void> {
		await this.resume(execution, savedData(execution));
	}

	/**
	 * Registers a workflow that begins with a trigger, and gives the address to call.
	 * @param mode "manual" while the editor listens for a test event
	 */
	activate(
		json: WorkflowJson,
		nodeName: string,
		staticData: IDataObject = {},
		mode: WorkflowExecuteMode = 'webhook',
	): string {
		const id = `trigger-${this.triggers.size}`;
		this.triggers.set(id, { json, nodeName, staticData, mode });
		return `${this.url}/webhook/${id}/seedance`;
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.server.close(() => resolve());
			this.server.closeAllConnections();
		});
	}

	private begin(json: WorkflowJson, mode: WorkflowExecuteMode) {
		const id = `${this.executions.length + 1}`;
		const execution: Execution = { id, json, mode, status: 'running', wakes: 0 };
		this.executions.push(execution);
		return { execution, prepared: this.prepareFor(execution) };
	}

	private prepareFor({ id, json }: Pick<Execution, 'id' | 'json'>) {
		const { url, hasTokens } = this;
		return prepare(json, this.setup, () => {}, { executionId: id, url, hasTokens });
	}

	private async settle(execution: Execution, running: PromiseLike<IRun>): Promise<void> {
		const run = throughDatabase(await running);
		execution.run = run;
		execution.status = run.waitTill === undefined || run.waitTill === null ? 'ended' : 'waiting';
	}

	private async resume(execution: Execution, data: IRunExecutionData): Promise<void> {
		execution.status = 'running';
		execution.wakes += 1;
		const prepared = this.prepareFor(execution);
		const again = new WorkflowExecute(
			prepared.data,
			execution.mode,
			createRunExecutionData({ ...data }),
		);
		await this.settle(execution, again.processRunExecutionData(prepared.workflow));
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const url = new URL(request.url ?? '/', this.url);
		const call: Call = { request, response, url, body: Buffer.concat(chunks) };
		const [, kind, id = '', suffix = ''] = url.pathname.split('/');
		response.statusCode = 404;
		if (kind === 'webhook-waiting') await this.callWaiting(call, id, suffix);
		else if (kind === 'webhook') await this.callTrigger(call, id, suffix);
		if (!response.writableEnded) response.end();
	}

	private async callWaiting(call: Call, id: string, suffix: string): Promise<void> {
		const { response, url } = call;
		const execution = this.executions.find((one) => one.id === id);
		if (execution === undefined) return;
		const token = execution.run?.data.resumeToken;
		if (token !== undefined && url.searchParams.get('signature') !== token) {
			response.statusCode = 401;
			return;
		}
		if (execution.status !== 'waiting') {
			response.statusCode = 409;
			return;
		}
		const data = savedData(execution);
		const entry = data.executionData?.nodeExecutionStack[0];
		const name = data.resultData.lastNodeExecuted ?? '';
		data.resultData.runData[name]?.pop();
		delete data.waitTill;
		if (entry !== undefined) entry.node.disabled = true;
		const prepared = this.prepareFor(execution);
		const answer = await callWebhook(call, suffix, name, prepared, execution.mode, data);
		if (answer === undefined) return;
		if (answer.workflowData === undefined) return;
		response.statusCode = 200;
		// Between the look and the run n8n compares and sets: one call wins.
		if (execution.status !== 'waiting' || entry === undefined) {
			response.statusCode = 409;
			return;
		}
		entry.data.main = answer.workflowData;
		void this.resume(execution, data);
	}

	private async callTrigger(call: Call, id: string, path: string): Promise<void> {
		const trigger = this.triggers.get(id);
		if (trigger === undefined) return;
		const { json, nodeName, staticData, mode } = trigger;
		const prepared = this.prepareFor({ id: 'none', json });
		Object.assign(prepared.workflow.staticData, throughDatabase(staticData));
		const answer = await callWebhook(call, path, nodeName, prepared, mode, null);
		if (answer === undefined) return;
		// n8n saves it for production runs only.
		if (mode !== 'manual') {
			Object.assign(staticData, throughDatabase({ ...prepared.workflow.staticData }));
		}
		if (answer.workflowData === undefined) return;
		call.response.statusCode = 200;
		await this.startFrom(json, nodeName, answer.workflowData);
	}

	private async startFrom(
		json: WorkflowJson,
		nodeName: string,
		output: INodeExecutionData[][],
	): Promise<void> {
		const { execution, prepared } = this.begin(json, 'webhook');
		const { workflow, data } = prepared;
		const node = workflow.getNode(nodeName);
		if (node === null) throw new Error(`No node ${nodeName}`);
		const stack = [{ node, data: { main: output }, source: null }];
		const begun = createRunExecutionData({ executionData: { nodeExecutionStack: stack } });
		const running = new WorkflowExecute(data, 'webhook', begun).processRunExecutionData(workflow);
		await this.settle(execution, running);
	}
}

function savedData({ run, status }: Execution): IRunExecutionData {
	if (run === undefined || status !== 'waiting') throw new Error('The execution does not wait');
	return throughDatabase(run.data);
}
