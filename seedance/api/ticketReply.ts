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

const ticketSchema = z
	.object({
		download_url: z.string().url(),
		upload: z.object({
			method: z.literal('PUT'),
			url: z.string().url(),
			headers: z.record(z.string()).default({}),
		}),
	})
	.transform(({ download_url, upload }): Ticket => ({
		downloadUrl: download_url,
		putUrl: upload.url,
		headers: upload.headers,
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
