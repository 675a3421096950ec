/** One request for a file, without the key: its answer as a stream, and the means to cut it. */
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import {
	brokeOff,
	endedEarly,
	longestSilenceMs,
	memoryLimit,
	notStored,
	outputJudge,
	startWholeCheck,
	tooLargeForMemory,
	wasStopped,
	wentSilent,
} from '../../../seedance/api/fetchOutput';
import type { Finding, Judge } from '../../../seedance/api/fetchOutput';
import { z } from '../../../seedance/zod';
import { answerAsItIs } from './client';
import { bodySchema, createCutter, readFailure } from './response';
import type { Body } from './response';

/** How long an answer may take to begin, in ms. */
const answerTimeoutMs = 60_000;

const wholeNumber = z.string().regex(/^\d+$/).transform(Number);
const answerSchema = z.object({
	statusCode: z.number(),
	headers: z.object({
		'content-length': wholeNumber.optional().catch(undefined),
		location: z.string().optional().catch(undefined),
	}),
	body: bodySchema,
});

export interface Leg {
	readonly status: number;
	/** In bytes, if the answer says so. */
	readonly length?: number;
	/** Where a redirect leads. */
	readonly location?: string;
	readonly body: Body;
	/** Says that so many bytes have come by now. */
	heard(bytes: number): void;
	/** Whether it was cut because nothing came any more. */
	isSilent(): boolean;
	/** What the body broke with, if it did. */
	failure(): unknown;
	/** Ends it, whatever is left of the answer. */
	cut(): void;
}

/**
 * Cuts a connection on which nothing comes any more. By a timer of Node's own, because n8n's time-out
 * ends with the headers of an answer; it does not hold up the process.
 */
function watch(isOver: () => boolean, heard: () => number, onSilence: () => void): void {
	const before = heard();
	const timer = AbortSignal.timeout(longestSilenceMs);
	timer.addEventListener('abort', () => {
		if (isOver()) return;
		if (heard() === before) onSilence();
		else watch(isOver, heard, onSilence);
	});
}

/**
 * Asks for a file; resolves when the answer begins.
 * @throws what n8n's helper throws when there is none
 */
export async function openLeg(context: IExecuteFunctions, url: string): Promise<Leg> {
	const cutter = createCutter(context.getExecutionCancelSignal());
	let isCut = false;
	const cut = () => {
		isCut = true;
		cutter.cut();
	};
	const response: unknown = await context.helpers.httpRequest({
		method: 'GET',
		url,
		// A length that counts what comes out of the stream.
		headers: { 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		...answerAsItIs,
		timeout: answerTimeoutMs,
		abortSignal: cutter.signal,
	});
	const { statusCode, headers, body } = answerSchema.parse(response);
	let bytes = 0;
	let isSilent = false;
	let failure: unknown;
	// Always listened for: an error that nobody hears ends the process.
	body.on('error', (error: unknown) => {
		failure ??= error;
	});
	const isOver = () => isCut || body.readableEnded;
	watch(
		isOver,
		() => bytes,
		() => {
			isSilent = true;
			cut();
		},
	);
	return {
		status: statusCode,
		body,
		...(headers['content-length'] !== undefined && { length: headers['content-length'] }),
		...(headers.location !== undefined && { location: headers.location }),
		heard: (count) => {
			bytes = count;
		},
		isSilent: () => isSilent,
		failure: () => failure,
		cut: () => {
			cut();
			body.destroy();
		},
	};
}

/** Enough for every signature of a file type; what is shorter is read whole. */
const wanted = 4_096;

export interface Head {
	readonly bytes: Buffer;
	/** Whether that is all: then nothing is left in the stream. */
	readonly isWhole: boolean;
}

/**
 * Looks at the first bytes of a stream and puts them back, so that whoever reads it next gets them.
 * @throws what the stream breaks with
 */
export async function readHead(body: Body): Promise<Head> {
	const chunks: Buffer[] = [];
	let size = 0;
	return await new Promise((resolve, reject) => {
		const leave = () => {
			body.off('readable', take).off('end', end).off('error', fail).off('close', fail);
			return Buffer.concat(chunks);
		};
		const end = () => resolve({ bytes: leave(), isWhole: true });
		const fail = (error: unknown = new Error('The stream closed')) => {
			leave();
			reject(error);
		};
		const take = () => {
			for (let chunk: unknown = body.read(); chunk !== null; chunk = body.read()) {
				if (!Buffer.isBuffer(chunk)) return fail(new Error('The stream holds no bytes'));
				chunks.push(chunk);
				size += chunk.length;
				if (size < wanted) continue;
				const bytes = leave();
				// In the same turn as the read: a stream that has ended meanwhile takes nothing back.
				body.unshift(bytes);
				return resolve({ bytes, isWhole: false });
			}
		};
		body.on('readable', take).once('end', end).once('error', fail).once('close', fail);
	});
}

// From an answer's stream to n8n's binary store, counted and looked at on the way.

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

/** How n8n keeps binary data, as far as it shows: what it keeps elsewhere has an id. */
export interface BinaryMode {
	/** Whether files stay in memory. Asks once in a run at most, and only when nothing is known yet. */
	isInMemory(): Promise<boolean>;
	/** Learns it from a file that was stored. */
	learn(stored: IBinaryData): void;
}

/** Begins to find out for one run of a node. */
export function binaryModeOf({ helpers }: Pick<IExecuteFunctions, 'helpers'>): BinaryMode {
	let known: Promise<boolean> | undefined;
	const hasNoId = ({ id }: IBinaryData) => id === undefined || id === '';
	// n8n tells nodes nothing of its mode, so it is given one byte to store.
	const probe = async () =>
		hasNoId(
			await helpers.prepareBinaryData(Buffer.from([0]), 'probe.bin', 'application/octet-stream'),
		);
	return {
		isInMemory: async () => await (known ??= probe()),
		learn: (stored) => {
			known ??= Promise.resolve(hasNoId(stored));
		},
	};
}
