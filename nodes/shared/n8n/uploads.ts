/** Sends files over n8n's request helper: to the API's store without the credential, to the API with it. */
import { randomBytes } from 'crypto';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { mostAnswerBytes } from '../../../seedance/api/http';
import type { ApiReply, FormPort, FormRequest, PutPort } from '../../../seedance/api/http';
import { z } from '../../../seedance/zod';
import { answerAsItIs, createSend } from './client';
import type { CheckedApi } from './client';
import { bodySchema, createCutter, readFailure } from './response';
import type { Body } from './response';

type Bytes = AsyncIterable<Uint8Array>;

/** What n8n keeps in memory anyway is sent from there. */
async function inOnePiece(bytes: Bytes): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of bytes) pieces.push(piece);
	const [first, ...others] = pieces;
	return first instanceof Buffer && others.length === 0 ? first : Buffer.concat(pieces);
}

/** A stream of Node's, which the request helper sends as it comes; undefined for other bytes. */
const asStream = (bytes: Bytes): Body | undefined => bodySchema.safeParse(bytes).data;

const answerSchema = z.object({
	statusCode: z.number(),
	body: bodySchema.optional().catch(undefined),
});

export function createPutPort(context: IExecuteFunctions): PutPort {
	return async ({ url, headers, size, open, timeoutMs }): Promise<ApiReply> => {
		const { signal, cut } = createCutter(context.getExecutionCancelSignal());
		let stream: Body | undefined;
		try {
			const bytes = await open();
			stream = asStream(bytes);
			const options: IHttpRequestOptions = {
				method: 'PUT',
				url,
				// Known beforehand, or the helper would send the stream in chunks without a length.
				headers: { ...headers, 'Content-Length': String(size) },
				body: (stream ?? (await inOnePiece(bytes))) as IHttpRequestOptions['body'],
				encoding: 'stream',
				...answerAsItIs,
				timeout: timeoutMs,
				abortSignal: signal,
			};
			const response: unknown = await context.helpers.httpRequest(options);
			const { statusCode, body } = answerSchema.parse(response);
			// What the store says is of no use to anybody; an error that nobody hears ends the process.
			body?.on('error', () => {});
			return { kind: 'answer', status: statusCode, headers: {}, text: '' };
		} catch (error) {
			const failure = readFailure(error);
			return { kind: 'noAnswer', ...failure, detail: failure.code };
		} finally {
			cut();
			stream?.destroy();
		}
	};
}

/** A name as it stands in a form's header. */
const escaped = (name: string) =>
	name.replace(/[\r\n"]/g, (character) => encodeURIComponent(character));

/** What stands before and behind the bytes of a file in a form (RFC 7578). */
function frame({ field, fileName, mimeType }: FormRequest, boundary: string) {
	const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${escaped(fileName)}"\r\nContent-Type: ${mimeType}\r\n\r\n`;
	return { head: Buffer.from(head, 'utf8'), tail: Buffer.from(`\r\n--${boundary}--\r\n`) };
}

/** Sends a file in a form with the node's credential, as it comes from n8n's store. */
export function createFormPort(context: IExecuteFunctions, api: CheckedApi): FormPort {
	const send = createSend(context, api);
	return async (request): Promise<ApiReply> => {
		const { url, size, open, timeoutMs } = request;
		const boundary = `seedance-${randomBytes(16).toString('hex')}`;
		const { head, tail } = frame(request, boundary);
		let stream: Body | undefined;
		try {
			const bytes = await open();
			stream = asStream(bytes);
			let count = 0;
			const framed = (piece: Uint8Array) => {
				const isFirst = count === 0;
				count += piece.length;
				const parts = [...(isFirst ? [head] : []), piece, ...(count === size ? [tail] : [])];
				return parts.length === 1 ? piece : Buffer.concat(parts);
			};
			const body =
				stream?.map(framed, { concurrency: 1 }) ??
				Buffer.concat([head, await inOnePiece(bytes), tail]);
			const headers = {
				'Content-Type': `multipart/form-data; boundary=${boundary}`,
				'Content-Length': String(head.length + size + tail.length),
			};
			const limits = { timeoutMs, mostBytes: mostAnswerBytes };
			const content = { headers, body: body as IHttpRequestOptions['body'] };
			return await send({ method: 'POST', url, ...content }, limits);
		} catch (error) {
			const failure = readFailure(error);
			return { kind: 'noAnswer', ...failure, detail: failure.code };
		} finally {
			stream?.destroy();
		}
	};
}
