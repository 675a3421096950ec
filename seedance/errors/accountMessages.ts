/**
 * The texts about the credential and its account. n8n's start needs them for the credential's test,
 * so they don't stand with the other texts.
 */
import type { Circumstances } from './problem';

export type Text = (c: Circumstances) => readonly [message: string, description: string];

export const saying = ({ said }: Circumstances) => (said ? ` The API says: "${said}".` : '');

/** Failed tasks are refunded (docs/internals/api.md#refunds). */
export const refund = ({ isSubmit }: Circumstances) =>
	isSubmit ? "You weren't charged." : 'The API refunds failed tasks within 3 hours.';

export const keys = 'https://wavespeed.ai/accesskey';

export const accountMessages = {
	missingCredential: () => [
		'Add a WaveSpeedAI API credential to this node',
		`Choose or create one in the 'Credential to connect with' field. Keys are made at ${keys}.`,
	],
	badBaseUrl: (c) => [
		`The Base URL in the WaveSpeedAI API credential ${c.detail ?? 'is not usable'}`,
		'Open the credential and set Base URL to https://api.wavespeed.ai.',
	],
	invalidKey: (c) => [
		'The WaveSpeedAI API key was not accepted',
		`Check the key in the credential. Keys are made at ${keys}; a new account's key may work only after the first top-up.${saying(c)}`,
	],
	forbidden: (c) => [
		'This WaveSpeedAI account or key may not do this',
		`The account may be suspended, or the key's role lacks a permission. Look at the account at https://wavespeed.ai.${saying(c)}`,
	],
	insufficientCredits: (c) => [
		'Not enough credits in the WaveSpeedAI account',
		`Top up at https://wavespeed.ai, then run this again. ${c.taskId ? `WaveSpeedAI ended task ${c.taskId} because of it. ${refund(c)}` : 'Nothing was charged for this item.'}${saying(c)}`,
	],
} satisfies Record<string, Text>;
