/** Sources of the secret that count how often they are asked. */
import { problem } from '../../../seedance/errors/messages';
import type { SecretResult, SecretSource } from '../../../seedance/webhook/secret';
import { secret } from './sign';

export const found = (text: string): SecretResult => ({ ok: true, value: text });
export const none: SecretResult = { ok: false, problem: problem('webhookSecretUnavailable') };

export interface CountedSource extends SecretSource {
	readonly asked: { current: number; renewed: number };
}

/** A scripted source. */
export function sourceOf(
	current: () => SecretResult = () => found(secret),
	renewed: () => SecretResult | undefined = () => undefined,
): CountedSource {
	const asked = { current: 0, renewed: 0 };
	return {
		asked,
		async current() {
			asked.current += 1;
			return current();
		},
		async renewed() {
			asked.renewed += 1;
			return renewed();
		},
	};
}
