import { z } from 'zod';
import type { Workflow } from './examples';
import {
	executionList,
	executionSchema,
	executionState,
	type Execution,
	type ExecutionState,
} from './execution';
import { N8nSession } from './n8n-session';
import { PlainMessage } from './say';

export type { Execution, ExecutionState } from './execution';

/** The person who owns the server of a run. */
export const owner = {
	email: 'owner@example.com',
	firstName: 'Seedance',
	lastName: 'Owner',
	password: 'Seedance2Demo',
};

const identified = z.object({ id: z.string() }).passthrough();
const named = z.object({ name: z.string() });
const startedRun = z.object({ executionId: z.coerce.string() });
const version = z.object({ versionId: z.string() });
const invitations = z.array(z.object({ user: z.object({ inviteAcceptUrl: z.string() }) }));
const apiKey = z.object({ rawApiKey: z.string() });
/** The timeout of n8n's answers, in ms. */
const patienceMs = 30_000;
/** A retry is answered when it has ended. */
const retryPatienceMs = 120_000;

/** n8n's REST interface, used as its editor uses it. */
export class N8nRest {
	/** For what this class has no method for. */
	readonly session: N8nSession;

	constructor(readonly url: string) {
		this.session = new N8nSession(url);
	}

	/** Creates the owner of a fresh server and signs in. */
	async setUpOwner(): Promise<void> {
		await this.session.call('POST', '/rest/owner/setup', z.unknown(), owner);
		const { email, password } = owner;
		await this.session.call('POST', '/rest/login', z.unknown(), {
			emailOrLdapLoginId: email,
			email,
			password,
		});
	}

	/** Adds a person who has nothing yet: no workflow, no credential. */
	async addMember({ email, ...person }: typeof owner): Promise<void> {
		const wanted = [{ email, role: 'global:member' }];
		const [invited] = await this.session.call('POST', '/rest/invitations', invitations, wanted);
		const token = new URL(invited?.user.inviteAcceptUrl ?? '').searchParams.get('token');
		const accepting = new N8nSession(this.url);
		await accepting.call('POST', '/rest/invitations/accept', z.unknown(), { ...person, token });
	}

	/** The names of all node types that n8n has loaded, such as "n8n-nodes-base.webhook". */
	async nodeTypes(): Promise<string[]> {
		const types = await this.session.call('GET', '/types/nodes.json', z.array(named));
		return types.map(({ name }) => name);
	}

	/** Stores a credential and returns its id. */
	async addCredential(
		name: string,
		type: string,
		data: Readonly<Record<string, string | number | boolean>>,
	): Promise<string> {
		return (await this.session.call('POST', '/rest/credentials', identified, { name, type, data }))
			.id;
	}

	/** Stores a workflow and returns its id. */
	async addWorkflow(workflow: Workflow): Promise<string> {
		return (
			await this.session.call('POST', '/rest/workflows', identified, { ...workflow, active: false })
		).id;
	}

	/**
	 * Starts a manual run, like the editor's Execute button, and returns the execution's id.
	 * @param upTo the last node to run, as with the editor's Execute Step
	 */
	async run(workflowId: string, triggerName: string, upTo?: string): Promise<string> {
		const workflowData = await this.session.call(
			'GET',
			`/rest/workflows/${workflowId}`,
			identified,
		);
		const { executionId } = await this.session.call(
			'POST',
			`/rest/workflows/${workflowId}/run`,
			startedRun,
			{
				workflowData,
				triggerToStartFrom: { name: triggerName },
				...(upTo !== undefined && {
					destinationNode: { nodeName: upTo, mode: 'inclusive' },
				}),
			},
		);
		return executionId;
	}

	/**
	 * Does what the editor's "Listen for test event" does: the trigger's test URL accepts the next
	 * call.
	 * @param chatSessionId of the editor's chat, which listens at a test URL of its own
	 */
	async listenForTest(
		workflowId: string,
		triggerName: string,
		chatSessionId?: string,
	): Promise<void> {
		const workflowData = await this.session.call(
			'GET',
			`/rest/workflows/${workflowId}`,
			identified,
		);
		const waiting = z.object({ waitingForWebhook: z.literal(true) });
		await this.session.call('POST', `/rest/workflows/${workflowId}/run`, waiting, {
			workflowData,
			triggerToStartFrom: { name: triggerName },
			chatSessionId,
		});
	}

	/** The execution's status, as in ExecutionState. */
	async executionStatus(executionId: string): Promise<string> {
		return (await this.session.call('GET', `/rest/executions/${executionId}`, executionState))
			.status;
	}

	/** The whole execution, from the public API, where it comes as plain JSON. */
	async execution(executionId: string): Promise<Execution> {
		if (!this.session.hasPublicKey) this.session.usePublicKey(await this.createPublicKey());
		const path = `/api/v1/executions/${executionId}?includeData=true`;
		return await this.session.call('GET', path, executionSchema);
	}

	/** Saves a changed workflow as the editor does. What is published stays as it was. */
	async saveWorkflow(workflowId: string, workflow: Workflow): Promise<void> {
		await this.session.call('PATCH', `/rest/workflows/${workflowId}`, identified, workflow);
	}

	/** Publishes the saved workflow: from now on its triggers start it. */
	async publishWorkflow(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		const { versionId } = await this.session.call('GET', path, version);
		const body = { versionId, name: 'published', description: '' };
		await this.session.call('POST', `${path}/activate`, identified, body);
	}

	/** Takes a workflow's publication back: nothing starts it any more. */
	async unpublishWorkflow(workflowId: string): Promise<void> {
		await this.session.call('POST', `/rest/workflows/${workflowId}/deactivate`, identified);
	}

	/** The workflow's executions, also those that run, newest first. */
	async executionsOf(workflowId: string): Promise<ExecutionState[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const path = `/rest/executions?filter=${filter}&limit=50`;
		return (await this.session.call('GET', path, executionList)).results;
	}

	/** Retries a failed execution and returns the new one's id when that has ended. */
	async retry(executionId: string, which: 'original' | 'saved'): Promise<string> {
		const path = `/rest/executions/${executionId}/retry`;
		const body = { loadWorkflow: which === 'saved' };
		return (await this.session.call('POST', path, executionState, body, retryPatienceMs)).id;
	}

	/** Stops an execution, like the editor's Stop button. */
	async stopExecution(executionId: string): Promise<void> {
		await this.session.call('POST', `/rest/executions/${executionId}/stop`, z.unknown());
	}

	/** Calls a published webhook; false when n8n does not know it. */
	async callWebhook(path: string, body: unknown): Promise<boolean> {
		const response = await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(patienceMs),
		});
		if (response.ok || response.status === 404) return response.ok;
		throw new PlainMessage(`n8n answered ${response.status} to a call of a webhook.`);
	}

	/** A file that n8n has stored for an item, as the editor's Download button gets it. */
	async download(fileId: string): Promise<Buffer> {
		const query = new URLSearchParams({ id: fileId, action: 'download' });
		return await this.session.read(`/rest/binary-data?${query.toString()}`);
	}

	private async createPublicKey(): Promise<string> {
		const scopes = await this.session.call('GET', '/rest/api-keys/scopes', z.array(z.string()));
		const wanted = { label: 'end-to-end run', expiresAt: null, scopes };
		return (await this.session.call('POST', '/rest/api-keys', apiKey, wanted)).rawApiKey;
	}
}
