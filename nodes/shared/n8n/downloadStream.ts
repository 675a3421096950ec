/** One download request without the key: its answer as a stream, which can be aborted. */
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import {
	brokeOff,
	endedEarly,
	longestSilenceMs,
	memoryLimit,
	notStored,
	outputChecks,
	startWholeCheck,
	tooLargeForMemory,
	wasStopped,
	wentSilent,
} from '../../../seedance/api/fetchOutput';
import type { Finding, FetchChecks } from '../../../seedance/api/fetchOutput';
import { defined } from '../../../seedance/result';
import type { Result } from '../../../seedance/result';
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

export interface DownloadStream {
	readonly status: number;
	/** In bytes, if the answer has it. */
	readonly length?: number;
	/** The target of a redirect. */
	readonly location?: string;
	readonly body: Body;
	/** Reports how many bytes have arrived. */
	onProgress(bytes: number): void;
	/** Whether it was aborted because the connection was silent. */
	isSilent(): boolean;
	/** The error of the body, if there was one. */
	failure(): unknown;
	/** Aborts the request and its answer. */
	cut(): void;
}

/**
 * Aborts a silent connection. It uses a timer of Node, because n8n's timeout ends with the headers
 * of an answer (docs/internals/n8n.md#http-requests). The timer doesn't keep the process alive.
 */
function watch(isOver: () => boolean, onProgress: () => number, onSilence: () => void): void {
	const before = onProgress();
	const timer = AbortSignal.timeout(longestSilenceMs);
	timer.addEventListener('abort', () => {
		if (isOver()) return;
		if (onProgress() === before) onSilence();
		else watch(isOver, onProgress, onSilence);
	});
}

/**
 * Requests a file; resolves when the answer begins.
 * @throws what n8n's helper throws when there is no answer
 */
export async function openDownloadStream(
	context: IExecuteFunctions,
	url: string,
): Promise<DownloadStream> {
	const cutter = createCutter(context.getExecutionCancelSignal());
	let isCut = false;
	const cut = () => {
		isCut = true;
		cutter.cut();
	};
	const response: unknown = await context.helpers.httpRequest({
		method: 'GET',
		url,
		// The Content-Length then counts the bytes of the stream.
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
	// There must be a listener, because an unhandled error event ends the process.
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
		...defined({ length: headers['content-length'], location: headers.location }),
		onProgress: (count) => {
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

/** Enough bytes for every file signature. A shorter file is read completely. */
const wanted = 4_096;

export interface Head {
	readonly bytes: Buffer;
	/** Whether this is the whole file, so that the stream is at its end. */
	readonly isWhole: boolean;
}

/**
 * Reads the first bytes of a stream and puts them back.
 * @throws the stream's error
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
				// It happens in the same tick as the read, because a stream that has ended doesn't accept
				// bytes.
				body.unshift(bytes);
				return resolve({ bytes, isWhole: false });
			}
		};
		body.on('readable', take).once('end', end).once('error', fail).once('close', fail);
	});
}

// Streams an answer into n8n's binary store, and checks its size and type meanwhile.

export interface Keeping {
	/** The largest file, in bytes. */
	readonly maxBytes: number;
	readonly mode: BinaryMode;
	/** How answers are interpreted; by default as outputs. */
	readonly checks?: FetchChecks;
}

export type Fetched = Result<IBinaryData, Finding>;

const refused = (problem: Finding): Fetched => ({ ok: false, problem });

/**
 * Why a file of this size isn't allowed.
 * @param isWhole whether it's the file's whole size, rather than the bytes so far
 */
async function checkSize(
	bytes: number,
	{ maxBytes, mode, checks = outputChecks }: Keeping,
	isWhole: boolean,
): Promise<Finding | undefined> {
	const size = isWhole ? bytes : undefined;
	if (bytes > maxBytes) return checks.tooLarge(maxBytes, size);
	if (bytes > memoryLimit && (await mode.isInMemory())) return tooLargeForMemory(size);
	return undefined;
}

/** n8n's own message about its disk, database or store. */
const wordsOf = (error: unknown) =>
	error instanceof Error && error.message !== '' ? error.message : readFailure(error).code;

/**
 * Stores the file of an answer. A file that is too large is refused before any byte is stored, if
 * its size is known. If the answer ends before its length or its last chunk, Node reports an error
 * of the stream. If it ends normally in the middle of the file, the file's own structure shows
 * that.
 * @param nameFor returns the file's name for its extension
 */
export async function storeBody(
	context: IExecuteFunctions,
	stream: DownloadStream,
	keeping: Keeping,
	nameFor: (extension: string) => string,
): Promise<Fetched> {
	const { body, length } = stream;
	let count = 0;
	let isStoring = false;
	let refusal: Finding | undefined;

	/** The finding for an error of the stream or the store. */
	const cause = (error: unknown): Finding => {
		if (refusal !== undefined) return refusal;
		if (context.getExecutionCancelSignal()?.aborted === true) return wasStopped;
		if (stream.isSilent()) return wentSilent;
		const failure = stream.failure();
		return failure === undefined && isStoring
			? notStored(wordsOf(error))
			: brokeOff(readFailure(failure).code, count, length);
	};
	try {
		refusal = length === undefined ? undefined : await checkSize(length, keeping, true);
		if (refusal !== undefined) return refused(refusal);
		const head = await readHead(body);
		stream.onProgress(head.bytes.length);
		const checked = (keeping.checks ?? outputChecks).head(head.bytes);
		if (!checked.ok) return checked;
		const kind = checked.value;
		const whole = startWholeCheck(kind);
		const pass = async (chunk: Uint8Array) => {
			count += chunk.length;
			whole?.feed(chunk);
			stream.onProgress(count);
			refusal = await checkSize(count, keeping, false);
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
		// n8n deletes the incomplete file together with the execution.
		if (whole?.end() === false) return refused(endedEarly(count));
		return { ok: true, value: binary };
	} catch (error) {
		return refused(cause(error));
	}
}

/**
 * Finds out how n8n stores binary data (docs/internals/n8n.md#binary-data). A file outside the item
 * has an ID.
 */
export interface BinaryMode {
	/** Whether files are kept in memory. It probes at most once in a run. */
	isInMemory(): Promise<boolean>;
	/** Learns it from a stored file. */
	learn(stored: IBinaryData): void;
}

/** Creates the detection for one run of a node. */
export function binaryModeOf({ helpers }: Pick<IExecuteFunctions, 'helpers'>): BinaryMode {
	let known: Promise<boolean> | undefined;
	const hasNoId = ({ id }: IBinaryData) => id === undefined || id === '';
	// n8n doesn't tell nodes its mode, so one byte is stored to find out.
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
