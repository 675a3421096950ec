/** Replies of the API or the network, for tests of the domain. */
import type { ApiReply, FailurePhase } from '../../../seedance/api/http';

export const model = 'bytedance/seedance-v1.5-pro/text-to-video';

/** Any fixed moment; what a Retry-After with a date is measured from. */
export const now = Date.UTC(2026, 0, 5, 12, 0, 0);

export type Answer = Extract<ApiReply, { kind: 'answer' }>;

/** An answer; a body that isn't a string is sent as JSON. */
export function answer(
	status: number,
	body: unknown = '',
	headers: Readonly<Record<string, string>> = {},
): Answer {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { kind: 'answer', status, headers, text };
}

/** No answer at all: the code that the system gives, and how far the request got. */
export const lost = (code: string, phase: FailurePhase = 'sent'): ApiReply => ({
	kind: 'noAnswer',
	code,
	phase,
	detail: code,
});

/** A body in the API's envelope. */
export const enveloped = (code: number, message = 'words', data?: unknown) => ({
	code,
	message,
	...(data !== undefined && { data }),
});

/** A task as the API describes it. */
export const task = (
	id: string,
	status = 'created',
	more: Readonly<Record<string, unknown>> = {},
) => ({
	id,
	model,
	status,
	outputs: status === 'completed' ? [`https://cdn.example/${id}.mp4`] : [],
	urls: { get: `https://elsewhere.example/${id}` },
	has_nsfw_contents: status === 'completed' ? [false] : null,
	created_at: '2026-01-05T12:00:48.239112031Z',
	error: '',
	timings: { inference: 0 },
	...more,
});

/** The API's usual answer about a task. */
export const taskAnswer = (
	id: string,
	status = 'created',
	more: Readonly<Record<string, unknown>> = {},
) => answer(200, enveloped(200, 'success', task(id, status, more)));

export const html = '<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>';
