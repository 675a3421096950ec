/** The secret that callbacks are signed with: given in the credential, or asked for and kept briefly. */
import { secretUrl } from '../api/routes';
import { judgeSecret } from '../api/secretReply';
import { Cache } from '../cache';
import type { Problem } from '../errors/problem';
import type { Ports } from '../task/ports';
import { readAgain } from '../task/retrieve';

export type SecretResult =
	| { readonly ok: true; readonly secret: string }
	| { readonly ok: false; readonly problem: Problem };

/** Where one callback gets the secret from. */
export interface SecretSource {
	current(): Promise<SecretResult>;
	/** Asks the API anew, if that was not done a moment ago; undefined when there is nothing newer. */
	renewed(): Promise<SecretResult | undefined>;
}

export interface SecretCache {
	/**
	 * @param account tells whose secret it is: one key's at one base URL
	 * @param fetch asks for it
	 * @param now gives the ms since the epoch
	 */
	source(account: string, fetch: () => Promise<SecretResult>, now: () => number): SecretSource;
}

/** How long one request may take, in ms. */
const requestTimeoutMs = 30_000;
/** How often it is asked for at most when the answer says nothing of it. */
const mostTries = 3;
/** How long a secret that was read is taken for the right one, in ms. */
const keptMs = 5 * 60_000;
/** How long after asking a wrong signature makes us ask again, in ms: anybody can send wrong ones. */
const calmMs = 10_000;
/** Of how many accounts the secret is kept. */
const mostAccounts = 100;

/** Asks the API for the secret of the key's account. */
export async function fetchSecret(ports: Ports): Promise<SecretResult> {
	const url = secretUrl(ports.baseUrl);
	const readIt = async () => {
		const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
		return judgeSecret(reply, ports.now());
	};
	const read = await readAgain(readIt, ports, { tries: mostTries });
	return read.kind === 'read'
		? { ok: true, secret: read.secret }
		: { ok: false, problem: read.problem };
}

/** A secret that a person entered. There is none newer. */
export function givenSecret(secret: string): SecretSource {
	const result: SecretResult = { ok: true, secret: secret.trim() };
	return { current: async () => result, renewed: async () => undefined };
}

/** Keeps secrets in memory, for as long as the process lives at most. */
export function createSecretCache(): SecretCache {
	const secrets = new Cache<SecretResult>({
		most: mostAccounts,
		keptMs: ({ ok }) => (ok ? keptMs : 0),
	});
	/** For whom the API was asked a moment ago. */
	const asked = new Cache<true>({ most: mostAccounts, keptMs: calmMs });

	return {
		source(account, fetch, now) {
			/** What this callback was tried with. */
			let tried: string | undefined;

			async function ask(): Promise<SecretResult> {
				asked.set(account, true, now());
				return await fetch();
			}

			function hand(result: SecretResult): SecretResult {
				if (result.ok) tried = result.secret;
				return result;
			}

			const known = () => {
				const last = secrets.last(account);
				return last?.ok === true ? last.secret : undefined;
			};

			return {
				current: async () => hand(await secrets.ask(account, ask, now)),
				async renewed() {
					const older = tried ?? known();
					const mayAsk = secrets.isAsking(account) || asked.get(account, now()) === undefined;
					const renewed = mayAsk ? await secrets.renew(account, ask, now) : undefined;
					if (renewed?.ok === false) return renewed;
					// Another callback may have been the one that asked.
					const secret = known();
					return secret === undefined || secret === older ? undefined : hand({ ok: true, secret });
				},
			};
		},
	};
}
