import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JournalEntry } from '../journal/journal';

/** A journal entry while its request is under way. */
export type OpenEntry = { -readonly [Field in keyof JournalEntry]: JournalEntry[Field] };

/** What the head of an answer says about its body. */
export interface BodyHead {
	readonly contentType: string;
	/** Content-Length; without one the body comes in chunks. */
	readonly contentLength?: number;
}

/** One request and the ways to answer it, or not to. Keeps the journal entry up to date. */
export class Exchange {
	constructor(
		readonly request: IncomingMessage,
		private readonly response: ServerResponse,
		/** The journal entry, which routes complete. */
		readonly entry: OpenEntry,
	) {}

	/** The parameters of the query. */
	get query(): URLSearchParams {
		const { url = '' } = this.request;
		return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
	}

	/** Runs something when the request is over, answered or not. */
	whenOver(run: () => void): void {
		this.response.once('close', run);
	}

	/** Answers HTTP 200 with the API's envelope around `data`. */
	succeed(data: unknown): void {
		this.json(200, { code: 200, message: 'success', data });
	}

	/** Answers with an error envelope whose code is the HTTP status. */
	refuse(
		status: number,
		message: string,
		more: { headers?: Readonly<Record<string, string>>; errorCode?: string | undefined } = {},
	): void {
		const { errorCode } = more;
		const body = { code: status, message, ...(errorCode && { error_code: errorCode }) };
		this.entry.note ??= message;
		this.json(status, body, more.headers);
	}

	/** Answers with any JSON. */
	json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
		this.send(status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
	}

	/** Answers with any body. */
	send(
		status: number,
		contentType: string,
		body: string | Uint8Array,
		headers: Readonly<Record<string, string>> = {},
	): void {
		const bytes = typeof body === 'string' ? Buffer.from(body) : body;
		this.writeHead(status, { contentType, contentLength: bytes.length }, headers);
		if (this.isHead) this.response.end();
		else this.response.end(bytes, () => this.count(bytes));
	}

	/** Answers 200 with some of the bytes that the head promises, then does what `then` says. */
	sendPart(head: BodyHead, part: Uint8Array, then: 'breakConnection' | 'keepSilent'): void {
		this.writeHead(200, head);
		this.response.write(part, (error) => {
			if (!error) this.count(part);
			if (then === 'breakConnection') this.response.socket?.end();
		});
	}

	/**
	 * Answers 200 with a body that is made at the client's pace. Ends after the last piece, or when
	 * the client disconnects.
	 */
	async stream(head: BodyHead, pieces: Iterable<Uint8Array>): Promise<void> {
		this.writeHead(200, head);
		for (const piece of this.isHead ? [] : pieces) {
			const fits = this.response.write(piece, (error) => {
				if (!error) this.count(piece);
			});
			if (!fits) await this.whenItFits();
			if (this.response.destroyed) return;
		}
		this.response.end();
	}

	/** Breaks the connection with a TCP reset, without an answer. */
	reset(): void {
		this.request.socket.resetAndDestroy();
	}

	private get isHead(): boolean {
		return this.request.method === 'HEAD';
	}

	private writeHead(
		status: number,
		{ contentType, contentLength }: BodyHead,
		headers: Readonly<Record<string, string>> = {},
	): void {
		this.entry.status = status;
		this.response.writeHead(status, {
			'content-type': contentType,
			...(contentLength !== undefined && { 'content-length': String(contentLength) }),
			...headers,
		});
	}

	private count(bytes: Uint8Array): void {
		this.entry.sentBytes = (this.entry.sentBytes ?? 0) + bytes.length;
	}

	/** Resolves when what was written has left, or the connection has closed. */
	private async whenItFits(): Promise<void> {
		const { response } = this;
		if (response.destroyed) return;
		await new Promise<void>((resolve) => {
			const go = (): void => {
				response.off('drain', go).off('close', go);
				resolve();
			};
			response.on('drain', go).on('close', go);
		});
	}
}
