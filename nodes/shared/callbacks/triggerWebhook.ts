/** What Seedance Trigger does about a callback: a verified one starts the workflow, once. */
import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { Prediction } from '../../../seedance/api/prediction';
import { confirmState } from '../../../seedance/webhook/confirm';
import { readReference } from '../../../seedance/webhook/reference';
import { createReportMemory, isNewReport } from '../../../seedance/webhook/replays';
import type { SavedReports } from '../../../seedance/webhook/replays';
import { z } from '../../../seedance/zod';
import { answerOnly, receiveCallback } from './callback';
import type { GenuineCallback } from './callback';
import { toNodeError } from '../errors';
import { readSettings } from '../options';
import type { Values } from '../options';
import { triggerFields, triggerOptions } from '../optionTable';
import { toJson } from '../outputItem';
import { parametersOfTrigger } from '../parameters';
import type { Read } from '../parameters';

type Choices = Values<typeof triggerFields> & Values<typeof triggerOptions>;

async function readChoices(context: IWebhookFunctions | IHookFunctions): Promise<Read<Choices>> {
	const parameters = parametersOfTrigger(context);
	const fields = await readSettings(parameters, triggerFields);
	if (!fields.ok) return fields;
	const options = await readSettings(parameters, triggerOptions, 'options');
	return options.ok ? { ok: true, value: { ...fields.value, ...options.value } } : options;
}

/**
 * Checks the trigger's settings when its workflow is activated or listens for a test event.
 * @throws NodeOperationError for one that cannot be read
 */
export async function checkTrigger(context: IHookFunctions): Promise<void> {
	const choices = await readChoices(context);
	if (!choices.ok) throw toNodeError(context.getNode(), choices.problem, 0);
}

// In memory, for calls that come faster than n8n saves.
const reportedHere = createReportMemory();

const reportedSchema = z.record(z.unknown());

/** Saved with the workflow when n8n answers; the last writer wins, so best effort across processes. */
function inStaticData(context: IWebhookFunctions): SavedReports {
	const data = context.getWorkflowStaticData('node');
	if (!reportedSchema.safeParse(data.reported).success) data.reported = {};
	return data.reported as SavedReports;
}

/** Whether nobody was told of this end before. */
function isNew(context: IWebhookFunctions, { id, status }: Prediction): boolean {
	// A test run must not keep the same task from the workflow in earnest.
	const node = `${context.getWorkflow().id}:${context.getNode().id}:${context.getMode()}`;
	const memory = { here: reportedHere, saved: inStaticData(context) };
	return isNewReport(memory, node, `${id} ${status}`, Date.now());
}

function isWanted({ statusKind, model }: Prediction, { events, models }: Choices): boolean {
	const event = statusKind === 'succeeded' ? 'completed' : 'failed';
	if (!events.includes(event)) return false;
	return models.length === 0 || (model !== undefined && models.includes(model));
}

/** The prediction as it is to come out, or the status to answer with instead. */
async function stateOf(
	{ prediction: claimed, ids, ports }: GenuineCallback,
	{ verifyState }: Choices,
): Promise<{ readonly prediction: Prediction; readonly more: IDataObject } | number> {
	// The API calls at the end of a task only; whatever else comes is not an end.
	if (claimed.statusKind === 'running') return 200;
	if (!verifyState) return { prediction: claimed, more: {} };
	const confirmation = await confirmState(ids, ports);
	// The API calls again, and by then it may know better.
	if (confirmation.kind === 'contradicted') return 503;
	return confirmation.kind === 'confirmed'
		? { prediction: confirmation.prediction, more: {} }
		: // The call is signed: not to tell of it would lose a video that is paid for.
			{ prediction: claimed, more: { stateVerified: false } };
}

async function answer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await receiveCallback(context);
	if (!received.ok) return answerOnly(context, received.status);
	const { prediction: claimed, secret } = received;
	const query = z.record(z.unknown()).catch({}).parse(context.getQueryData());
	const reference = readReference(query, secret);
	if (!reference.ok) return answerOnly(context, 401);
	const read = await readChoices(context);
	if (!read.ok) {
		// The API calls again later, when it may be mended.
		context.logger.warn(`A callback came to nothing. ${read.problem.message}`);
		return answerOnly(context, 503);
	}
	const choices = read.value;
	const state = await stateOf(received, choices);
	if (typeof state === 'number') return answerOnly(context, state);
	const { model } = claimed;
	const prediction = { ...(model !== undefined && { model }), ...state.prediction };
	if (!isWanted(prediction, choices) || !isNew(context, prediction)) {
		return answerOnly(context, 200);
	}
	const json: IDataObject = {
		...toJson({ prediction }, choices.simplify),
		...(reference.reference !== undefined && { reference: reference.reference }),
		...state.more,
	};
	return { workflowData: [[{ json }]] };
}

/** Answers a callback to the trigger. Never throws: n8n would start the workflow with an error. */
export async function runTriggerWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await answer(context);
	} catch {
		return answerOnly(context, 500);
	}
}
