import type { IExecuteFunctions } from 'n8n-workflow';
import { problem } from '../../seedance/errors/messages';
import type { Problem } from '../../seedance/errors/problem';
import { parseBaseUrl } from '../../seedance/validation/credential';

export const credentialType = 'waveSpeedAiApi';

/** How every Seedance node declares its credential. */
export const credentials = [{ name: credentialType, required: true }];

export type Api =
	| { readonly ok: true; readonly baseUrl: string; readonly isLoopback: boolean }
	| { readonly ok: false; readonly problem: Problem };

/** Where the credential says that the API lives. The key itself stays with n8n's request helpers. */
export async function readApi(context: IExecuteFunctions): Promise<Api> {
	try {
		const { baseUrl } = await context.getCredentials(credentialType);
		const parsed = parseBaseUrl(typeof baseUrl === 'string' ? baseUrl : '');
		if (parsed.ok) return { ok: true, baseUrl: parsed.url, isLoopback: parsed.isLoopback };
		return { ok: false, problem: problem('badBaseUrl', { detail: parsed.finding }) };
	} catch {
		// n8n throws when the node has no credential, or one that was deleted.
		return { ok: false, problem: problem('missingCredential') };
	}
}
