import type { AnswerFault, ReadFault } from '../faults/fault-kinds';
import type { Exchange } from './exchange';

/** The message for a missing or wrong key. */
export const INVALID_KEY = 'Invalid authentication: the API key is missing, wrong or inactive.';

/** A page like that of a proxy or a login wall. */
const HTML_PAGE =
	'<!doctype html><html><head><title>Please wait</title></head><body>One moment…</body></html>';

/** Answers with an immediate fault. */
export function answerFault(
	exchange: Exchange,
	fault: Exclude<AnswerFault, { kind: 'delay' }>,
): void {
	switch (fault.kind) {
		case 'unauthorized':
			return exchange.refuse(401, INVALID_KEY);
		case 'forbidden':
			return exchange.refuse(403, 'This key is not permitted to do that.', {
				errorCode: fault.errorCode,
			});
		case 'insufficientCredits':
			return exchange.refuse(400, 'Insufficient credits. Please top up your account to continue.');
		case 'rateLimited': {
			const seconds = fault.retryAfterSeconds;
			const headers: Record<string, string> = {};
			if (seconds !== undefined) headers['retry-after'] = String(seconds);
			return exchange.refuse(429, 'Too many requests. Please slow down.', { headers });
		}
		case 'serverError':
			return answerError(exchange, fault);
		case 'envelopeError': {
			const message = fault.message ?? 'internal error';
			exchange.entry.note ??= `envelope code ${fault.code ?? 500}: ${message}`;
			return exchange.json(200, { code: fault.code ?? 500, message });
		}
		case 'redirect':
			return exchange.send(fault.status ?? 302, 'text/plain', '', { location: fault.location });
	}
}

/** Answers a route that only reads with its fault. `timeout` gives no answer at all. */
export function answerReadFault(
	exchange: Exchange,
	fault: Exclude<ReadFault, { kind: 'delay' | 'hold' }>,
): void {
	switch (fault.kind) {
		case 'malformedJson':
			return brokenJson(exchange);
		case 'html':
			return htmlPage(exchange);
		case 'reset':
			return exchange.reset();
		case 'timeout':
			return;
		case 'notFound':
			return exchange.refuse(404, 'Prediction not found');
		default:
			return answerFault(exchange, fault);
	}
}

/** Answers with an error status, in the API's envelope or in a gateway's plain text. */
export function answerError(
	exchange: Exchange,
	error: { readonly status?: number; readonly envelope?: boolean; readonly message?: string },
): void {
	const status = error.status ?? 500;
	const message = error.message ?? 'internal server error';
	if (error.envelope === false) return exchange.send(status, 'text/plain', message);
	return exchange.refuse(status, message);
}

/** Answers 200 with truncated JSON. */
export function brokenJson(exchange: Exchange): void {
	exchange.send(200, 'application/json', '{"code":200,"message":"success","data":{"id":"');
}

/** Answers 200 with a web page. */
export function htmlPage(exchange: Exchange): void {
	exchange.send(200, 'text/html; charset=utf-8', HTML_PAGE);
}
