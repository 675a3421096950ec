/** Submits with a callback URL. */
import type { IDataObject } from 'n8n-workflow';
import { runChain, seedance } from './bench';

/** The address, further options, and what to submit. */
export type CallbackOrder = readonly [
	callbackUrl: string,
	more?: IDataObject,
	prompts?: readonly string[],
];

/** Submits in a workflow of its own, and does not wait. */
export async function submitTo(
	baseUrl: string,
	...[callbackUrl, more = {}, prompts = ['Fox']]: CallbackOrder
) {
	const options = { notifyWhenDone: 'url', callbackUrl, ...more };
	const parameters = { prompt: '={{ $json.prompt }}', return: 'taskId', options };
	return await runChain(
		baseUrl,
		prompts.map((prompt, row) => ({ prompt, row })),
		[seedance('seedanceTextToVideo', parameters)],
	);
}
