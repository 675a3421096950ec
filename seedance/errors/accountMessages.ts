/**
 * The texts about the credential and its account. n8n's start needs them for the credential's test,
 * so they don't stand with the other texts.
 */
import type { Circumstances } from './problem';

/** The details come last in the description, such as "HTTP 400". */
export type Text = (
	c: Circumstances,
) => readonly [message: string, description: string, details?: ReadonlyArray<string | undefined>];

/** The sentences that say what was charged. A description has at most one of them. */
export const charges = {
	none: "You weren't charged.",
	once: 'You were charged once.',
	maybe: 'You may have been charged.',
} as const;

/** Failed tasks are refunded (docs/internals/api.md#refunds). */
export const refund = ({ isSubmit }: Circumstances) =>
	isSubmit ? charges.none : `${charges.none} Any amount already taken is refunded within 3 hours.`;

/** What is known about the money when a task is deleted (docs/internals/api.md#deleting-tasks). */
export const noRefundPromised = `${charges.maybe} WaveSpeedAI decides whether anything is refunded.`;

export const again = "Don't start it again.";

/** How to get a video that was started, without paying again. */
export const getLater = `To get it without a new charge, use Retry in Executions, or Seedance Get Result later. ${again}`;

/** What a failed request means for the videos: of a task, of a list of tasks, or of a submit. */
export function charge({ taskId, isList, isDelete }: Circumstances): string {
	if (isDelete) return 'The video may not be deleted yet. You can safely delete it again.';
	// A person who looks for paid tasks must not read that there are none.
	if (isList) return "Your videos aren't affected.";
	return taskId === undefined
		? charges.none
		: `Your video isn't affected. ${charges.once} ${getLater}`;
}

/** Whether a task or the list of tasks was read, rather than a video started. */
export const isReading = ({ taskId, isList }: Circumstances) =>
	taskId !== undefined || isList === true;

/** Some sentences as one text, without those that are missing. */
export const joined = (...sentences: ReadonlyArray<string | false | undefined>) =>
	sentences.filter((text) => typeof text === 'string' && text !== '').join(' ');

export const status = ({ httpStatus }: Circumstances) =>
	httpStatus === undefined ? undefined : `HTTP ${httpStatus}`;

export const site = 'https://wavespeed.ai';
export const keys = `${site}/accesskey`;
export const api = 'https://api.wavespeed.ai';

export const accountMessages = {
	missingCredential: () => [
		'Add a WaveSpeedAI credential to this node',
		`Choose or create one in Credential to Connect With. You can create an API key at ${keys}.`,
	],
	badBaseUrl: (c) => [
		`The Base URL in the credential ${c.detail ?? "isn't valid"}`,
		`Open the WaveSpeedAI credential and set Base URL to ${api}.`,
	],
	invalidKey: (c) => [
		"WaveSpeedAI didn't accept the API key",
		`Check the key in the credential, or create a new one at ${keys}. A new account may need a first top-up before its key works. ${charge(c)}`,
		[status(c)],
	],
	forbidden: (c) => [
		"Your WaveSpeedAI key doesn't have permission",
		`The account may be suspended, or the key's role may be limited. Check both at ${site}, or use another key. ${charge(c)}`,
		[status(c)],
	],
	insufficientCredits: (c) => [
		'Not enough credits in your WaveSpeedAI account',
		`Top up at ${site}, then run this again. ${c.taskId === undefined ? charges.none : refund(c)}`,
		[status(c)],
	],
} satisfies Record<string, Text>;
