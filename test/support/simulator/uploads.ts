/** A simulator and a client that uploads files to it. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { z } from 'zod';
import type { SimulatorOptions } from '../../../simulator';
import { envelope, start, type Answer } from './client';

const ticketSchema = z
	.object({
		type: z.enum(['image', 'video', 'audio']),
		download_url: z.string().url(),
		filename: z.string(),
		size: z.number().int(),
		upload: z
			.object({
				method: z.literal('PUT'),
				url: z.string().url(),
				headers: z.record(z.string()),
				expires_at: z.string().datetime(),
			})
			.strict(),
	})
	.strict();

export type TicketAnswer = z.infer<typeof ticketSchema>;

export const ticketIn = (answer: Answer): TicketAnswer => ticketSchema.parse(envelope(answer).data);

export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

/** So many bytes that differ from place to place. */
export function someBytes(size: number): Buffer {
	const bytes = Buffer.alloc(size);
	for (let at = 0; at < size; at++) bytes[at] = at * 31 + (at >> 8);
	return bytes;
}

export const PHOTO = { filename: 'photo.png', size: 5000, content_type: 'image/png' };
export const PHOTO_BYTES = someBytes(PHOTO.size);

/** What may be changed of a right PUT. */
interface PutChange {
	readonly url?: string;
	readonly body?: Buffer | Readable;
	/** Further or other headers; null leaves one out. */
	readonly headers?: Readonly<Record<string, string | null>>;
}

/** @param timeoutMs how long the client waits for an answer; short when silence is tested */
export async function startUploads(options: SimulatorOptions = {}, timeoutMs = 30_000) {
	const api = await start(options, timeoutMs);
	const askTicket = (body: unknown = PHOTO, key: string | null = 'test-key'): Promise<Answer> =>
		api.call('POST', '/api/v3/media/uploads', { body, key });
	const ticketFor = async (body: unknown = PHOTO): Promise<TicketAnswer> =>
		ticketIn(await askTicket(body));

	/** Uploads as the ticket says, but for the changes. */
	const put = async (
		{ upload }: TicketAnswer,
		{ url = upload.url, body = PHOTO_BYTES, headers = {} }: PutChange = {},
	): Promise<Answer> => {
		const all = Object.entries({ ...upload.headers, ...headers });
		const answer = await request(url, {
			method: 'PUT',
			dispatcher: api.agent,
			headers: Object.fromEntries(
				all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
			),
			body,
		});
		const text = await answer.body.text();
		return { status: answer.statusCode, headers: answer.headers, text };
	};

	/** Fetches any address without a key. */
	const fetchBytes = async (url: string, method: 'GET' | 'HEAD' = 'GET') => {
		const answer = await request(url, { method, dispatcher: api.agent });
		const bytes = Buffer.from(await answer.body.arrayBuffer());
		return { status: answer.statusCode, headers: answer.headers, bytes };
	};
	return { ...api, askTicket, ticketFor, put, fetchBytes };
}
