/** What a reply to the question for the secret means (reference §D, "Secret response"). */
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import { holdsKey } from '../webhook/hmac';
import { z } from '../zod';
import type { ApiReply } from './http';
import { judgeReading } from './readReply';
import type { Unread } from './readReply';

export type SecretVerdict = { readonly kind: 'read'; readonly secret: string } | Unread;

const secretSchema = z.object({ secret: z.string().trim().refine(holdsKey) });

function findSecret(data: unknown) {
	const parsed = secretSchema.safeParse(data);
	return parsed.success ? { secret: parsed.data.secret } : undefined;
}

/** The whole answer, for `{code, secret}`: an envelope whose data stands beside it. */
function whole(reply: ApiReply): unknown {
	try {
		return reply.kind === 'answer' ? JSON.parse(reply.text) : undefined;
	} catch {
		return undefined;
	}
}

/** Causes that tell a person more than that there is no secret. */
const telling: ReadonlySet<Cause> = new Set(['invalidKey', 'forbidden', 'redirected']);

/** The same without the API's words: an answer about a secret may hold it anywhere. */
function discreet({ cause, httpStatus }: Problem, reply: ApiReply): Problem {
	const status = httpStatus !== undefined && { httpStatus };
	if (telling.has(cause)) return problem(cause, { ...status });
	const answered =
		httpStatus === undefined ? 'an answer that cannot be read' : `HTTP ${httpStatus}`;
	const page =
		cause === 'proxyAnswered' ? `${answered}, a web page of a proxy or firewall` : answered;
	const detail = reply.kind === 'noAnswer' ? reply.detail : page;
	return problem('webhookSecretUnavailable', { ...status, detail });
}

/**
 * Judges a reply to the question for the secret that callbacks are signed with.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeSecret(reply: ApiReply, now: number): SecretVerdict {
	const find = (data: unknown) => findSecret(data) ?? findSecret(whole(reply));
	const reading = { find, circumstances: {}, notFound: 'webhookSecretUnavailable' } as const;
	const verdict = judgeReading(reply, reading, now);
	if (verdict.kind === 'read') return verdict;
	return { ...verdict, problem: discreet(verdict.problem, reply) };
}
