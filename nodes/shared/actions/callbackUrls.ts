/** Adds callback URLs to planned items. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ports } from '../../../seedance/api/http';
import { inSlices } from '../../../seedance/time';
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
import { optionPath } from '../descriptions/parameterField';
import type { CheckedApi } from '../n8n/client';
import { clock } from '../n8n/memory';
import { parametersOf } from '../n8n/parameters';
import type { NodeParameters, Options, Read } from '../n8n/parameters';
import { secretSource } from './webhooks';

type PlannedItems = ReadonlyArray<{ readonly item: Item; readonly now: Planned }>;

/** The result of the stage: hints for the person, or why nothing may be submitted. */
type Added = Result<readonly string[], Problem>;

type CallbackUrl = Result<string, Problem>;

/** Adds a callback URL to the planned items. */
function enter(planned: PlannedItems, urls: ReadonlyMap<Item, CallbackUrl>): void {
	for (const { item, now } of planned) {
		const url = urls.get(item);
		if (url === undefined) throw withoutResult(item, 'addCallbackUrls');
		item.now = url.ok
			? { ...now, request: { ...now.request, callbackUrl: url.value } }
			: { state: 'failed', problem: url.problem, notBegun: true };
	}
}

const timerOnly = 'The execution checks for the video on a timer instead.';

/** The URL that wakes this execution, or why it gets no callbacks, for people. */
function wakeUrl(url: string | undefined, api: CheckedApi): Result<string, string> {
	if (url === undefined || !isReachableFromApi(url, api.isLoopback)) {
		const at = url === undefined ? '' : ` at ${new URL(url).origin}`;
		return {
			ok: false,
			problem: `WaveSpeedAI can't notify this n8n${at}. ${timerOnly} For notifications, set WEBHOOK_URL to n8n's public https:// URL.`,
		};
	}
	// n8n 1.x lets two concurrent calls wake an execution twice, so everything after it would run,
	// and be charged, twice (docs/internals/n8n.md#wake-up-call). n8n doesn't tell its version, but
	// those with a token in the URL (2.14 and later) let one call win.
	return new URL(url).searchParams.has('signature')
		? { ok: true, value: url }
		: {
				ok: false,
				problem: `WaveSpeedAI can't safely notify this version of n8n. ${timerOnly} For notifications, update to n8n 2.14 or later.`,
			};
}

/** Makes callbacks wake this execution, if that is possible. */
function callThisExecution(
	context: IExecuteFunctions,
	planned: PlannedItems,
	api: CheckedApi,
): Added {
	const { resumeUrl } = context.getWorkflowDataProxy(0).$execution;
	const address = resumeAddress(z.string().catch('').parse(resumeUrl), callbackPath);
	const url = wakeUrl(address, api);
	if (!url.ok) return { ok: true, value: [url.problem] };
	enter(planned, new Map(planned.map(({ item }) => [item, url])));
	return { ok: true, value: [] };
}

const refused = (detail: string): CallbackUrl => ({
	ok: false,
	problem: problem('parameterRefused', { detail }, { outcome: 'refused' }),
});

/** The URL that a person has given for an item. */
function customUrl(parameters: NodeParameters, item: Item, api: CheckedApi): CallbackUrl {
	const given = parameters.at(optionPath('callbackUrl'), item.index, 'Callback URL');
	if (!given.ok) return { ok: false, problem: notStarted(given.problem) };
	const check = checkCallbackUrl(given.value, api.isLoopback);
	return check.ok ? check : refused(`Callback URL ${check.problem}`);
}

const testUrlHint =
	'Callback URL is a test URL, which only works while you listen for a test event. For production, use the Production URL of the Seedance Trigger.';

/** Adds the item's reference to a URL. */
function referenced(url: string, given: Read<unknown>, secret: string): CallbackUrl {
	if (!given.ok) return { ok: false, problem: notStarted(given.problem) };
	const check = checkReference(given.value);
	if (!check.ok) return refused(`Reference ${check.problem}`);
	const whole = withReference(url, check.value, secret);
	return isTooLong(whole)
		? refused('Callback URL is too long with its Reference')
		: { ok: true, value: whole };
}

/**
 * The stage that adds a callback URL to every planned item.
 * @param notify who is notified; a node that pauses its execution uses callbacks by default
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
	const read = await inSlices(planned, clock, ({ item }) => ({
		item,
		url: customUrl(parameters, item, api),
		reference: parameters.at(optionPath('reference'), item.index, 'Reference'),
	}));
	const urls = new Map(read.map(({ item, url }) => [item, url]));
	const hasTestUrl = read.some(({ url }) => url.ok && isTestUrl(url.value));
	const withReferences = read.filter(({ reference }) => !reference.ok || !isBlank(reference.value));
	if (withReferences.length > 0) {
		const secret = await secretSource(api, ports).current();
		if (!secret.ok) return secret;
		for (const { item, url, reference } of withReferences) {
			if (url.ok) urls.set(item, referenced(url.value, reference, secret.value));
		}
	}
	enter(planned, urls);
	return { ok: true, value: hasTestUrl ? [testUrlHint] : [] };
}
