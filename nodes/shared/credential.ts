import type { IExecuteFunctions } from 'n8n-workflow';
import { problem } from '../../seedance/errors/messages';
import type { Problem } from '../../seedance/errors/problem';
import { cleanKey, parseBaseUrl, withoutKey } from '../../seedance/validation/credential';

export const credentialType = 'waveSpeedAiApi';

/** How every Seedance node declares its credential. */
export const credentials = [{ name: credentialType, required: true }];

export type Api =
	| {
			readonly ok: true;
			readonly baseUrl: string;
			readonly isLoopback: boolean;
			/** Takes the key out of a text of the API's. */
			readonly withoutKey: (text: string) => string;
	  }
	| { readonly ok: false; readonly problem: Problem };

/**
 * Where the credential says that the API lives. Requests get the key from n8n's request helpers;
 * here it only serves to keep it out of what comes back.
 */
export async function readApi(context: IExecuteFunctions): Promise<Api> {
	try {
		const { apiKey, baseUrl } = await context.getCredentials(credentialType);
		const parsed = parseBaseUrl(typeof baseUrl === 'string' ? baseUrl : '');
		if (parsed.ok) {
			const { url, isLoopback } = parsed;
			const key = cleanKey(typeof apiKey === 'string' ? apiKey : '');
			return { ok: true, baseUrl: url, isLoopback, withoutKey: (text) => withoutKey(text, key) };
		}
		return { ok: false, problem: problem('badBaseUrl', { detail: parsed.finding }) };
	} catch {
		// n8n throws when the node has no credential, or one that was deleted.
		return { ok: false, problem: problem('missingCredential') };
	}
}
