/** Asks the API for its model list, at no charge. */
import { Agent, request } from 'undici';
import { z } from 'zod';
import { openEnvelope } from '../../seedance/api/reply';
import type { Result } from '../../seedance/result';
import { lenient } from '../../seedance/zod';
import { modelsUrl } from '../../seedance/api/http';
import { readModelList } from '../../seedance/api/models';
import type { ListedModel } from '../../seedance/api/models';
import { keyRemover } from '../../seedance/credential';
import { isSeedance } from './compare';

export type FetchedList = Result<
	readonly ListedModel[],
	/** One plain sentence, without the key. */
	string
>;

/** How long the whole answer may take, in ms. It holds the schemas of all the provider's models. */
const timeoutMs = 60_000;

interface Answer {
	readonly status: number;
	readonly text: string;
}

const failureSchema = z.object({ name: lenient(z.string()), code: lenient(z.string()) });

/** The code of an error, because its message may hold what was sent. */
function codeOf(error: unknown): string {
	const { name, code } = failureSchema.safeParse(error).data ?? {};
	if (name === 'TimeoutError') return `none within ${timeoutMs / 1000} s`;
	return code !== undefined && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'the connection broke';
}

async function ask(baseUrl: string, key: string): Promise<Result<Answer, string>> {
	const agent = new Agent();
	try {
		// Redirects aren't followed, so that the key goes to this host only.
		const { statusCode, body } = await request(modelsUrl(baseUrl), {
			headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
			signal: AbortSignal.timeout(timeoutMs),
			dispatcher: agent,
		});
		const text = keyRemover(key)(await body.text());
		return { ok: true, value: { status: statusCode, text } };
	} catch (error) {
		return { ok: false, problem: codeOf(error) };
	} finally {
		await agent.destroy();
	}
}

/** The node process has nothing else to do. */
const realClock = { now: Date.now, sleep: async () => await Promise.resolve() };

async function checks({ status, text }: Answer): Promise<FetchedList> {
	const refused = (problem: string): FetchedList => ({ ok: false, problem });
	const list = await readModelList(text, realClock);
	const { code, data } = openEnvelope(list.frame);
	// An HTTP 200 may carry another code in its envelope (docs/internals/api.md#envelope).
	const said = status === 200 ? (code ?? status) : status;
	if (said === 401) {
		return refused('The API did not accept the key in WAVESPEED_API_KEY (401).');
	}
	if (said !== 200) return refused(`The API answered with ${said} instead of its list of models.`);
	if (!Array.isArray(data)) return refused('The answer of the API is no list of models.');
	const models = list.models.filter(isSeedance);
	// With an empty list, all models would be reported as gone.
	return models.length === 0
		? refused("The API's list of models names no Seedance model.")
		: { ok: true, value: models };
}

/**
 * The Seedance models of the API's list. Never throws.
 * @param baseUrl without a trailing slash
 */
export async function fetchList(baseUrl: string, key: string): Promise<FetchedList> {
	const answer = await ask(baseUrl, key);
	return answer.ok
		? await checks(answer.value)
		: { ok: false, problem: `No answer from ${baseUrl} (${answer.problem}).` };
}
