/** Sends a file to the API's store over n8n's request helper, without the credential. */
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { ApiReply, PutPort } from '../../../seedance/api/http';
import { z } from '../../../seedance/zod';
import { answerAsItIs } from '../http/answerAsItIs';
import { readFailure } from '../http/failure';

type Bytes = AsyncIterable<Uint8Array>;
/** A stream of Node's, which the request helper sends as it comes. */
type ByteStream = Bytes & { destroy(): unknown };

const isStream = (bytes: Bytes): bytes is ByteStream => 'pipe' in bytes && 'destroy' in bytes;

/** What n8n keeps in memory anyway is sent from there. */
async function inOnePiece(bytes: Bytes): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of bytes) pieces.push(piece);
	const [first, ...others] = pieces;
	return first instanceof Buffer && others.length === 0 ? first : Buffer.concat(pieces);
}

const answerSchema = z.object({ statusCode: z.number() });

export function createPutPort(context: IExecuteFunctions): PutPort {
	return async ({ url, headers, size, open, timeoutMs }): Promise<ApiReply> => {
		const signal = context.getExecutionCancelSignal();
		let stream: ByteStream | undefined;
		try {
			const bytes = await open();
			if (isStream(bytes)) stream = bytes;
			const options: IHttpRequestOptions = {
				method: 'PUT',
				url,
				// Known beforehand, or the helper would send the stream in chunks without a length.
				headers: { ...headers, 'Content-Length': String(size) },
				body: (stream ?? (await inOnePiece(bytes))) as IHttpRequestOptions['body'],
				encoding: 'text',
				...answerAsItIs,
				timeout: timeoutMs,
				...(signal !== undefined && { abortSignal: signal }),
			};
			const response: unknown = await context.helpers.httpRequest(options);
			const { statusCode } = answerSchema.parse(response);
			// What the store says is of no use to anybody.
			return { kind: 'answer', status: statusCode, headers: {}, text: '' };
		} catch (error) {
			const failure = readFailure(error);
			return { kind: 'noAnswer', ...failure, detail: failure.code };
		} finally {
			stream?.destroy();
		}
	};
}
