/** Whom the API is to call when a task has ended. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { notStarted, problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { Ports } from '../../../seedance/api/http';
import { inSlices } from '../../../seedance/clock';
import { isBlank } from '../../../seedance/request/normalise';
import {
	checkReference,
	checkCallbackUrl,
	isReachableFromApi,
	isTestUrl,
	isTooLong,
	resumeAddress,
	withReference,
} from '../../../seedance/webhook/callbackUrl';
import { z } from '../../../seedance/zod';
import { secretSource } from '../actions/webhooks';
import { clock } from '../n8n/memory';
import { callbackPath } from '../descriptions/optionTable';
import type { CheckedApi } from '../n8n/client';
import type { Options, NodeParameters, Read } from '../n8n/parameters';
import { parametersOf } from '../n8n/parameters';
import { isSubmit } from './submitPlan';
import type { ItemPlan } from './submitPlan';

export type Notified =
	| {
			readonly ok: true;
			readonly plans: readonly ItemPlan[];
			/** What a person should know of it. */
			readonly hints: readonly string[];
	  }
	/** Nothing may be submitted. */
	| { readonly ok: false; readonly problem: Problem };

type CallbackUrl = string | Problem | undefined;

/** The same plans, with an address to call in those that submit something. */
function withCallbacks(
	plans: readonly ItemPlan[],
	callbackUrlOf: (itemIndex: number) => CallbackUrl,
): ItemPlan[] {
	return plans.map((plan, i): ItemPlan => {
		if (!isSubmit(plan)) return plan;
		const callbackUrl = callbackUrlOf(i);
		if (callbackUrl === undefined) return plan;
		if (typeof callbackUrl !== 'string') return { ok: false, problem: callbackUrl };
		const request = { ...plan.intent.request, callbackUrl };
		return { ...plan, intent: { ...plan.intent, request } };
	});
}

const timerOnly = 'so it was not asked to. A suspended execution wakes by its timer only.';

/** Why the API is not to call this execution, for people; undefined when it may. */
function reasonNotToCall(url: string | undefined, api: CheckedApi): string | undefined {
	if (url === undefined || !isReachableFromApi(url, api.isLoopback)) {
		const origin = url === undefined ? 'its address' : new URL(url).origin;
		return `WaveSpeedAI cannot call this n8n at ${origin}, ${timerOnly} Callbacks need an n8n that can be reached over https, with its public address in WEBHOOK_URL.`;
	}
	// n8n 1.x lets two calls at the same moment wake an execution twice, and then everything behind it
	// runs and is paid for twice (tried on 1.123.81). It does not say its version, but those that put a
	// token into the address (2.14 and later) let one call win.
	return new URL(url).searchParams.has('signature')
		? undefined
		: `In this version of n8n two calls of WaveSpeedAI could run this execution twice, ${timerOnly} n8n 2.14 and later take callbacks.`;
}

/** Has this execution called, where that can be done. */
function callThisExecution(
	context: IExecuteFunctions,
	plans: readonly ItemPlan[],
	api: CheckedApi,
): Notified {
	const { resumeUrl } = context.getWorkflowDataProxy(0).$execution;
	const url = resumeAddress(z.string().catch('').parse(resumeUrl), callbackPath);
	const reason = reasonNotToCall(url, api);
	return reason === undefined
		? { ok: true, plans: withCallbacks(plans, () => url), hints: [] }
		: { ok: true, plans, hints: [reason] };
}

const refused = (detail: string) => problem('parameterRefused', { detail }, { outcome: 'refused' });

async function customUrls(
	parameters: NodeParameters,
	plans: readonly ItemPlan[],
	api: CheckedApi,
): Promise<CallbackUrl[]> {
	return await inSlices(plans, clock, (plan, i) => {
		if (!isSubmit(plan)) return undefined;
		const given = parameters.at('options.callbackUrl', i, 'Callback URL');
		if (!given.ok) return notStarted(given.problem);
		const check = checkCallbackUrl(given.value, api.isLoopback);
		if (check.ok) return check.url;
		return refused(`'Callback URL' ${check.finding}`);
	});
}

const testUrlHint =
	'The Callback URL is a test URL: its workflow starts only while it listens for a test event. For use in earnest, copy the Production URL from the Seedance Trigger.';

/** Puts the item's reference into an address. */
function referenced(url: string, given: Read<unknown>, secret: string): string | Problem {
	if (!given.ok) return notStarted(given.problem);
	const check = checkReference(given.value);
	if (!check.ok) return refused(`'Reference' ${check.finding}`);
	const whole = withReference(url, check.reference, secret);
	return isTooLong(whole) ? refused("'Callback URL' is too long with its 'Reference'") : whole;
}

/**
 * Adds the address to call to every item that is going to be submitted.
 * @param suspends whether the node itself waits asleep, so that a call is wanted without being asked for
 */
export async function addCallbacks(
	context: IExecuteFunctions,
	plans: readonly ItemPlan[],
	api: CheckedApi,
	ports: Ports,
	options: Options,
	suspends: boolean,
): Promise<Notified> {
	const notify = options.notifyWhenDone ?? (suspends ? 'execution' : 'nothing');
	const submitsAny = plans.some(isSubmit);
	if (notify === 'nothing' || !submitsAny) return { ok: true, plans, hints: [] };
	if (notify === 'execution') return callThisExecution(context, plans, api);
	const parameters = parametersOf(context);
	const urls = await customUrls(parameters, plans, api);
	const hasTestUrl = urls.some((url) => typeof url === 'string' && isTestUrl(url));
	const hints = hasTestUrl ? [testUrlHint] : [];
	const references = await inSlices(plans, clock, (_, i) =>
		parameters.at('options.reference', i, 'Reference'),
	);
	const isNone = (given: Read<unknown>) => given.ok && isBlank(given.value);
	if (references.every(isNone)) {
		return { ok: true, plans: withCallbacks(plans, (i) => urls[i]), hints };
	}
	const result = await secretSource(api, ports).current();
	if (!result.ok) return result;
	const { secret } = result;
	const withReferences = withCallbacks(plans, (i) => {
		const url = urls[i];
		const given = references[i];
		if (typeof url !== 'string' || given === undefined || isNone(given)) return url;
		return referenced(url, given, secret);
	});
	return { ok: true, plans: withReferences, hints };
}
