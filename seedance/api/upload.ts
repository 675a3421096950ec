/**
 * Uploads files by the ticket route, else in a form (docs/internals/api.md#uploads), once per run
 * for the same bytes.
 */
import { problem } from '../errors/messages';
import type { Cause, Problem } from '../errors/problem';
import type { MediaFile } from '../media/fileType';
import type { Result } from '../result';
import { z } from '../zod';
import { formUploadUrl, uploadsUrl, afterTransient, retry } from './http';
import type { ApiReply, FormPort, Ports, PutPort } from './http';
import { mayDownload } from './fetchOutput';
import { parseReply, openEnvelope } from './reply';
import type { Unread } from './reply';
import { onlyEntry } from './replyText';

// Interprets replies to uploads (docs/internals/api.md#uploads).

/** Where to PUT a file, and its URL afterwards. */
export interface Ticket {
	readonly putUrl: string;
	/** Sent with the file unchanged. */
	readonly headers: Readonly<Record<string, string>>;
	readonly downloadUrl: string;
}

export type TicketReply = { readonly kind: 'read'; readonly ticket: Ticket } | Unread;

const url = z
	.string()
	.trim()
	.url()
	.regex(/^https?:/i);
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** Headers that the request sets itself, or that the store must not get. */
const ownHeaders = /^(?:authorization|content-length|host|connection|transfer-encoding)$/i;

const pair = z.union([
	z.tuple([z.string(), text]),
	z
		.object({ name: z.string(), value: text })
		.transform(({ name, value }) => [name, value] as const),
	z.object({ key: z.string(), value: text }).transform(({ key, value }) => [key, value] as const),
]);
/**
 * Headers as an object, as a list of pairs, or as a list of {name, value}. A header without a value
 * is dropped.
 */
const headersSchema = z
	.union([
		z.array(pair),
		z.record(text.nullable()).transform((headers) => Object.entries(headers)),
		z.null().transform(() => []),
	])
	.transform((pairs) =>
		pairs.flatMap(([name, value]) =>
			value === null || ownHeaders.test(name) ? [] : [[name, value] as const],
		),
	);

/** The method may be missing, or PUT in any case. No other method is known. */
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
 * Interprets a reply to a request for an upload ticket.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function parseTicketReply(reply: ApiReply, now: number): TicketReply {
	const reading = { find: findTicket, circumstances: {}, notFound: 'uploadFailed' } as const;
	return parseReply(reply, reading, now);
}

export type FormUploadReply = { readonly kind: 'read'; readonly url: string } | Unread;

const storedSchema = z
	.union([
		z.object({ download_url: url }).transform(({ download_url }) => download_url),
		z.object({ url }).transform((stored) => stored.url),
		z.object({ file_url: url }).transform(({ file_url }) => file_url),
		z.object({ file: z.object({ url }) }).transform(({ file }) => file.url),
		url,
	])
	.transform((address) => ({ url: address }));

/**
 * Interprets a reply to a form upload, which has the file's URL.
 * @param now in ms since the epoch, for a Retry-After that gives a date
 */
export function parseFormUploadReply(reply: ApiReply, now: number): FormUploadReply {
	const find = (data: unknown) => storedSchema.safeParse(onlyEntry(data)).data;
	const reading = { find, circumstances: {}, notFound: 'uploadFailed' } as const;
	return parseReply(reply, reading, now);
}

/** The ports of uploads. */
export interface UploadPorts extends Ports {
	readonly put: PutPort;
	readonly form: FormPort;
	/** Whether the store may use http, because the API itself is on this machine. */
	readonly allowsHttp: boolean;
}

/** A file that has been read and checked. */
export interface CheckedFile {
	readonly file: MediaFile;
	/** Its name in the store. */
	readonly fileName: string;
	/** In bytes. */
	readonly size: number;
	/** Of the bytes, in hex. */
	readonly sha256: string;
	readonly mimeType: string;
}

/** The URL of an uploaded file. */
export type Uploaded = Result<string, Problem>;

/**
 * The result of one try. An upload costs nothing, so transient failures are retried, starting with
 * a new ticket.
 */
type Try = { readonly kind: 'uploaded'; readonly url: string } | Unread;

const mostTries = 4;
const ticketTimeoutMs = 30_000;
/** 2 minutes plus a second for every 100 kB, for slow connections. */
const putTimeoutMs = (size: number) => Math.ceil(120_000 + size / 100);

/** Causes that are more specific than a failed upload. */
const specificCauses: ReadonlySet<Cause> = new Set(['invalidKey', 'forbidden', 'redirected']);

const failed = (fileName: string, detail: string): Problem =>
	problem('uploadFailed', { fileName, detail }, { outcome: 'refused' });

function parsePutReply(reply: ApiReply, { downloadUrl }: Ticket, fileName: string): Try {
	const again = (detail: string): Try => ({ kind: 'transient', problem: failed(fileName, detail) });
	if (reply.kind === 'noAnswer') return again(`the connection broke (${reply.detail})`);
	const { status } = reply;
	if (status >= 200 && status < 300) return { kind: 'uploaded', url: downloadUrl };
	// An expired ticket answers 403, one that is used up 412. A new one may work.
	return again(`the store answered with HTTP ${status}`);
}

/** Converts a failed read to the result of a try. */
function notUploaded(unread: Unread, fileName: string): Try {
	const { problem: why } = unread;
	return specificCauses.has(why.cause)
		? { kind: 'permanent', problem: { ...why, outcome: 'refused' } }
		: { ...unread, problem: failed(fileName, why.message) };
}

/** Sends the file to the API itself, by the older route. */
async function sendForm(checked: CheckedFile, ports: UploadPorts): Promise<Try> {
	const { file, fileName, size, mimeType } = checked;
	const reply = await ports.form({
		url: formUploadUrl(ports.baseUrl),
		field: 'file',
		fileName,
		mimeType,
		size,
		open: () => file.open(),
		timeoutMs: putTimeoutMs(size),
	});
	const verdict = parseFormUploadReply(reply, ports.now());
	return verdict.kind === 'read'
		? { kind: 'uploaded', url: verdict.url }
		: notUploaded(verdict, fileName);
}

/** Whether the API issues no usable tickets. A truncated answer doesn't prove that. */
function hasNoTickets(reply: ApiReply, { problem: { cause, httpStatus } }: Unread): boolean {
	if (reply.kind === 'noAnswer') return false;
	if (httpStatus === 404 || httpStatus === 405) return true;
	return cause === 'malformedAnswer' && openEnvelope(reply.text).isJson;
}

async function tryOnce(checked: CheckedFile, ports: UploadPorts): Promise<Try> {
	const { file, fileName, size, mimeType } = checked;
	const reply = await ports.http({
		method: 'POST',
		url: uploadsUrl(ports.baseUrl),
		body: { filename: fileName, size, content_type: mimeType },
		timeoutMs: ticketTimeoutMs,
	});
	const verdict = parseTicketReply(reply, ports.now());
	if (verdict.kind !== 'read') {
		return hasNoTickets(reply, verdict)
			? await sendForm(checked, ports)
			: notUploaded(verdict, fileName);
	}
	const { ticket } = verdict;
	if (!mayDownload(ticket.putUrl, ports.allowsHttp)) {
		return {
			kind: 'permanent',
			problem: failed(fileName, 'the store has no https:// address'),
		};
	}
	const put = await ports.put({
		url: ticket.putUrl,
		headers: ticket.headers,
		size,
		open: () => file.open(),
		timeoutMs: putTimeoutMs(size),
	});
	return parsePutReply(put, ticket, fileName);
}

async function upload(checked: CheckedFile, ports: UploadPorts, until: number): Promise<Uploaded> {
	const last = await retry(async () => await tryOnce(checked, ports), ports, {
		tries: mostTries,
		pauseAfter: afterTransient(ports),
		// A retry after the submit deadline would be useless.
		until,
	});
	return last.kind === 'uploaded'
		? { ok: true, value: last.url }
		: { ok: false, problem: last.problem };
}

/**
 * Uploads a file, or returns the URL of the same bytes.
 * @param until no further try begins after it, in ms since the epoch
 */
export type Upload = (checked: CheckedFile, until?: number) => Promise<Uploaded>;

/** Opens the uploads of one run, which uploads the same bytes only once. */
export function openUploads(ports: UploadPorts): Upload {
	const uploads = new Map<string, Promise<Uploaded>>();
	return async (checked, until = Infinity) => {
		const key = `${checked.sha256} ${checked.mimeType}`;
		const running = uploads.get(key) ?? upload(checked, ports, until);
		uploads.set(key, running);
		const result = await running;
		// An upload for another item may still succeed later.
		if (!result.ok) uploads.delete(key);
		return result;
	};
}
