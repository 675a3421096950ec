/**
 * A key that stands for one intended video in every execution of a workflow: what was submitted under
 * it once is not submitted under it again.
 */
import { problem } from '../errors/messages';
import type { SubmitResult } from './submit';

/** Where keys are kept. Both may reject when the store cannot be reached. */
export interface RequestKeys {
	/** Takes a key, at once and for all executions; "taken" when somebody has it already. */
	claim(key: string): Promise<'mine' | 'taken'>;
	/** Gives a key back. */
	release(key: string): Promise<void>;
}

/** Why an item was skipped, for the item. */
export const skippedBecause = (key: string) =>
	`The request key "${key}" was submitted before in this workflow, or is being submitted right now, so nothing was submitted. Find its task with Seedance Get Result, Operation Get Many; to submit it all the same, use another key.`;

/**
 * Takes a key before a submit.
 * @returns what to report instead of a submit, or undefined when it may go
 */
export async function claimKey(
	keys: RequestKeys,
	key: string,
	model: string,
): Promise<SubmitResult | undefined> {
	try {
		return (await keys.claim(key)) === 'mine' ? undefined : { outcome: 'skipped', requestKey: key };
	} catch {
		const refusal = problem('requestKeyUnusable', { model }, { outcome: 'refused' });
		return { outcome: 'refused', problem: refusal };
	}
}

/** Gives a key back, so that the video can be submitted again. Never throws. */
export async function releaseKey(keys: RequestKeys, key: string): Promise<void> {
	// A key that stays taken costs a video that somebody asks about, never a second payment.
	await keys.release(key).catch(() => undefined);
}

/** Whether nothing came of a submit, for certain. */
export const cameToNothing = ({ outcome }: SubmitResult) =>
	outcome === 'refused' || outcome === 'notSubmitted';
