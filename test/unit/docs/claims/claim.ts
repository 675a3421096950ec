import type { Proof } from '../proof';

export interface Claim {
	/** Parts of README's sentences. Each occurs in exactly one sentence of the section. */
	readonly says: readonly string[];
	/** What holds them. */
	readonly heldBy: readonly Proof[];
	/** Instead of that: why there is nothing to test. */
	readonly noClaim?: string;
}

type Words = string | readonly string[];
const list = (words: Words) => (typeof words === 'string' ? [words] : words);

/** Sentences with the tests that hold them. */
export const held = (says: Words, ...heldBy: Proof[]): Claim => ({ says: list(says), heldBy });

/** Sentences that claim nothing that could be tested here. */
export const untested = (because: string, ...says: string[]): Claim => ({
	says,
	heldBy: [],
	noClaim: because,
});
