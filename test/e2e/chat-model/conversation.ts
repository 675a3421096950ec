import { z } from 'zod';

/** A tool as it is described to the model. */
export interface OfferedTool {
	readonly name: string;
	readonly description: string;
	/** JSON Schema of the arguments. */
	readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the model knows when it is asked what comes next. */
export interface Conversation {
	readonly tools: readonly OfferedTool[];
	/** What the person has said. */
	readonly messages: readonly string[];
	/** What the tools have answered so far, in the order of the calls. */
	readonly results: readonly string[];
}

const objectSchema = z.record(z.unknown());
const texts = z.array(z.object({ text: z.string() }).passthrough());
const text = z
	.union([z.string(), texts.transform((parts) => parts.map((part) => part.text).join(''))])
	.nullish()
	.transform((content) => content ?? '');
const tool = z.object({
	name: z.string(),
	description: z.string().default(''),
	parameters: objectSchema.default({}),
});
/** Streams are not spoken here: n8n asks for one only where its chat streams. */
const whole = z.literal(false).optional();

const completionsRequest = z.object({
	stream: whole,
	messages: z.array(z.object({ role: z.string(), content: text })),
	tools: z.array(z.object({ function: tool })).default([]),
});

const responsesRequest = z.object({
	stream: whole,
	input: z.array(
		z.object({
			type: z.string().optional(),
			role: z.string().optional(),
			content: text,
			output: text,
		}),
	),
	tools: z.array(tool).default([]),
});

/** Reads a request of the Chat Completions API. */
export function readCompletionsRequest(body: unknown): Conversation {
	const { messages, tools } = completionsRequest.parse(body);
	const of = (role: string) => messages.filter((each) => each.role === role);
	return {
		tools: tools.map((each) => each.function),
		messages: of('user').map(({ content }) => content),
		results: of('tool').map(({ content }) => content),
	};
}

/** Reads a request of the Responses API. */
export function readResponsesRequest(body: unknown): Conversation {
	const { input, tools } = responsesRequest.parse(body);
	return {
		tools,
		messages: input.filter(({ role }) => role === 'user').map(({ content }) => content),
		results: input
			.filter(({ type }) => type === 'function_call_output')
			.map(({ output }) => output),
	};
}
