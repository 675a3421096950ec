import { z } from 'zod';
import { PlainMessage } from './say';

/** How long n8n may take to answer, in ms. */
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

	private async send(
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
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(withinMs),
		});
		if (response.ok) return response;
		const reason = (await response.text()).slice(0, 500);
		throw new PlainMessage(`n8n answered ${response.status} to ${method} ${path}: ${reason}`);
	}
}
