import { randomBytes } from 'node:crypto';
import type { MediaType } from './media-type';

/** Uploaded files are kept for seven days (docs/internals/api.md#retention). */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** A file that is to be uploaded, as its ticket request describes it. */
export interface FileToUpload {
	/** Without any path. */
	readonly filename: string;
	/** In bytes. */
	readonly size: number;
	/** As given in the request; absent when it has none. */
	readonly contentType?: string;
}

/** The permission to upload one file once. */
export interface Ticket {
	readonly file: FileToUpload;
	readonly type: MediaType;
	/** The path on the simulator that takes the bytes, with the signature in its query. */
	readonly putPath: string;
	readonly signature: string;
	/** The headers that must come with the bytes, by lower-case name. */
	readonly headers: { readonly 'content-type': string; readonly 'if-none-match': string };
	/** When it expires, on the simulator's clock. */
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

/** The tickets that were issued and their files, in memory. */
export class UploadStore {
	private readonly tickets = new Map<string, Ticket>();

	private readonly files = new Map<string, StoredFile>();

	/** @param ticketMs how long a ticket is valid, on the simulator's clock */
	constructor(private readonly ticketMs: number) {}

	/** Issues a ticket for a file. */
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

	/** The ticket of a PUT path, expired or not. */
	ticketAt(putPath: string): Ticket | undefined {
		return this.tickets.get(putPath);
	}

	/** Whether a ticket is used up. */
	isUsed(ticket: Ticket): boolean {
		return this.files.has(ticket.mediaPath);
	}

	/** Stores the bytes of a ticket that isn't used up yet. */
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
