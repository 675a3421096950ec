/** What a reply to the question for an upload ticket means (reference §E). */
import { z } from '../zod';
import type { ApiReply } from './http';
import { judgeReading } from './readReply';
import type { Unread } from './readReply';

/** Where to put a file, and the address that it has afterwards. */
export interface Ticket {
	readonly putUrl: string;
	/** To be sent with the file as they are. */
	readonly headers: Readonly<Record<string, string>>;
	readonly downloadUrl: string;
}

export type TicketVerdict = { readonly kind: 'read'; readonly ticket: Ticket } | Unread;

const url = z.string().trim().url();
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** What the request sets itself, or what no store needs of us. */
const ownHeaders = /^(?:authorization|content-length|host|connection|transfer-encoding)$/i;

const pair = z.union([
	z.tuple([z.string(), text]),
	z.object({ name: z.string(), value: text }).transform(({ name, value }) => [name, value]),
	z.object({ key: z.string(), value: text }).transform(({ key, value }) => [key, value]),
]);
/** Headers as an object, as a list of pairs, or of {name, value}; a header without a value is none. */
const headersSchema = z
	.union([
		z.array(pair),
		z.record(text.nullable()).transform((headers) => Object.entries(headers)),
		z.null().transform(() => []),
	])
	.transform((pairs) =>
		pairs.flatMap(([name = '', value]): Array<[string, string]> =>
			value === null || value === undefined || ownHeaders.test(name) ? [] : [[name, value]],
		),
	);

/** Missing, or PUT however it is written: no other way to send bytes is known. */
const put = z.string().trim().regex(/^put$/i).nullish();

const ticketSchema = z
	.object({
		download_url: url,
		upload: z.object({ method: put, url, headers: headersSchema.default([]) }),
	})
	.transform(({ download_url, upload }): Ticket => ({
		downloadUrl: download_url,
		putUrl: upload.url,
		headers: Object.fromEntries(upload.headers),
	}));

function findTicket(data: unknown) {
	const parsed = ticketSchema.safeParse(data);
	return parsed.success ? { ticket: parsed.data } : undefined;
}

/**
 * Judges a reply to the question for an upload ticket.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeTicket(reply: ApiReply, now: number): TicketVerdict {
	const reading = { find: findTicket, circumstances: {}, notFound: 'uploadFailed' } as const;
	return judgeReading(reply, reading, now);
}

export type FormVerdict = { readonly kind: 'read'; readonly url: string } | Unread;

const storedSchema = z
	.union([
		z.object({ download_url: url }).transform(({ download_url }) => download_url),
		z.object({ url }).transform((stored) => stored.url),
	])
	.transform((address) => ({ url: address }));

/**
 * Judges a reply to a file in a form: the address that it has now.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function judgeFormUpload(reply: ApiReply, now: number): FormVerdict {
	const find = (data: unknown) => storedSchema.safeParse(data).data;
	const reading = { find, circumstances: {}, notFound: 'uploadFailed' } as const;
	return judgeReading(reply, reading, now);
}
