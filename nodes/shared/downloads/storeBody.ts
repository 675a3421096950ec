/** From an answer's stream to n8n's binary store, counted and looked at on the way. */
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import {
	brokeOff,
	endedEarly,
	memoryLimit,
	notStored,
	outputJudge,
	startWholeCheck,
	tooLargeForMemory,
	wasStopped,
	wentSilent,
} from '../../../seedance/task/outputFetch';
import type { Finding, Judge } from '../../../seedance/task/outputFetch';
import { readFailure } from '../http/failure';
import type { BinaryMode } from './binaryMode';
import type { Leg } from './leg';
import { readHead } from './readHead';

export interface Keeping {
	/** The most bytes that are taken. */
	readonly maxBytes: number;
	readonly mode: BinaryMode;
	/** What is made of answers; by default that of outputs. */
	readonly judge?: Judge;
}

export type Fetched =
	| { readonly ok: true; readonly binary: IBinaryData }
	| { readonly ok: false; readonly finding: Finding };

const refused = (finding: Finding): Fetched => ({ ok: false, finding });

/** Why a file of this size is not taken. `isWhole`: it has just this size, not at least. */
async function judgeSize(
	bytes: number,
	{ maxBytes, mode, judge = outputJudge }: Keeping,
	isWhole: boolean,
): Promise<Finding | undefined> {
	const size = isWhole ? bytes : undefined;
	if (bytes > maxBytes) return judge.tooLarge(maxBytes, size);
	if (bytes > memoryLimit && (await mode.isInMemory())) return tooLargeForMemory(size);
	return undefined;
}

/** n8n's own words: of its disk, its database or its store. */
const wordsOf = (error: unknown) =>
	error instanceof Error && error.message !== '' ? error.message : readFailure(error).code;

/**
 * Stores the file of an answer. A file that is too large is refused before a byte of it is stored,
 * if its size is known by then. One that ends before its length is up, or before its last chunk, is an
 * error of the stream: Node sees to that. One that just ends is told by its own structure.
 * @param nameFor the file's name, when its extension is known
 */
export async function storeBody(
	context: IExecuteFunctions,
	leg: Leg,
	keeping: Keeping,
	nameFor: (extension: string) => string,
): Promise<Fetched> {
	const { body, length } = leg;
	let count = 0;
	let isStoring = false;
	let refusal: Finding | undefined;

	/** What stands in the way when the stream or the store has thrown. */
	const cause = (error: unknown): Finding => {
		if (refusal !== undefined) return refusal;
		if (context.getExecutionCancelSignal()?.aborted === true) return wasStopped;
		if (leg.isSilent()) return wentSilent;
		const failure = leg.failure();
		return failure === undefined && isStoring
			? notStored(wordsOf(error))
			: brokeOff(readFailure(failure).code, count, length);
	};
	try {
		refusal = length === undefined ? undefined : await judgeSize(length, keeping, true);
		if (refusal !== undefined) return refused(refusal);
		const head = await readHead(body);
		leg.heard(head.bytes.length);
		const kind = (keeping.judge ?? outputJudge).head(head.bytes);
		if ('detail' in kind) return refused(kind);
		const whole = startWholeCheck(kind);
		const pass = async (chunk: Uint8Array) => {
			count += chunk.length;
			whole?.feed(chunk);
			leg.heard(count);
			refusal = await judgeSize(count, keeping, false);
			if (refusal !== undefined) throw new Error(refusal.detail);
			return chunk;
		};
		const bytes = head.isWhole
			? Buffer.from(await pass(head.bytes))
			: body.map(pass, { concurrency: 1 });
		const name = nameFor(kind.extension);
		isStoring = true;
		const binary = await context.helpers.prepareBinaryData(bytes, name, kind.mimeType);
		keeping.mode.learn(binary);
		// n8n deletes what it has stored of it together with the execution.
		if (whole?.end() === false) return refused(endedEarly(count));
		return { ok: true, binary };
	} catch (error) {
		return refused(cause(error));
	}
}
