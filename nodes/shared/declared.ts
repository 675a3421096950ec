/** What nodes declare to n8n besides their fields. */
import type { IWebhookDescription } from 'n8n-workflow';

export const credentialType = 'waveSpeedAiApi';

/** How every Seedance node declares its credential. */
export const credentials = [{ name: credentialType, required: true }];

/** The path of every webhook of ours, behind n8n's own part of the address. */
export const callbackPath = 'seedance';

/**
 * The webhook of a node that may be suspended. It is open only while the node waits (n8n calls that
 * "restart"), so there is nothing to register with anybody. A path of our own keeps a late callback
 * from waking n8n's own Wait node, which has none.
 */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Otherwise n8n answers with the text "firstEntryJson".
		responseData: 'noData',
		path: callbackPath,
		restartWebhook: true,
		isFullPath: true,
	},
];
