/** The API's answers, parsed. Only what we need must be right; everything else may be odd. */
import { canonicalStatus, statusKind } from '../task/status';
import type { StatusKind } from '../task/status';
import { z } from '../zod';
import { lenient, wholeNumber } from './lenient';

/** A task as an answer of the API describes it. */
export interface Prediction {
	readonly id: string;
	readonly status: string;
	readonly statusKind: StatusKind;
	readonly model?: string;
	/** URLs of the finished files; empty until the task is completed. */
	readonly outputs: readonly string[];
	readonly nsfw?: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
	/** What the API says of a failed task. */
	readonly failureReason?: string;
	/** The task's business code (reference §F); absent when 0. */
	readonly failureCode?: number;
	readonly inferenceMs?: number;
	/** The data object as it came. */
	readonly raw: Readonly<Record<string, unknown>>;
}

const predictionSchema = z
	.object({
		id: z.string().min(1),
		status: lenient(z.string().min(1)),
		model: lenient(z.string().min(1)),
		outputs: lenient(z.union([z.array(z.unknown()), z.string().transform((url) => [url])])),
		has_nsfw_contents: lenient(z.array(z.unknown())),
		created_at: lenient(z.string().min(1)),
		error: lenient(z.string().min(1)),
		code: lenient(wholeNumber),
		timings: lenient(z.object({ inference: lenient(z.number()) })),
		executionTime: lenient(z.number()),
	})
	.passthrough();

/** Newer schemas say "array of object, usually URL strings": take the address of either. */
function outputUrl(output: unknown): string[] {
	if (typeof output === 'string') return [output];
	const address = typeof output === 'object' && output !== null && 'url' in output && output.url;
	return typeof address === 'string' ? [address] : [];
}

/**
 * A prediction from the data of an answer, or undefined when it has no id or status.
 * @param assumedStatus for answers whose id alone matters: a submit that names one was accepted
 */
export function parsePrediction(data: unknown, assumedStatus?: string): Prediction | undefined {
	const parsed = predictionSchema.safeParse(data);
	const p = parsed.success ? parsed.data : undefined;
	const status = p?.status ?? assumedStatus;
	if (p === undefined || status === undefined) return undefined;
	const inferenceMs = p.timings?.inference || p.executionTime;
	return {
		id: p.id,
		status: canonicalStatus(status),
		statusKind: statusKind(status),
		outputs: (p.outputs ?? []).flatMap(outputUrl),
		raw: data as Record<string, unknown>,
		...(p.model !== undefined && { model: p.model }),
		...(p.has_nsfw_contents?.length && { nsfw: p.has_nsfw_contents.includes(true) }),
		...(p.created_at !== undefined && { createdAt: p.created_at }),
		...(p.error !== undefined && { failureReason: p.error }),
		...(p.code !== undefined && p.code !== 0 && { failureCode: p.code }),
		...(inferenceMs !== undefined && inferenceMs > 0 && { inferenceMs }),
	};
}
