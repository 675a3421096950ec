import { randomUUID } from 'node:crypto';
import type { Conversation } from './conversation';

/** A call of a tool with its arguments. */
export interface ToolCall {
	readonly name: string;
	readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the model does next: it calls tools, all at once, or says something to the person. */
export type Turn =
	| { readonly kind: 'call'; readonly calls: readonly ToolCall[] }
	| { readonly kind: 'say'; readonly text: string };

/** What the model does next, by what it knows. */
export type Script = (conversation: Conversation) => Turn;

export const say = (text: string): Turn => ({ kind: 'say', text });

export const call = (...calls: ToolCall[]): Turn => ({ kind: 'call', calls });

/** Nothing is counted here; n8n shows the figures of its last answer. */
const tokens = 10;

/** A turn as the Chat Completions API answers it. */
export function completionsAnswer(turn: Turn): object {
	const message =
		turn.kind === 'say'
			? { role: 'assistant', content: turn.text }
			: {
					role: 'assistant',
					content: null,
					tool_calls: turn.calls.map((each) => ({
						id: `call_${randomUUID()}`,
						type: 'function',
						function: { name: each.name, arguments: JSON.stringify(each.arguments) },
					})),
				};
	return {
		id: `chatcmpl-${randomUUID()}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: 'scripted',
		choices: [{ index: 0, message, finish_reason: turn.kind === 'say' ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: tokens, completion_tokens: tokens, total_tokens: 2 * tokens },
	};
}

/** A turn as the Responses API answers it. */
export function responsesAnswer(turn: Turn): object {
	const output =
		turn.kind === 'say'
			? [
					{
						type: 'message',
						id: `msg_${randomUUID()}`,
						role: 'assistant',
						status: 'completed',
						content: [{ type: 'output_text', text: turn.text, annotations: [] }],
					},
				]
			: turn.calls.map((each) => ({
					type: 'function_call',
					id: `fc_${randomUUID()}`,
					call_id: `call_${randomUUID()}`,
					status: 'completed',
					name: each.name,
					arguments: JSON.stringify(each.arguments),
				}));
	return {
		id: `resp_${randomUUID()}`,
		object: 'response',
		created_at: Math.floor(Date.now() / 1000),
		model: 'scripted',
		status: 'completed',
		output,
		usage: { input_tokens: tokens, output_tokens: tokens, total_tokens: 2 * tokens },
	};
}
