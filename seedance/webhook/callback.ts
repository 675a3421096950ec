/** What to make of a callback: anybody can send one. */
import { parsePrediction } from '../api/prediction';
import type { Prediction } from '../api/prediction';
import type { Problem } from '../errors/problem';
import { checkTaskId } from '../validation/taskId';
import { z } from '../zod';
import type { SecretSource } from './secret';
import { couldBeSigned, isSignedWith } from './signature';
import type { SignedParts } from './signature';

/** A request that claims to be a callback of the API's. */
export interface Delivery {
	/** Names in lower case; values as Node gives them. */
	readonly headers: Readonly<Record<string, unknown>>;
	/** The bytes as they came; undefined when there are none. */
	readonly body: Uint8Array | undefined;
}

export type CallbackVerdict =
	/** Signed by the API just now. What it says of the task's state is a hint: read it back. */
	| { readonly kind: 'genuine'; readonly prediction: Prediction; readonly secret: string }
	/** No callback at all. */
	| { readonly kind: 'malformed' }
	/** Not signed as the API signs. */
	| { readonly kind: 'unauthorized' }
	/** Nobody can tell: the secret is not to be had, and why, as far as that is known. */
	| { readonly kind: 'noSecret'; readonly problem?: Problem };

/** The largest body that is looked at, in bytes. A callback has a few hundred. */
export const largestBody = 1024 * 1024;

const jsonType = z.object({ 'content-type': z.string().regex(/^\s*application\/json\s*(;|$)/i) });

const text = z.string().min(1);
const signedHeaders = z
	.object({ 'webhook-id': text, 'webhook-timestamp': text, 'webhook-signature': text })
	.transform((headers) => ({
		id: headers['webhook-id'],
		timestamp: headers['webhook-timestamp'],
		signature: headers['webhook-signature'],
	}));

/** A callback's body is the prediction as it is, in no envelope (reference §D). */
function predictionIn(body: Uint8Array): Prediction | undefined {
	try {
		const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
		const prediction = parsePrediction(json, 'unknown');
		const check = checkTaskId(prediction?.id);
		return check.ok && check.taskId === prediction?.id ? prediction : undefined;
	} catch {
		return undefined;
	}
}

async function quietly<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await ask();
	} catch {
		return undefined;
	}
}

/** The secret that a callback is signed with, or why it is taken for none of the API's. */
async function verify(
	parts: SignedParts,
	secrets: SecretSource,
	now: number,
): Promise<
	{ readonly secret: string } | Extract<CallbackVerdict, { kind: 'unauthorized' | 'noSecret' }>
> {
	const current = await quietly(() => secrets.current());
	if (current === undefined) return { kind: 'noSecret' };
	if (!current.ok) return { kind: 'noSecret', problem: current.problem };
	if (isSignedWith(current.secret, parts, now)) return current;
	// The secret may have changed since it was read.
	const renewed = await quietly(() => secrets.renewed());
	return renewed?.ok === true && isSignedWith(renewed.secret, parts, now)
		? renewed
		: { kind: 'unauthorized' };
}

/**
 * Judges a request that claims to be a callback, the cheap checks first. Never throws.
 * @param now in ms since the epoch
 */
export async function judgeCallback(
	{ headers, body }: Delivery,
	secrets: SecretSource,
	now: number,
): Promise<CallbackVerdict> {
	const size = body?.byteLength ?? 0;
	const isSized = body !== undefined && size > 0 && size <= largestBody;
	if (!isSized || !jsonType.safeParse(headers).success) return { kind: 'malformed' };
	const signed = signedHeaders.safeParse(headers);
	// No secret is asked for on behalf of somebody who has not even tried.
	if (!signed.success || !couldBeSigned(signed.data, now)) return { kind: 'unauthorized' };
	const verified = await verify({ ...signed.data, body }, secrets, now);
	if ('kind' in verified) return verified;
	const prediction = predictionIn(body);
	if (prediction === undefined) return { kind: 'malformed' };
	return { kind: 'genuine', prediction, secret: verified.secret };
}
