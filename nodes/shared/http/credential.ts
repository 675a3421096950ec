import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import { cleanKey, parseBaseUrl } from '../../../seedance/validation/credential';
import { keyRemover } from '../../../seedance/validation/keyRemover';
import { z } from '../../../seedance/zod';
import { credentialType } from '../declared';

export type Api =
	| {
			readonly ok: true;
			readonly baseUrl: string;
			readonly isLoopback: boolean;
			/** Takes the key out of a text of the API's. */
			readonly withoutKey: (text: string) => string;
			/** Stands for the account and tells nothing of its key. */
			readonly account: string;
			/** What callbacks are signed with, where the person has entered it. */
			readonly webhookSecret: string;
	  }
	| { readonly ok: false; readonly problem: Problem };

/** The API of a credential that can be used. */
export type CheckedApi = Extract<Api, { ok: true }>;

const text = z.string().catch('');
const credentialSchema = z.object({ apiKey: text, baseUrl: text, webhookSecret: text });

/**
 * Where the credential says that the API lives. Requests get the key from n8n's request helpers;
 * here it only serves to keep it out of what comes back.
 */
export async function readApi(context: Pick<IExecuteFunctions, 'getCredentials'>): Promise<Api> {
	try {
		const data = credentialSchema.parse(await context.getCredentials(credentialType));
		const parsed = parseBaseUrl(data.baseUrl);
		if (parsed.ok) {
			const { url, isLoopback } = parsed;
			const key = cleanKey(data.apiKey);
			return {
				ok: true,
				baseUrl: url,
				isLoopback,
				withoutKey: keyRemover(key),
				account: createHash('sha256').update(`${url} ${key}`).digest('hex'),
				webhookSecret: data.webhookSecret.trim(),
			};
		}
		return { ok: false, problem: problem('badBaseUrl', { detail: parsed.finding }) };
	} catch {
		// n8n throws when the node has no credential, or one that was deleted.
		return { ok: false, problem: problem('missingCredential') };
	}
}
