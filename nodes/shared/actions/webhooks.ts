/** Receives and verifies callbacks of the API. */
import { createHash } from 'crypto';
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { confirmState } from '../../../seedance/api/submit';
import { retentionMs } from '../../../seedance/api/task';
import type { Task } from '../../../seedance/api/task';
import { Cache } from '../../../seedance/time';
import { defined } from '../../../seedance/result';
import type { Problem } from '../../../seedance/errors/problem';
import { settingsOf } from '../../../seedance/run/itemState';
import { inputsOf } from '../../../seedance/run/trace';
import {
	awaitedTask,
	createReportMemory,
	isNewReport,
	verifyCallback,
} from '../../../seedance/webhook/callback';
import type { Delivery, SavedReports } from '../../../seedance/webhook/callback';
import { readReference } from '../../../seedance/webhook/callbackUrl';
import { createEndedTasks } from '../../../seedance/webhook/endedTasks';
import { createSecretCache, fetchSecret, givenSecret } from '../../../seedance/webhook/secret';
import type { SecretSource } from '../../../seedance/webhook/secret';
import { z } from '../../../seedance/zod';
import { triggerFields, triggerOptions } from '../descriptions/optionTable';
import { createPorts, readApi } from '../n8n/client';
import type { CheckedApi } from '../n8n/client';
import { toJson } from '../n8n/outputItem';
import { toNodeError } from '../n8n/problems';
import { parametersOfTrigger, readSettings } from '../n8n/parameters';
import type { Read, Values } from '../n8n/parameters';
import { suspendedOfWebhook } from '../n8n/executionStore';
import type { Sleeping } from '../n8n/executionStore';

// The secret is cached in memory only, for minutes, because it can sign callbacks.
const cache = createSecretCache();

/** The source of the secret: the credential or the API. */
export function secretSource(api: CheckedApi, ports: Ports): SecretSource {
	if (api.webhookSecret !== '') return givenSecret(api.webhookSecret);
	return cache.source(api.account, async () => await fetchSecret(ports), ports.now);
}

const requestSchema = z
	.object({
		headers: z.record(z.unknown()),
		// n8n keeps the raw bytes (docs/internals/n8n.md#wake-up-call), which the signature covers.
		rawBody: z.instanceof(Uint8Array).optional().catch(undefined),
	})
	.catch({ headers: {} });

function deliveryOf(context: IWebhookFunctions): Delivery {
	const { headers, rawBody: body } = requestSchema.parse(context.getRequestObject());
	return { headers, body };
}

/** A verified callback, or the HTTP status of the refusal, which reveals as little as possible. */
export type Received =
	| {
			readonly ok: true;
			readonly task: Task;
			/** The possible IDs of its task, most likely first. */
			readonly ids: readonly string[];
			/** The secret that signed it. */
			readonly secret: string;
			readonly ports: Ports;
	  }
	| { readonly ok: false; readonly status: 400 | 401 | 503 };

const statuses = { malformed: 400, unauthorized: 401 } as const;

export type GenuineCallback = Extract<Received, { ok: true }>;

/** Verifies the current call. */
async function receiveCallback(context: IWebhookFunctions): Promise<Received> {
	// The API retries later. The reason is only in n8n's log, because the caller must not know it.
	const notNow = ({ message }: Problem): Received => {
		context.logger.warn(`Seedance: couldn't check a callback. ${message}`);
		return { ok: false, status: 503 };
	};
	const api = await readApi(context);
	if (!api.ok) return notNow(api.problem);
	const ports = createPorts(context, api);
	const secrets = secretSource(api, ports);
	const delivery = deliveryOf(context);
	const verdict = await verifyCallback(delivery, secrets, ports.now(), api.withoutKey);
	if (verdict.kind === 'noSecret') return notNow(verdict.problem);
	if (verdict.kind !== 'genuine') return { ok: false, status: statuses[verdict.kind] };
	const { task, ids, secret } = verdict;
	return { ok: true, task, ids, secret, ports };
}

/** Answers the call with an empty body, without starting or waking an execution. */
function answerOnly(context: IWebhookFunctions, status: number): IWebhookResponseData {
	context.getResponseObject().status(status).end();
	return { noWebhookResponse: true };
}

// Starts the workflow of a Seedance Trigger once for each verified callback.

type Choices = Values<typeof triggerFields> & Values<typeof triggerOptions>;

async function readChoices(context: IWebhookFunctions | IHookFunctions): Promise<Read<Choices>> {
	const parameters = parametersOfTrigger(context);
	const fields = await readSettings(parameters, triggerFields);
	if (!fields.ok) return fields;
	// The trigger has three options, which need no groups.
	const options = await readSettings(parameters, triggerOptions, (name) => `options.${name}`);
	return options.ok ? { ok: true, value: { ...fields.value, ...options.value } } : options;
}

/**
 * Checks the trigger's settings when its workflow is activated or listens for a test event.
 * @throws NodeOperationError for an invalid one
 */
export async function checkTrigger(context: IHookFunctions): Promise<void> {
	const choices = await readChoices(context);
	if (!choices.ok) throw toNodeError(context.getNode(), choices.problem, 0);
}

// This is in memory, because calls can come faster than n8n saves.
const reportedHere = createReportMemory();

const reportedSchema = z.record(z.unknown());

/**
 * The saved reports of the workflow. n8n saves them when it answers, and the last writer wins, so
 * it's best effort across processes.
 */
function inStaticData(context: IWebhookFunctions): SavedReports {
	const data = context.getWorkflowStaticData('node');
	if (!reportedSchema.safeParse(data.reported).success) data.reported = {};
	return data.reported as SavedReports;
}

/**
 * Removes what the trigger stored with its workflow. The process still remembers its latest
 * reports, so that publishing again at once repeats none of them.
 */
export function clearTrigger(context: IHookFunctions): void {
	delete context.getWorkflowStaticData('node').reported;
}

/** Whether the end of this task hasn't been reported before. */
function isNew(context: IWebhookFunctions, { id, status }: Task): boolean {
	// The mode is part of the key, so that a test run doesn't suppress the production run.
	const node = `${context.getWorkflow().id}:${context.getNode().id}:${context.getMode()}`;
	const memory = { here: reportedHere, saved: inStaticData(context) };
	return isNewReport(memory, node, `${id} ${status}`, Date.now());
}

function isWanted({ statusKind, model }: Task, { events, models }: Choices): boolean {
	const event = statusKind === 'succeeded' ? 'completed' : 'failed';
	if (!events.includes(event)) return false;
	return models.length === 0 || models.includes(model ?? '');
}

/** The task to output, or the HTTP status to answer instead. */
async function stateOf(
	{ task: claimed, ids, ports }: GenuineCallback,
	{ verifyState }: Choices,
): Promise<{ readonly task: Task; readonly more: IDataObject } | number> {
	// The API sends callbacks only for ended tasks (docs/internals/api.md#callbacks), so other states
	// are ignored.
	if (claimed.statusKind === 'running') return 200;
	if (!verifyState) return { task: claimed, more: {} };
	const confirmation = await confirmState(ids, ports);
	// The API retries the callback, and its state may be up to date then.
	if (confirmation.kind === 'contradicted') return 503;
	return confirmation.kind === 'confirmed'
		? { task: confirmation.task, more: {} }
		: // The call is signed, and ignoring it would lose a paid video.
			{ task: claimed, more: { stateVerified: false } };
}

async function answerTrigger(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await receiveCallback(context);
	if (!received.ok) return answerOnly(context, received.status);
	const { task: claimed, secret } = received;
	const query = z.record(z.unknown()).catch({}).parse(context.getQueryData());
	const reference = readReference(query, secret);
	if (!reference.ok) return answerOnly(context, 401);
	const read = await readChoices(context);
	if (!read.ok) {
		// The API retries later, when the setting may have been corrected.
		context.logger.warn(`Seedance: couldn't use a callback. ${read.problem.message}`);
		return answerOnly(context, 503);
	}
	const choices = read.value;
	const state = await stateOf(received, choices);
	if (typeof state === 'number') return answerOnly(context, state);
	const { model } = claimed;
	const task = { ...defined({ model }), ...state.task };
	if (!isWanted(task, choices) || !isNew(context, task)) {
		return answerOnly(context, 200);
	}
	// The answer of the API may not include the inputs that its callback does.
	const [known, told] = [task, claimed].map((one) => settingsOf(inputsOf(one), task.model));
	const settings = { ...known, ...told };
	const json: IDataObject = {
		...toJson({ task, settings }, choices.simplify),
		...defined({ reference: reference.value }),
		...state.more,
	};
	return { workflowData: [[{ json }]] };
}

/**
 * Answers a callback to the trigger. Never throws, because n8n would start the workflow with an
 * error.
 */
export async function runTriggerWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await answerTrigger(context);
	} catch {
		return answerOnly(context, 500);
	}
}

// Answers callbacks to a suspended node, and wakes its execution once all tasks have ended.

/**
 * Whether n8n lets only one call wake the execution, which it does when its URL has a token
 * (docs/internals/n8n.md#wake-up-call).
 */
const wakesOnce = (context: IWebhookFunctions) =>
	z.object({ signature: z.string() }).safeParse(context.getQueryData()).success;

// It's in memory. Another process reads the tasks itself.
const endedTasks = createEndedTasks();

/**
 * The sleeps that a callback has ended in this process. No sleep is longer than the API's
 * retention.
 */
const endedSleeps = new Cache<true>({ most: 10_000, keptMs: retentionMs });

/**
 * Whether no other callback has ended this sleep. n8n can't tell one sleep of an execution from
 * another (docs/internals/n8n.md#wake-up-call), so a slow second callback could resume a later
 * suspended node from the first sleep, and that node would be charged twice.
 */
function isFirst({ awaiting, wakeAt }: Sleeping): boolean {
	const sleep = createHash('sha256').update(`${awaiting.join()} ${wakeAt}`).digest('base64');
	if (endedSleeps.last(sleep) === true) return false;
	endedSleeps.set(sleep, true, Date.now());
	return true;
}

async function answerSleeper(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await receiveCallback(context);
	if (!received.ok) return answerOnly(context, received.status);
	const { task, ids, ports } = received;
	const suspended = suspendedOfWebhook(context);
	// The callback belongs to an earlier wait or another node, and a retry wouldn't help.
	if (suspended === undefined) return answerOnly(context, 200);
	const taskId = awaitedTask(ids, suspended.awaiting);
	const isNoEnd = task.statusKind === 'running';
	if (taskId === undefined || isNoEnd || !wakesOnce(context)) return answerOnly(context, 200);
	endedTasks.note(taskId, ports);
	const haveAllEnded = await endedTasks.haveEnded(suspended.awaiting, ports, suspended.created);
	if (!haveAllEnded || !isFirst(suspended)) return answerOnly(context, 200);
	// The callback's data isn't used, because the node runs again and reads every task.
	return { workflowData: [[]] };
}

/** Answers a callback to a suspended node. Never throws, because that would end the wait. */
export async function runResumeWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await answerSleeper(context);
	} catch {
		return answerOnly(context, 500);
	}
}
