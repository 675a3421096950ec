/** Adds callback URLs to planned items. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { inSlices } from '../../../seedance/clock';
import { notStarted, problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import { isBlank } from '../../../seedance/request/normalise';
import type { Result } from '../../../seedance/result';
import { itemsIn, withoutResult } from '../../../seedance/run/itemState';
import type { Item, Planned } from '../../../seedance/run/itemState';
import {
	checkCallbackUrl,
	checkReference,
	isReachableFromApi,
	isTestUrl,
	isTooLong,
	resumeAddress,
	withReference,
} from '../../../seedance/webhook/callbackUrl';
import { z } from '../../../seedance/zod';
import { callbackPath } from '../descriptions/optionTable';
import type { CheckedApi } from '../n8n/client';
import { clock } from '../n8n/memory';
import { parametersOf } from '../n8n/parameters';
import type { NodeParameters, Options, Read } from '../n8n/parameters';
import { secretSource } from './webhooks';

type PlannedItems = ReadonlyArray<{ readonly item: Item; readonly now: Planned }>;

/** The result of the stage: hints for the person, or why nothing may be submitted. */
type Added = Result<readonly string[], Problem>;

type CallbackUrl = Result<string | undefined, Problem>;

/** Adds a callback URL to the planned items. */
function enter(planned: PlannedItems, urls: ReadonlyMap<Item, CallbackUrl>): void {
	for (const { item, now } of planned) {
		const url = urls.get(item);
		if (url === undefined) throw withoutResult(item, 'addCallbackUrls');
		if (!url.ok) item.now = { state: 'failed', problem: url.problem, notBegun: true };
		else if (url.value !== undefined) {
			item.now = { ...now, request: { ...now.request, callbackUrl: url.value } };
		}
	}
}

const timerOnly = 'so it was not asked to. A suspended execution wakes by its timer only.';

/** Why this execution gets no callbacks, for people; undefined when it does. */
function reasonNotToCall(url: string | undefined, api: CheckedApi): string | undefined {
	if (url === undefined || !isReachableFromApi(url, api.isLoopback)) {
		const origin = url === undefined ? 'its address' : new URL(url).origin;
		return `WaveSpeedAI cannot call this n8n at ${origin}, ${timerOnly} Callbacks need an n8n that can be reached over https, with its public address in WEBHOOK_URL.`;
	}
	// n8n 1.x lets two concurrent calls wake an execution twice, so everything after it would run,
	// and be charged, twice (docs/internals/n8n.md#wake-up-call). n8n doesn't tell its version, but
	// those with a token in the URL (2.14 and later) let one call win.
	return new URL(url).searchParams.has('signature')
		? undefined
		: `In this version of n8n two calls of WaveSpeedAI could run this execution twice, ${timerOnly} n8n 2.14 and later take callbacks.`;
}

/** Makes callbacks wake this execution, if that is possible. */
function callThisExecution(
	context: IExecuteFunctions,
	planned: PlannedItems,
	api: CheckedApi,
): Added {
	const { resumeUrl } = context.getWorkflowDataProxy(0).$execution;
	const url = resumeAddress(z.string().catch('').parse(resumeUrl), callbackPath);
	const reason = reasonNotToCall(url, api);
	if (reason !== undefined) return { ok: true, value: [reason] };
	enter(planned, new Map(planned.map(({ item }) => [item, { ok: true, value: url }])));
	return { ok: true, value: [] };
}

const refused = (detail: string): CallbackUrl => ({
	ok: false,
	problem: problem('parameterRefused', { detail }, { outcome: 'refused' }),
});

async function customUrls(
	parameters: NodeParameters,
	planned: PlannedItems,
	api: CheckedApi,
): Promise<Map<Item, CallbackUrl>> {
	const urls = new Map<Item, CallbackUrl>();
	await inSlices(planned, clock, ({ item }) => {
		const given = parameters.at('options.callbackUrl', item.index, 'Callback URL');
		if (!given.ok) {
			urls.set(item, { ok: false, problem: notStarted(given.problem) });
			return;
		}
		const check = checkCallbackUrl(given.value, api.isLoopback);
		urls.set(
			item,
			check.ok ? { ok: true, value: check.value } : refused(`'Callback URL' ${check.problem}`),
		);
	});
	return urls;
}

const testUrlHint =
	'The Callback URL is a test URL: its workflow starts only while it listens for a test event. For use in earnest, copy the Production URL from the Seedance Trigger.';

/** Adds the item's reference to a URL. */
function referenced(url: string, given: Read<unknown>, secret: string): CallbackUrl {
	if (!given.ok) return { ok: false, problem: notStarted(given.problem) };
	const check = checkReference(given.value);
	if (!check.ok) return refused(`'Reference' ${check.problem}`);
	const whole = withReference(url, check.value, secret);
	return isTooLong(whole)
		? refused("'Callback URL' is too long with its 'Reference'")
		: { ok: true, value: whole };
}

/**
 * The stage that adds a callback URL to every planned item.
 * @param notify whom the API calls; a node that is suspended uses callbacks by default
 * @returns hints for the person, or why nothing may be submitted at all
 */
export async function addCallbackUrls(
	context: IExecuteFunctions,
	items: readonly Item[],
	api: CheckedApi,
	ports: Ports,
	notify: Exclude<Options['notifyWhenDone'], 'nothing' | undefined>,
): Promise<Added> {
	const planned = itemsIn(items, 'planned');
	if (planned.length === 0) return { ok: true, value: [] };
	if (notify === 'execution') return callThisExecution(context, planned, api);
	const parameters = parametersOf(context);
	const urls = await customUrls(parameters, planned, api);
	const hasTestUrl = [...urls.values()].some(
		(url) => url.ok && url.value !== undefined && isTestUrl(url.value),
	);
	const hints = hasTestUrl ? [testUrlHint] : [];
	const references = new Map<Item, Read<unknown>>();
	await inSlices(items, clock, (item) => {
		references.set(item, parameters.at('options.reference', item.index, 'Reference'));
	});
	const isNone = (given: Read<unknown>) => given.ok && isBlank(given.value);
	if (![...references.values()].every(isNone)) {
		const result = await secretSource(api, ports).current();
		if (!result.ok) return result;
		for (const [item, url] of urls) {
			const given = references.get(item);
			if (!url.ok || url.value === undefined || given === undefined || isNone(given)) continue;
			urls.set(item, referenced(url.value, given, result.value));
		}
	}
	enter(planned, urls);
	return { ok: true, value: hints };
}
