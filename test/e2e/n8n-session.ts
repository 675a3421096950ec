import { z } from 'zod';
import { PlainMessage } from './say';

/** The timeout of n8n's answers, in ms. */
const patienceMs = 30_000;

type Method = 'GET' | 'POST' | 'PATCH';

/** Requests to one n8n by one person, who stays signed in. */
export class N8nSession {
	private cookie = '';
	private publicKey = '';

	constructor(private readonly url: string) {}

	get hasPublicKey(): boolean {
		return this.publicKey !== '';
	}

	/** The key that the public API asks for. */
	usePublicKey(key: string): void {
		this.publicKey = key;
	}

	/** Sends JSON and reads JSON, out of the envelope that the REST interface puts around it. */
	async call<T extends z.ZodTypeAny>(
		method: Method,
		path: string,
		answer: T,
		body?: unknown,
		withinMs = patienceMs,
	): Promise<z.output<T>> {
		const response = await this.send(method, path, body, withinMs);
		const signedIn = response.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
		if (signedIn !== undefined) this.cookie = signedIn.split(';', 1).join('');
		const parsed: unknown = await response.json();
		return answer.parse(
			path.startsWith('/rest/') ? z.object({ data: z.unknown() }).parse(parsed).data : parsed,
		);
	}

	/** Reads what is not JSON. */
	async read(path: string): Promise<Buffer> {
		const response = await this.send('GET', path, undefined, patienceMs);
		return Buffer.from(await response.arrayBuffer());
	}

	/** A GET whose connection breaks is sent again: a busy n8n closes some that were kept open. */
	private async send(
		method: Method,
		path: string,
		body: unknown,
		withinMs: number,
		tries = method === 'GET' ? 3 : 1,
	): Promise<Response> {
		try {
			return await this.sendOnce(method, path, body, withinMs);
		} catch (error) {
			if (!(error instanceof TypeError)) throw error;
			if (tries > 1) return await this.send(method, path, body, withinMs, tries - 1);
			throw new PlainMessage(`n8n could not be asked ${method} ${path}: ${String(error.cause)}`);
		}
	}

	private async sendOnce(
		method: Method,
		path: string,
		body: unknown,
		withinMs: number,
	): Promise<Response> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'end-to-end-run',
				cookie: this.cookie,
				'x-n8n-api-key': this.publicKey,
			},
			body: body === undefined ? null : JSON.stringify(body),
			signal: AbortSignal.timeout(withinMs),
		});
		if (response.ok) return response;
		const reason = (await response.text()).slice(0, 500);
		throw new PlainMessage(`n8n answered ${response.status} to ${method} ${path}: ${reason}`);
	}
}
