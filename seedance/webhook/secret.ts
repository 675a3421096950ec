/** The webhook secret: from the credential, or requested from the API and cached briefly. */
import { secretUrl } from '../api/http';
import type { ApiReply, Ports } from '../api/http';
import { parseReply } from '../api/reply';
import type { Unread } from '../api/reply';
import { readAgain } from '../api/submit';
import { parsedText } from '../api/replyText';
import { Cache } from '../time';
import { defined } from '../result';
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import type { Result } from '../result';
import { z } from '../zod';
import { holdsKey } from './signature';

// Interprets replies to a request for the webhook secret (docs/internals/api.md#webhook-secret).

export type SecretReply = { readonly kind: 'read'; readonly secret: string } | Unread;

const secretSchema = z.object({ secret: z.string().trim().refine(holdsKey) });

function findSecret(data: unknown) {
	const parsed = secretSchema.safeParse(data);
	return parsed.success ? { secret: parsed.data.secret } : undefined;
}

/** Causes that are more specific than a missing secret. */
const specificCauses: ReadonlySet<Cause> = new Set(['invalidKey', 'forbidden', 'redirected']);

/**
 * The same problem without the API's words, because an answer about a secret may contain it
 * anywhere.
 */
function discreet({ cause, httpStatus }: Problem, reply: ApiReply): Problem {
	const status = defined({ httpStatus });
	if (specificCauses.has(cause)) return problem(cause, status);
	const answered = httpStatus === undefined ? "an answer that can't be read" : `HTTP ${httpStatus}`;
	const page =
		cause === 'proxyAnswered' ? `${answered}, a web page of a proxy or firewall` : answered;
	const detail = reply.kind === 'noAnswer' ? reply.detail : page;
	return problem('webhookSecretUnavailable', { ...status, detail });
}

/**
 * Interprets a reply to a request for the webhook secret.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
function parseSecretReply(reply: ApiReply, now: number): SecretReply {
	// Also `{code, secret}`: an envelope with its data at the top level.
	const whole = reply.kind === 'answer' ? parsedText(reply.text) : undefined;
	const find = (data: unknown) => findSecret(data) ?? findSecret(whole);
	const reading = { find, circumstances: {}, notFound: 'webhookSecretUnavailable' } as const;
	const verdict = parseReply(reply, reading, now);
	if (verdict.kind === 'read') return verdict;
	return { ...verdict, problem: discreet(verdict.problem, reply) };
}

export type SecretResult = Result<string, Problem>;

/** The source of the secret for one callback. */
export interface SecretSource {
	current(): Promise<SecretResult>;
	/**
	 * Requests the secret again, unless that was done a moment ago; undefined when there is no newer
	 * one.
	 */
	renewed(): Promise<SecretResult | undefined>;
}

export interface SecretCache {
	/**
	 * @param account identifies one key at one base URL
	 * @param fetch requests the secret
	 * @param now returns the ms since the epoch
	 */
	source(account: string, fetch: () => Promise<SecretResult>, now: () => number): SecretSource;
}

/** How long one request may take, in ms. */
const requestTimeoutMs = 30_000;
/** The most tries when answers have no result. */
const mostTries = 3;
/** How long a secret is cached, in ms. */
const keptMs = 5 * 60_000;
/**
 * How long after a request a wrong signature triggers no other one, in ms, because anybody can send
 * wrong signatures.
 */
const retryAfterFailureMs = 10_000;
/** The most accounts whose secret is cached. */
const mostAccounts = 100;

/** Requests the secret of the key (docs/internals/api.md#webhook-secret). */
export async function fetchSecret(ports: Ports): Promise<SecretResult> {
	const url = secretUrl(ports.baseUrl);
	const readIt = async () => {
		const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
		return parseSecretReply(reply, ports.now());
	};
	const read = await readAgain(readIt, ports, { tries: mostTries });
	return read.kind === 'read'
		? { ok: true, value: read.secret }
		: { ok: false, problem: read.problem };
}

/** A secret that a person entered, which is never renewed. */
export function givenSecret(secret: string): SecretSource {
	const result: SecretResult = { ok: true, value: secret.trim() };
	return { current: async () => result, renewed: async () => undefined };
}

/** Caches secrets in memory. */
export function createSecretCache(): SecretCache {
	const secrets = new Cache<SecretResult>({
		most: mostAccounts,
		keptMs: ({ ok }) => (ok ? keptMs : 0),
	});
	/** The accounts whose secret was requested a moment ago. */
	const asked = new Cache<true>({ most: mostAccounts, keptMs: retryAfterFailureMs });

	return {
		source(account, fetch, now) {
			/** The secret that this callback was checked with. */
			let tried: string | undefined;

			async function ask(): Promise<SecretResult> {
				// Stryker disable next-line BooleanLiteral: what counts is that there is a value.
				asked.set(account, true, now());
				return await fetch();
			}

			function hand(result: SecretResult): SecretResult {
				if (result.ok) tried = result.value;
				return result;
			}

			return {
				current: async () => hand(await secrets.ask(account, ask, now)),
				async renewed() {
					const mayAsk = secrets.isAsking(account) || asked.get(account, now()) === undefined;
					const renewed = mayAsk ? await secrets.renew(account, ask, now) : undefined;
					if (renewed?.ok === false) return renewed;
					// Another callback may have renewed the secret.
					const newest = secrets.last(account);
					return newest?.ok === true && newest.value !== tried ? hand(newest) : undefined;
				},
			};
		},
	};
}
