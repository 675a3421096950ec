import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { mediaTypeOf } from '../uploads/media-type';
import { parseForm } from '../uploads/parse-form';

/**
 * `POST /api/v3/media/upload/binary`: one file in a form's field `file`
 * (docs/internals/api.md#uploads).
 */
export async function formUpload(service: Service, exchange: Exchange): Promise<void> {
	const { entry, request } = exchange;
	const chunks: Uint8Array[] = [];
	for await (const chunk of request) chunks.push(z.instanceof(Uint8Array).parse(chunk));
	const body = Buffer.concat(chunks);
	const part = parseForm(request.headers['content-type'] ?? '', body);
	if (part?.field !== 'file') return exchange.refuse(400, 'the form has no field "file"');
	const { fileName: filename, contentType, bytes } = part;
	const type = mediaTypeOf(filename, contentType);
	if (type === undefined) return exchange.refuse(400, 'not a supported file type');
	entry.receivedBytes = bytes.length;
	entry.sha256 = createHash('sha256').update(bytes).digest('hex');
	entry.note = `${filename}, ${bytes.length} bytes`;
	const file = { filename, size: bytes.length, contentType };
	const issued = service.uploads.issue(file, type, service.now());
	service.uploads.keep(issued, bytes, service.now());
	const address = service.url + issued.mediaPath;
	exchange.succeed({ type, download_url: address, filename, size: bytes.length });
}
