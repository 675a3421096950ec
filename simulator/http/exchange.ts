import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JournalEntry } from '../journal/journal';

/** A journal entry while its request is under way. */
export type OpenEntry = { -readonly [Field in keyof JournalEntry]: JournalEntry[Field] };

/** One request and the means to answer it, or not to. Keeps the journal entry in step. */
export class Exchange {
	constructor(
		readonly request: IncomingMessage,
		private readonly response: ServerResponse,
		/** The journal's entry; routes fill in what they learn. */
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

	/** Answers with the API's envelope around `data`, HTTP 200. */
	succeed(data: unknown): void {
		this.json(200, { code: 200, message: 'success', data });
	}

	/** Answers with an error envelope whose code is the HTTP status. */
	refuse(
		status: number,
		message: string,
		more: { headers?: Readonly<Record<string, string>>; errorCode?: string } = {},
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
		this.entry.status = status;
		this.response.writeHead(status, {
			'content-type': contentType,
			'content-length': String(bytes.length),
			...headers,
		});
		this.response.end(this.request.method === 'HEAD' ? undefined : bytes);
	}

	/** Answers 200 with a content length and only some of the bytes, then does as told. */
	sendPart(
		contentType: string,
		contentLength: number,
		part: Uint8Array,
		then: 'breakConnection' | 'keepSilent',
	): void {
		this.entry.status = 200;
		this.response.writeHead(200, {
			'content-type': contentType,
			'content-length': String(contentLength),
		});
		this.response.write(part, () => {
			if (then === 'breakConnection') this.response.socket?.end();
		});
	}

	/** Breaks the connection with a TCP reset, without an answer. */
	reset(): void {
		this.request.socket.resetAndDestroy();
	}
}
