/** One request for a file, without the key: its answer as a stream, and the means to cut it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { longestSilenceMs } from '../../../seedance/task/outputFetch';
import { z } from '../../../seedance/zod';
import { answerAsItIs } from '../http/answerAsItIs';
import { bodySchema, createCutter } from '../http/readAnswer';
import type { Body } from '../http/readAnswer';

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
