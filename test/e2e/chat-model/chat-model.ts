import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort, localAddress } from '../ports';
import {
	readCompletionsRequest,
	readResponsesRequest,
	type Conversation,
	type OfferedTool,
} from './conversation';
import { completionsAnswer, responsesAnswer, type Script } from './turn';

/** One request as it came. */
export interface ChatRequest {
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
	/** Absent when it was none that this model answers. */
	readonly conversation: Conversation | undefined;
}

/** A local stand-in for OpenAI's API, whose model does what a script says. */
export interface ChatModel {
	/** For "Base URL" in n8n's OpenAI credential. */
	readonly baseUrl: string;
	/** Every request so far, in the order of arrival. */
	readonly requests: readonly ChatRequest[];
	/** The tools as they were described last. */
	tools(): readonly OfferedTool[];
	/** The tools' answers to the model, in the order of the calls. */
	results(): readonly string[];
	stop(): Promise<void>;
}

/** How the two APIs that n8n speaks are read and answered, by path. */
const dialects = new Map([
	['/v1/chat/completions', { read: readCompletionsRequest, answer: completionsAnswer }],
	['/v1/responses', { read: readResponsesRequest, answer: responsesAnswer }],
]);

/** What n8n lists as models, and asks for to test the credential. */
const models = { object: 'list', data: [{ id: 'scripted', object: 'model', owned_by: 'test' }] };

/** Starts a model. A script that throws, or a request that makes no sense, is answered with HTTP 400. */
export async function startChatModel(script: Script): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const server = createServer((request, response) => void handle(request, response));
	const port = await freePort();
	await new Promise<void>((resolve) => server.listen(port, localAddress, resolve));

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { url: path = '', headers } = request;
		const body = await text(request);
		const dialect = dialects.get(path);
		try {
			const conversation = dialect?.read(JSON.parse(body));
			requests.push({ path, headers, body, conversation });
			if (dialect !== undefined && conversation !== undefined) {
				send(response, 200, dialect.answer(script(conversation)));
			} else if (path === '/v1/models') send(response, 200, models);
			else send(response, 404, errorOf(`There is no ${path}`));
		} catch (error) {
			send(response, 400, errorOf(String(error)));
		}
	}

	const last = () => requests.flatMap(({ conversation }) => conversation ?? []).at(-1);
	return {
		baseUrl: `http://${localAddress}:${port}/v1`,
		requests,
		tools: () => last()?.tools ?? [],
		results: () => last()?.results ?? [],
		stop: async () => {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

const errorOf = (message: string) => ({ error: { message, type: 'invalid_request_error' } });

function send(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}
