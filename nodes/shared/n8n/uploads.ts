/**
 * Uploads files with n8n's request helper: to the API's store without the credential, to the API
 * with it.
 */
import { randomBytes } from 'crypto';
import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { ApiReply, FormPort, FormRequest, PutPort } from '../../../seedance/api/http';
import { decodeBase64, restoredBase64 } from '../../../seedance/media/dataUri';
import type { MediaFile } from '../../../seedance/media/fileType';
import { z } from '../../../seedance/zod';
import { answerAsItIs, createSend } from './client';
import type { CheckedApi } from './client';
import { bodySchema, createCutter, readFailure } from './response';
import type { Body } from './response';

type Bytes = AsyncIterable<Uint8Array>;

/** Collects chunks that n8n has in memory anyway. */
async function inOnePiece(bytes: Bytes): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of bytes) pieces.push(piece);
	const [first, ...others] = pieces;
	return first instanceof Buffer && others.length === 0 ? first : Buffer.concat(pieces);
}

/** A Node stream, which the request helper streams; undefined for other bytes. */
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
				// Without the length, the helper would send the stream chunked.
				headers: { ...headers, 'Content-Length': String(size) },
				body: (stream ?? (await inOnePiece(bytes))) as IHttpRequestOptions['body'],
				encoding: 'stream',
				...answerAsItIs,
				timeout: timeoutMs,
				abortSignal: signal,
			};
			const response: unknown = await context.helpers.httpRequest(options);
			const { statusCode, body } = answerSchema.parse(response);
			// The store's answer isn't used, but an unhandled error event would end the process.
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

/** A name escaped for a form's header. */
const escaped = (name: string) =>
	name.replace(/[\r\n"]/g, (character) => encodeURIComponent(character));

/** The parts of a form before and after the bytes of a file (RFC 7578). */
function frame({ field, fileName, mimeType }: FormRequest, boundary: string) {
	const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${escaped(fileName)}"\r\nContent-Type: ${mimeType}\r\n\r\n`;
	return { head: Buffer.from(head, 'utf8'), tail: Buffer.from(`\r\n--${boundary}--\r\n`) };
}

/** Streams a file from n8n's store in a form, with the node's credential. */
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
			const content = { headers, body: body as IHttpRequestOptions['body'] };
			return await send({ method: 'POST', url, ...content }, timeoutMs);
		} catch (error) {
			const failure = readFailure(error);
			return { kind: 'noAnswer', ...failure, detail: failure.code };
		} finally {
			stream?.destroy();
		}
	};
}

// Reads n8n's files in chunks, as often as needed.

/** The chunk size, in bytes. */
const pieceSize = 256 * 1024;

/**
 * How many bytes one run keeps in memory from the check of its files to their upload. That is
 * enough for one image, which most runs have, and avoids reading it twice.
 */
const mostHeld = 10 * 1024 * 1024;

/** A file within the item itself, as Base64 or as a data URI. */
async function* decoded(text: string): AsyncGenerator<Uint8Array> {
	const [header = ''] = /^\s*data:[^,]{0,500},/i.exec(text) ?? [];
	yield* decodeBase64(restoredBase64(text.slice(header.length)));
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

type Context = Pick<IExecuteFunctions, 'helpers' | 'getInputData'>;

/** A file of an item, or one that an expression has returned. */
export interface FoundFile {
	readonly binary: IBinaryData;
	/** The name of the binary field, for a file without its own name. */
	readonly name: string;
	readonly itemIndex: number;
}

export type OpenFile = (found: FoundFile) => MediaFile;

/**
 * Opens the files of one run. It returns the same object for the same file, so that it's read once
 * for all items.
 */
export function openFiles(context: Context): OpenFile {
	const files = new Map<string, MediaFile>();
	let room = mostHeld;

	/** The bytes of a stored file, if there is room in memory. */
	async function heldBytes(id: string, found: FoundFile): Promise<Buffer | undefined> {
		const { name, itemIndex } = found;
		// n8n returns a whole buffer only for the fields of an item.
		if (context.getInputData()[itemIndex]?.binary?.[name]?.id !== id) return undefined;
		const { fileSize } = await context.helpers.getBinaryMetadata(id);
		if (fileSize > room) return undefined;
		room -= fileSize;
		return await context.helpers.getBinaryDataBuffer(itemIndex, name);
	}

	function fileOf(found: FoundFile): MediaFile {
		const { id, data, fileName } = found.binary;
		let held: Promise<Buffer | undefined> | undefined;
		return {
			fileName: fileName ?? found.name,
			async open() {
				// Without a store, the file is in the item itself.
				if (id === undefined) return decoded(data);
				const bytes = await (held ??= heldBytes(id, found));
				return bytes === undefined
					? await context.helpers.getBinaryStream(id, pieceSize)
					: whole(bytes);
			},
		};
	}

	return (found) => {
		const key = found.binary.id ?? found.binary.data;
		const file = files.get(key) ?? fileOf(found);
		files.set(key, file);
		return file;
	};
}
