/** What the code can say to a person, each text made by the code that says it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { addCallbackUrls } from '../../../nodes/shared/actions/callbackUrls';
import { openWaiting } from '../../../nodes/shared/actions/waiting';
import type { CheckedApi } from '../../../nodes/shared/n8n/client';
import type { Ports } from '../../../seedance/api/http';
import { problem } from '../../../seedance/errors/messages';
import { noFiles } from '../../../seedance/media/source';
import { findModel } from '../../../seedance/models';
import { followLive } from '../../../seedance/request/liveModel';
import { refusalProblem } from '../../../seedance/request/planSubmit';
import { checkBalance, checkMaximum } from '../../../seedance/run/budget';
import type { PricedItem } from '../../../seedance/run/budget';
import { causes } from '../errors/causes';
import { plannedItem } from '../task/runItems';

const about = { model: 'bytedance/m', status: 'processing', said: 'words', minutes: 60 };
const tasks = [about, { ...about, taskId: 'a1b2', detail: 'a finding' }];

const known: readonly PricedItem[] = [
	{ itemIndex: 0, price: { ok: true, value: { usd: 2, source: 'quote' } } },
];
const unknown: readonly PricedItem[] = [
	{ itemIndex: 0, price: { ok: false, problem: 'nobody says' } },
];
const limits = { maximumUsd: 1, allowsUnknown: false };
const spent = { usd: 0, unpriced: 0 };

const money = () => [
	checkMaximum(known, limits, spent),
	checkMaximum(unknown, limits, spent),
	checkBalance(known, 5, { ok: true, value: 4 }),
];

/** A model of which the live list has a parameter less. */
function drifted() {
	const builtIn = findModel('bytedance/seedance-v1.5-pro/image-to-video');
	if (builtIn === undefined) throw new Error('No record');
	const { last_image: gone, ...parameters } = builtIn.parameters;
	if (gone === undefined) throw new Error('No last image');
	const given = { last_image: 'https://example.com/a.png' };
	const { refusals } = followLive(builtIn, { ...builtIn, parameters }, given, { files: noFiles });
	return refusalProblem(builtIn, refusals);
}

const hintOfPolling = () => {
	const hints: string[] = [];
	const context = {
		getContext: () => ({}),
		getExecutionId: () => '1',
		getWorkflowDataProxy: () => ({ $thisRunIndex: 0 }),
		getNode: () => ({ name: 'Seedance', type: 'n8n-nodes-seedance.seedanceTextToVideo' }),
		getWorkflowSettings: () => ({ executionOrder: 'v0' }),
		addExecutionHints: (...shown: readonly { message: string }[]) =>
			void hints.push(...shown.map(({ message }) => message)),
	} as unknown as IExecuteFunctions;
	openWaiting(context, { suspends: true, timeoutMs: 1, recheckMs: 1 });
	return hints;
};

async function hintOfCallbacks(): Promise<readonly string[]> {
	const resumeUrl = 'http://localhost:5678/webhook-waiting/1';
	const context = {
		getWorkflowDataProxy: () => ({ $execution: { resumeUrl } }),
	} as unknown as IExecuteFunctions;
	const item = plannedItem({ model: 'bytedance/m', body: {} }, 0);
	const api = { ok: true, isLoopback: false } as CheckedApi;
	const added = await addCallbackUrls(context, [item], api, {} as Ports, 'execution');
	return added.ok ? added.value : [];
}

/** Every message of the table of causes, those whose words come from elsewhere, and the hints. */
export async function producible(): Promise<readonly string[]> {
	const problems = [
		...causes.flatMap((cause) => tasks.map((circumstances) => problem(cause, circumstances))),
		...money(),
		drifted(),
	];
	return [
		...problems.flatMap((each) => each?.message ?? []),
		...hintOfPolling(),
		...(await hintOfCallbacks()),
	];
}
