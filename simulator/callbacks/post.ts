import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { clearTimeout, setTimeout } from 'node:timers';
import { urlToHttpOptions } from 'node:url';

/** What a callback's receiver answered. */
export interface CallbackAnswer {
	readonly status: number;
	readonly text: string;
}

/** A callback ready to be sent. */
export interface Letter {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/**
 * Sends one POST on a connection of its own, without following redirects.
 * @param timeoutMs real time until the answer must be complete
 * @throws when there is no answer, or none in time
 */
export function post(
	{ url, headers, body }: Letter,
	timeoutMs: number,
	signal: AbortSignal,
): Promise<CallbackAnswer> {
	const target = new URL(url);
	// A user name in the URL would become an Authorization header, which callbacks never have.
	const address = { ...urlToHttpOptions(target), auth: null };
	const send = target.protocol === 'https:' ? requestHttps : requestHttp;
	return new Promise((resolve, reject) => {
		// A connection that is kept alive could break just when it's reused, and look like a lost
		// callback.
		const options = { ...address, method: 'POST', headers, agent: false, signal };
		const outgoing = send(options, (answer) => {
			text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, text: said }), reject);
		});
		const timer = setTimeout(() => outgoing.destroy(new Error('no answer in time')), timeoutMs);
		outgoing.once('close', () => clearTimeout(timer));
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
