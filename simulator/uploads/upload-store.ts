import { randomBytes } from 'node:crypto';
import type { MediaType } from './media-type';

/** Uploaded files are kept seven days (reference §E). */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** A file that is to be uploaded, as its ticket request describes it. */
export interface FileToUpload {
	/** Without any path. */
	readonly filename: string;
	/** In bytes. */
	readonly size: number;
	/** As the request gave it; absent when it gave none. */
	readonly contentType?: string;
}

/** The permission to upload one file once. */
export interface Ticket {
	readonly file: FileToUpload;
	readonly type: MediaType;
	/** Where the bytes go, as a path on the simulator; the signature has to come as its query. */
	readonly putPath: string;
	readonly signature: string;
	/** The headers that must come with the bytes, by lower-case name. */
	readonly headers: { readonly 'content-type': string; readonly 'if-none-match': string };
	/** When it ends, on the simulator's clock. */
	readonly expiresAtMs: number;
	/** Where the file is served afterwards, as a path on the simulator. */
	readonly mediaPath: string;
}

/** A file that has been uploaded. */
export interface StoredFile {
	readonly contentType: string;
	readonly bytes: Uint8Array;
	readonly storedAtMs: number;
}

/** The tickets given out and the files that came of them, in memory. */
export class UploadStore {
	private readonly tickets = new Map<string, Ticket>();

	private readonly files = new Map<string, StoredFile>();

	/** @param ticketMs how long a ticket holds, on the simulator's clock */
	constructor(private readonly ticketMs: number) {}

	/** Gives out a ticket for a file. */
	issue(file: FileToUpload, type: MediaType, nowMs: number): Ticket {
		const ticket: Ticket = {
			file,
			type,
			putPath: `/upload-store/${randomHex()}`,
			signature: randomHex(),
			headers: {
				'content-type': file.contentType ?? 'application/octet-stream',
				'if-none-match': '*',
			},
			expiresAtMs: nowMs + this.ticketMs,
			mediaPath: `/media/${randomHex()}/${encodeURIComponent(file.filename)}`,
		};
		this.tickets.set(ticket.putPath, ticket);
		return ticket;
	}

	/** The ticket whose bytes go to a path, held or run out. */
	ticketAt(putPath: string): Ticket | undefined {
		return this.tickets.get(putPath);
	}

	/** Whether a ticket is used up. */
	isUsed(ticket: Ticket): boolean {
		return this.files.has(ticket.mediaPath);
	}

	/** Keeps the bytes of a ticket that is not used up yet. */
	keep(ticket: Ticket, bytes: Uint8Array, nowMs: number): void {
		const contentType = ticket.headers['content-type'];
		this.files.set(ticket.mediaPath, { contentType, bytes, storedAtMs: nowMs });
	}

	/** The file served at a path, unless there is none or it is older than seven days. */
	fileAt(mediaPath: string, nowMs: number): StoredFile | undefined {
		const file = this.files.get(mediaPath);
		return file !== undefined && nowMs - file.storedAtMs < KEPT_MS ? file : undefined;
	}
}

function randomHex(): string {
	return randomBytes(16).toString('hex');
}
