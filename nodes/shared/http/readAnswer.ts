/** The body of an answer: read up to a limit, for a limited time, and until the execution is stopped. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from '../../../seedance/zod';

type BinarySource = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** Node's Readable, which published code may not import. */
export type Body = Extract<BinarySource, { pipe: unknown }>;

export const bodySchema = z.custom<Body>(
	(body) => typeof body === 'object' && body !== null && 'pipe' in body,
);

/** The means to end a request from our side, whatever has come of it. */
export interface Cutter {
	/** Aborts when the execution is stopped or the request is cut. */
	readonly signal: AbortSignal;
	/** Ends the request and its connection. */
	cut(): void;
}

/**
 * Destroying an answer's body alone leaves the connection open: n8n wraps the answer's own stream. So
 * each request gets a signal of its own.
 */
export function createCutter(stop: AbortSignal | undefined): Cutter {
	const own = new AbortController();
	const signal = stop === undefined ? own.signal : AbortSignal.any([stop, own.signal]);
	return { signal, cut: () => own.abort() };
}

export interface Limits {
	readonly mostBytes: number;
	/** In bytes, where the answer says it beforehand. */
	readonly announced?: number;
	/** For how long the body may come, in ms. */
	readonly timeoutMs: number;
}

export type ReadBody =
	| { readonly kind: 'read'; readonly text: string }
	| { readonly kind: 'tooLarge' }
	/** It did not come to its end in time. */
	| { readonly kind: 'late' }
	| { readonly kind: 'broken'; readonly error: unknown };

/** Runs something in so many ms, unless it is called off; n8n's own time-out ends with an answer's headers. */
function runIn(ms: number, run: () => void): () => void {
	const timer = AbortSignal.timeout(Math.ceil(ms));
	timer.addEventListener('abort', run);
	return () => timer.removeEventListener('abort', run);
}

/** What the first bytes say of a text: JSON begins with ASCII, so that a zero there is half of UTF-16. */
function textOf(bytes: Buffer): string {
	const [first, second] = bytes;
	if (first === undefined || second === undefined) return bytes.toString('utf8');
	const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
	const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
	if (!isLittle && !isBig) return bytes.toString('utf8');
	const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
	return (isBig ? even.swap16() : even).toString('utf16le');
}

function decoded(pieces: readonly Uint8Array[]): string {
	const text = textOf(Buffer.concat(pieces));
	return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Reads a body as text. Never throws; a body that is not read to its end is cut. */
export async function readBody(
	body: Body,
	{ mostBytes, announced = 0, timeoutMs }: Limits,
	cut: () => void,
): Promise<ReadBody> {
	// Always listened for: an error that nobody hears ends the process.
	body.on('error', () => {});
	if (announced > mostBytes) {
		cut();
		return { kind: 'tooLarge' };
	}
	let isLate = false;
	const callOff = runIn(timeoutMs, () => {
		isLate = true;
		cut();
	});
	const pieces: Uint8Array[] = [];
	let size = 0;
	let end: ReadBody | undefined;
	try {
		for await (const piece of body) {
			const bytes = typeof piece === 'string' ? Buffer.from(piece) : (piece as Uint8Array);
			size += bytes.length;
			if (size > mostBytes) {
				end = { kind: 'tooLarge' };
				break;
			}
			pieces.push(bytes);
		}
		end ??= isLate ? { kind: 'late' } : { kind: 'read', text: decoded(pieces) };
	} catch (error) {
		end = isLate ? { kind: 'late' } : { kind: 'broken', error };
	}
	callOff();
	if (end.kind !== 'read') cut();
	return end;
}
