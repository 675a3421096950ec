import { randomBytes } from 'node:crypto';

/** Returns a secret in the API's form: `whsec_` and the Base64 of 32 bytes. */
export function randomSecret(): string {
	return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * The secrets that callbacks are signed with: each key has its own
 * (docs/internals/api.md#webhook-secret).
 */
export class CallbackSecrets {
	private readonly byAccount = new Map<number, string>();

	/** @param given by the index of the key; keys without one get a random secret */
	constructor(given: readonly string[] = []) {
		given.forEach((secret, account) => this.byAccount.set(account, secret));
	}

	/** An account's secret. */
	of(account: number): string {
		return this.byAccount.get(account) ?? this.rotate(account);
	}

	/** Gives an account a new secret and returns it. Callbacks are signed with it from now on. */
	rotate(account: number): string {
		const secret = randomSecret();
		this.byAccount.set(account, secret);
		return secret;
	}
}
