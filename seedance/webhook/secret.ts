/** The secret that callbacks are signed with: given in the credential, or asked for and kept briefly. */
import { secretUrl } from '../api/routes';
import { judgeSecret } from '../api/secretReply';
import type { Problem } from '../errors/problem';
import type { Ports } from '../task/ports';
import { readAgain } from '../task/retrieve';
import { forgetOldest } from '../forgetOldest';
import { isRecent } from '../isRecent';

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

/** What is kept of one account. */
interface Account {
	known?: { readonly secret: string; readonly sinceMs: number };
	/** When it was last asked for. */
	askedMs?: number;
	/** The request that is under way. */
	asking?: Promise<SecretResult>;
}

/** Keeps secrets in memory, for as long as the process lives at most. */
export function createSecretCache(): SecretCache {
	const accounts = new Map<string, Account>();

	function open(name: string): Account {
		const account = accounts.get(name) ?? {};
		accounts.set(name, account);
		forgetOldest(accounts, mostAccounts);
		return account;
	}

	return {
		source(name, fetch, now) {
			/** What this callback was tried with. */
			let tried: string | undefined;

			async function ask(account: Account): Promise<SecretResult> {
				account.askedMs = now();
				const result = await fetch();
				if (result.ok) account.known = { secret: result.secret, sinceMs: now() };
				return result;
			}

			/** One request for all who ask at the same time. */
			async function askOnce(account: Account): Promise<SecretResult> {
				account.asking ??= ask(account).finally(() => {
					account.asking = undefined;
				});
				return await account.asking;
			}

			function hand(result: SecretResult): SecretResult {
				if (result.ok) tried = result.secret;
				return result;
			}

			return {
				async current() {
					const account = open(name);
					const { known } = account;
					if (known !== undefined && isRecent(known.sinceMs, keptMs, now())) {
						return hand({ ok: true, secret: known.secret });
					}
					return hand(await askOnce(account));
				},
				async renewed() {
					const account = open(name);
					const older = tried ?? account.known?.secret;
					const isCalm = account.asking !== undefined || !isRecent(account.askedMs, calmMs, now());
					const asked = isCalm ? await askOnce(account) : undefined;
					if (asked?.ok === false) return asked;
					// Another callback may have been the one that asked.
					const secret = account.known?.secret;
					return secret === undefined || secret === older ? undefined : hand({ ok: true, secret });
				},
			};
		},
	};
}
