/**
 * The table of causes: cause → message → what to do next. It has every text that a person reads
 * when something fails.
 */
import { defined } from '../result';
import { accountMessages, keys, refund, saying } from './accountMessages';
import type { Text } from './accountMessages';
import type { Cause, Circumstances, Problem } from './problem';

const task = ({ taskId, isSubmit }: Circumstances) =>
	taskId ? `task ${taskId}` : isSubmit ? 'this video' : 'the task';
/**
 * What a person should know about the task itself, when it's only read or searched for, or hasn't
 * been submitted.
 */
function chargeText({ taskId, isList }: Circumstances, otherwise: string): string {
	// A person who looks for paid tasks must not read that there are none.
	if (isList) {
		return 'This says nothing about your tasks: list them before you submit any of them again.';
	}
	return taskId
		? `Task ${taskId} goes on at WaveSpeedAI and is paid for: do not submit it again, read it again later.`
		: otherwise;
}
const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
const modelNamed = ({ model }: Circumstances) => model ?? 'a model';
const table: Record<Cause, Text> = {
	...accountMessages,
	rateLimited: (c) => [
		c.taskId || c.isList
			? 'WaveSpeedAI is limiting how often this account may ask'
			: 'WaveSpeedAI is limiting how fast this account may submit',
		`It was tried again until the time for it was over. ${chargeText(c, 'Nothing was submitted for this item.')} New accounts may make 2 videos a minute: submit fewer items at once, or raise the account's tier by topping up.${saying(c)}`,
	],
	parameterRefused: (c) => [
		c.detail ?? 'A parameter has a value that the model does not take',
		`${c.advice ?? 'Correct the value and run this again.'}${c.isList ? '' : ' Nothing was submitted for this item.'}`,
	],
	parametersNotJson: (c) => [
		`'Parameters (JSON)' ${c.detail ?? 'is not a JSON object'}`,
		'Give an object by the names of the API, e.g. {"seed": 7}. Nothing was submitted for this item.',
	],
	requestRefused: (c) => [
		c.said ? `WaveSpeedAI refused the request: ${c.said}` : 'WaveSpeedAI refused the request',
		`WaveSpeedAI answered with HTTP ${c.httpStatus ?? '4xx'}. ${chargeText(c, `Nothing was charged for this item. Check the parameters against the model's page at https://wavespeed.ai/models/${c.model ?? ''}.`)}`,
	],
	unknownModel: (c) => [
		`WaveSpeedAI does not know the model ${c.model ?? ''}`.trim(),
		c.replacement === undefined
			? `Choose a model from the list, or check the id for typing mistakes. Nothing was charged.${saying(c)}`
			: `Its provider had announced that it would be withdrawn. Choose ${c.replacement} instead, which takes its place. Nothing was charged.${saying(c)}`,
	],
	malformedModel: (c) => [
		`'Model' ${c.detail ?? 'is not a model id'}`,
		'A model id looks like bytedance/seedance-2.0-fast/text-to-video. Choose one from the list, or copy it from the model page.',
	],
	wrongMode: (c) => [
		`'Model' is ${modelNamed(c)}, ${c.detail ?? 'which this node does not offer'}`,
		'Choose a model from the list of this node, or use the node for that mode.',
	],
	modelNotOffered: (c) => [
		`'Model' is ${modelNamed(c)}, which is not offered${c.detail ? `: ${c.detail}` : ''}`,
		'Choose a model from the list.',
	],
	missingTaskId: () => [
		"'Task ID' is empty",
		'Give the id that a Seedance submit node returned as taskId. The default reads it from the incoming item.',
	],
	malformedTaskId: (c) => [
		`'Task ID' is ${c.detail ?? 'not a task id'}, which is not a task id`,
		'Enter the taskId that a Seedance node returned, on one line and without anything around it.',
	],
	unknownTask: (c) => [
		`WaveSpeedAI does not know ${task(c)}`,
		`Results are kept for 7 days, and only the account that submitted a task can read it. Check the id and the credential.${saying(c)}`,
	],
	taskNotShown: (c) => [
		"WaveSpeedAI accepted this video but doesn't show it yet",
		`It is still being generated and will be charged: don't start it again. Get it later with Seedance Get Result${c.taskId ? ` (task ${c.taskId})` : ''}.`,
	],
	contentModeration: (c) => [
		`The content check turned ${task(c)} down`,
		`Change the prompt or the picture: the same input would be turned down again. ${refund(c)}${saying(c)}`,
	],
	mediaNotFetchable: (c) => [
		`WaveSpeedAI could not fetch a picture, video or sound of ${task(c)}`,
		`Its address must be open to everyone without signing in, and lead to the file itself. ${refund(c)}${saying(c)}`,
	],
	taskParameterRefused: (c) => [
		`A parameter of ${task(c)} is missing or has a value that the model does not take`,
		`Correct the parameters: the same ones would be turned down again. ${refund(c)}${saying(c)}`,
	],
	taskNotMade: (c) => [
		`The model could not make the video of ${task(c)}`,
		`Run this item again to submit it anew. If it fails again, change the prompt or the picture. ${refund(c)}${saying(c)}`,
	],
	taskFault: (c) => [
		`WaveSpeedAI had a fault of its own while it worked on ${task(c)}`,
		`Run this item again later to submit it anew. ${refund(c)}${saying(c)}`,
	],
	taskTookTooLong: (c) => [
		`WaveSpeedAI gave up on ${task(c)}, because it took too long`,
		`Run this item again to submit it anew; a shorter duration or a lower resolution takes less time. ${refund(c)}${saying(c)}`,
	],
	taskFailed: (c) => [
		`${c.taskId ? `Task ${c.taskId}` : 'The task'} ended as ${c.status ?? 'failed'}${c.said ? `: ${c.said}` : ''}`,
		`Run this item again to submit it anew. ${refund(c)}${c.detail ? ` WaveSpeedAI gives it ${c.detail}, which it does not explain.` : ''}`,
	],
	deadline: (c) => [
		`${c.taskId ? `Task ${c.taskId}` : 'The task'} was not finished after ${c.minutes ?? 0} minutes (status: ${c.status ?? 'unknown'})`,
		`It goes on at WaveSpeedAI and is paid for: do not submit it again. Read it later with Seedance Get Result and this task id, or raise Timeout (Minutes).${c.detail ? ` The last status read did not succeed: ${c.detail}.` : ''}`,
	],
	unknownOutcome: (c) => [
		"Couldn't confirm that this video was started",
		`${c.detail ?? 'The connection ended without an answer'}. You may have been charged. It was not sent again, so that you aren't charged twice. ${c.taskId ? `The answer names task ${c.taskId}: read it with Seedance Get Result` : 'Check your recent tasks with Seedance Get Result, Operation Get Many,'} before you run this item again.${saying(c)}`,
	],
	stillUnknown: () => [
		"Still couldn't confirm that this video was started",
		"An earlier try in this execution ended without a clear answer, so nothing was sent again. You may have been charged. Check your recent tasks with Seedance Get Result, Operation Get Many. If the video isn't there, set If Outcome Is Unknown to Submit Again in the options and run this again.",
	],
	requestKeyUnusable: () => [
		"The Request Key could not be recorded in n8n's database",
		'Nothing was submitted for this item, because nobody could tell later whether it was. Try again; if it stays so, the workflow is not saved, this version of n8n or of the AI Agent does not support request keys, or the database is busy. Without a Request Key the node works as usual.',
	],
	retryNotRecorded: () => [
		"This retry couldn't be recorded in n8n's database",
		"You weren't charged. Without the record, another retry of the same execution could start the video a second time. Retry again in a moment.",
	],
	retriedBefore: (c) => [
		'Another retry of this execution may have started this video',
		`You may have been charged, so it wasn't started again.${c.detail ? ` ${c.detail}` : ''} Find it with Seedance Get Result, Operation Get Many. If it isn't there, run the workflow again as a new execution.`,
	],
	downloadFailed: (c) => [
		`${c.files ?? 'The video'} of ${task(c)} could not be downloaded`,
		`${c.detail ?? ''} The task is finished and paid for: do not submit it again. ${c.hasItem ? '' : 'A retry of this execution only downloads. '}Seedance Get Result with Download Video on gets the file by the task id, for 7 days.`.trim(),
	],
	flaggedNsfw: (c) => [
		`The content check flagged the video of ${task(c)} as NSFW`,
		'The video is finished and paid for, but was not downloaded; do not submit it again. Seedance Get Result gives its address by the task id. To let flagged videos through, set If Flagged NSFW to Continue in the options.',
	],
	costAboveMaximum: (c) => [
		c.detail ?? "This would cost more than 'Maximum Cost per Execution (USD)' allows",
		`Nothing was submitted. ${c.advice ?? 'Raise the maximum, or submit less.'}`,
	],
	priceUnknown: (c) => [
		`${c.detail ?? 'The price is not known'}, so 'Maximum Cost per Execution (USD)' cannot be kept`,
		`Nothing was submitted.${c.advice === undefined ? '' : ` ${c.advice}`} To submit it all the same, turn on Allow Unknown Prices in the options; it then counts as 0.`,
	],
	balanceTooLow: (c) => [
		c.detail ?? "The WaveSpeedAI balance is below 'Keep Balance Above (USD)'",
		'Nothing was submitted. Top up at https://wavespeed.ai, lower the limit in the options, or submit less.',
	],
	balanceUnknown: (c) => [
		"The WaveSpeedAI balance could not be read, so 'Keep Balance Above (USD)' cannot be kept",
		`Nothing was submitted (${c.detail ?? 'no answer'}). Run it again, or remove Keep Balance Above from the options.`,
	],
	uploadFailed: (c) => [
		`${c.fileName ? `The file ${c.fileName}` : 'A file of this item'} could not be uploaded to WaveSpeedAI`,
		`Nothing was submitted for this item${c.detail ? `: ${c.detail}` : ''}. Run it again.${saying(c)}`,
	],
	unreachable: (c) => [
		'WaveSpeedAI could not be reached',
		`${chargeText(c, 'Nothing was submitted.')} Check the network, the proxy and the Base URL in the credential (${c.detail ?? 'no connection'}).`,
	],
	tls: (c) => [
		'No secure connection to WaveSpeedAI could be made',
		`${chargeText(c, 'Nothing was submitted.')} A proxy or firewall may replace certificates; see ${c.detail ?? 'the TLS settings'}.`,
	],
	proxyRefused: (c) => [
		"The proxy didn't connect n8n to WaveSpeedAI",
		`${chargeText(c, "You weren't charged: nothing was sent to WaveSpeedAI.")} Check the proxy that n8n uses (HTTPS_PROXY) and its user name and password (${c.detail ?? `HTTP ${c.httpStatus ?? 407}`}).`,
	],
	proxyAnswered: (c) => [
		'A proxy or firewall answered instead of WaveSpeedAI',
		`${chargeText(c, "You weren't charged.")} It sent a web page (HTTP ${c.httpStatus ?? '4xx'}). Ask whoever runs your network to allow requests to the WaveSpeedAI API, and check the Base URL in the credential.`,
	],
	blockedByN8n: (c) => [
		'This n8n blocks requests to the Base URL of the WaveSpeedAI credential',
		`${chargeText(c, "You weren't charged: nothing was sent.")} Ask whoever runs this n8n to allow its address (SSRF protection), or set Base URL to https://api.wavespeed.ai.`,
	],
	invalidKeyCharacters: (c) => [
		"The API key in the WaveSpeedAI credential has characters that can't be sent",
		`${chargeText(c, "You weren't charged: nothing was sent.")} Paste the key again, as plain text and on one line. Keys are made at ${keys}.`,
	],
	redirected: (c) => [
		'The Base URL in the credential answers with a redirect',
		`${chargeText(c, 'Nothing was submitted.')} The redirect was not followed, because the key must not travel to another address. Set Base URL to https://api.wavespeed.ai (HTTP ${c.httpStatus ?? '3xx'}).`,
	],
	apiUnavailable: (c) => [
		'WaveSpeedAI is not available right now',
		`${c.taskId || c.isList ? 'It was tried again until the time for it was over. ' : ''}${chargeText(c, "You weren't charged. Run this again later.")}${saying(c)}`,
	],
	malformedAnswer: (c) => [
		'WaveSpeedAI gave an answer that cannot be read',
		`${c.detail ?? 'The answer is not what the API documents'}. ${c.taskId || c.isList ? `${chargeText(c, '')} ` : ''}If it stays so, check the Base URL in the credential.`,
	],
	webhookSecretUnavailable: (c) => [
		'The secret that callbacks are signed with could not be read',
		`Nothing was submitted${c.detail ? ` (${c.detail})` : ''}. Try again, enter the secret in the credential as Webhook Secret, or leave Reference empty.`,
	],
	notSubmitted: (c) => [
		`This item was not submitted: ${c.detail ?? 'an earlier item stopped the run'}`,
		'Nothing was charged for it. Run it again when the cause is gone.',
	],
	expressionFailed: (c) => [
		c.said ?? "An expression couldn't be evaluated",
		`${c.advice ? `${sentence(c.advice)} ` : ''}Fix the expression${c.detail ? ` in '${c.detail}'` : ''}, then run this again.`,
	],
	settingRefused: (c) => [
		c.detail ?? "An option has a value that can't be used",
		c.advice ?? 'Change the value in this node, then run it again.',
	],
	unexpected: (c) => [
		'This node stopped unexpectedly',
		`You may have been charged. Look for the videos with Seedance Get Result, Operation Get Many, before you run this again.${c.said ? ` n8n says: "${c.said}".` : ''}`,
	],
	stopped: (c) => [
		'The execution was stopped',
		c.taskId
			? `Task ${c.taskId} goes on at WaveSpeedAI and is paid for. Read it with Seedance Get Result.`
			: chargeText(c, 'This item was not submitted.'),
	],
};

/** Completes a problem of an item, or of a whole node, that prevented videos from being started. */
export const notStarted = (problem: Problem): Problem => ({
	...problem,
	outcome: 'refused',
	description: `${problem.description} No video was started. You weren't charged.`,
});

/** Completes a problem of an item whose video was started in an earlier try. */
export const startedBefore = (problem: Problem, taskId: string): Problem => ({
	...problem,
	taskId,
	outcome: 'accepted',
	description: `${problem.description} This item's video was started before (task ${taskId}). You were charged once: get it with Seedance Get Result, don't start it again.`,
});

/**
 * The last sentences of an unknown outcome: what the search among the recent tasks found.
 * @param candidates undefined when the list couldn't be read
 */
export function lookText(candidates: string | undefined): string {
	if (candidates === undefined) return "The list of your recent tasks couldn't be checked.";
	return candidates === ''
		? "So far, it isn't among your recent tasks."
		: `It may be one of these tasks: ${candidates}.`;
}

/** Returns a problem with its texts. */
export function problem(
	cause: Cause,
	circumstances: Circumstances = {},
	more: Partial<Pick<Problem, 'outcome' | 'parameter'>> = {},
): Problem {
	const [message, description] = table[cause](circumstances);
	const { taskId, model, status, httpStatus, answer } = circumstances;
	return {
		cause,
		message: message.replace(/\s+/g, ' ').trim(),
		description,
		...defined({ taskId, model, status, httpStatus, answer }),
		...more,
	};
}
