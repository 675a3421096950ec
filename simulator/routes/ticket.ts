import { z } from 'zod';
import type { Exchange } from '../http/exchange';
import type { Service } from '../service';
import { readAsked } from './asked';
import { mediaTypeOf } from '../uploads/media-type';
import { wasSpoiled } from './read';

/** "Over 300 MB use a URL" (docs/internals/api.md#file-formats). */
const LARGEST_FILE = 300 * 1024 * 1024;

const requestSchema = z
	.object({
		filename: z.string().refine(isFileName, 'must be the name of a file, without a path'),
		size: z.number().int().positive().max(LARGEST_FILE),
		// The content type becomes a header of the upload.
		content_type: z
			.string()
			.regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?: *;[ -~]*)?$/, 'must be a MIME type')
			.optional(),
	})
	.strict();

/**
 * `POST /api/v3/media/uploads`: a ticket to upload one file to the store
 * (docs/internals/api.md#uploads).
 */
export async function ticket(service: Service, exchange: Exchange): Promise<void> {
	const asked = await readAsked(service, exchange, requestSchema);
	if (asked === undefined) return;
	const { filename, size, content_type: contentType } = asked;
	const type = mediaTypeOf(filename, contentType);
	if (type === undefined) {
		return exchange.refuse(400, 'invalid parameter filename: not a supported file type');
	}
	const file = { filename, size, ...(contentType !== undefined && { contentType }) };
	if (await wasSpoiled(service, exchange, service.faults.queues.ticket.take(file))) return;

	const issued = service.uploads.issue(file, type, service.now());
	exchange.entry.note = `${filename}, ${size} bytes`;
	exchange.succeed({
		type,
		download_url: service.url + issued.mediaPath,
		filename,
		size,
		upload: {
			method: 'PUT',
			url: `${service.url}${issued.putPath}?signature=${issued.signature}`,
			headers: issued.headers,
			expires_at: new Date(issued.expiresAtMs).toISOString(),
		},
	});
}

function isFileName(text: string): boolean {
	if (text === '.' || text === '..') return false;
	// The name becomes part of a URL, so it has no separators, control characters or lone
	// surrogates.
	return text.trim() !== '' && !/[/\\\p{Cc}\p{Surrogate}]/u.test(text);
}
