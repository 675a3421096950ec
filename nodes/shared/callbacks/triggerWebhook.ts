/** What Seedance Trigger does about a callback: a verified one starts the workflow, once. */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Prediction } from '../../../seedance/api/prediction';
import { confirmState } from '../../../seedance/webhook/confirm';
import { readReference } from '../../../seedance/webhook/reference';
import { createReportMemory, isNewReport } from '../../../seedance/webhook/replays';
import type { SavedReports } from '../../../seedance/webhook/replays';
import { z } from '../../../seedance/zod';
import { answerOnly, receiveCallback } from './callback';
import type { GenuineCallback } from './callback';
import { toJson } from '../outputItem';

const choicesSchema = z.object({
	events: z.array(z.enum(['completed', 'failed'])).catch(['completed', 'failed']),
	models: z.array(z.string()).catch([]),
	verifyState: z.boolean().catch(true),
	simplify: z.boolean().catch(true),
});

function readChoices(context: IWebhookFunctions) {
	const options: unknown = context.getNodeParameter('options', {});
	return choicesSchema.parse({
		...(typeof options === 'object' ? options : {}),
		events: context.getNodeParameter('events', []),
	});
}

type Choices = ReturnType<typeof readChoices>;

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
	const choices = readChoices(context);
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
