/** Answers without an end: how much of them is read, for how long, and what is made of it. */
import type { Socket } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { mostAnswerBytes } from '../../seedance/api/http';
import { hurry, hurryTimeouts, realTime } from '../engine/time';
import type * as time from '../engine/time';
import { causeOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, runChain, seedance, startChain } from './bench';
import { acceptedAnswer, httpAnswer, startRawServer } from './sockets';
import type { RawServer } from './sockets';
import { until } from './test-instance';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

let server: RawServer;
let sockets: Socket[];
beforeEach(() => {
	hurry(100);
	sockets = [];
});
afterEach(async () => {
	realTime();
	jest.restoreAllMocks();
	await server.stop();
});

type Answering = (socket: Socket) => void;
const other: Answering = (socket) =>
	void socket.end(httpAnswer(404, '{"code":404,"message":"no such route"}'));

/** A server with scripted answers to submits and reads. */
async function answering(submit: Answering, read: Answering = other) {
	server = await startRawServer({
		onRequest: (socket, { head }) => {
			const isSubmit = head.startsWith('POST /api/v3/bytedance/');
			const isRead = head.startsWith('GET /api/v3/predictions/');
			if (isSubmit || isRead) sockets.push(socket);
			(isSubmit ? submit : isRead ? read : other)(socket);
		},
	});
	return server.url;
}

const head = (status = 200) =>
	`HTTP/1.1 ${status} Whatever\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n`;

/** Sends endlessly, as fast as the client reads. */
const endless =
	(start: string, status?: number): Answering =>
	(socket) => {
		socket.write(head(status) + start);
		const piece = Buffer.alloc(256 * 1024, 'x');
		const more = () => {
			while (!socket.destroyed && socket.write(piece));
		};
		socket.on('drain', more);
		more();
	};

const stalled =
	(start: string): Answering =>
	(socket) =>
		void socket.write(head() + start);

const run = async (url: string, parameters: IDataObject = {}) =>
	await runChain(
		url,
		[{}],
		[seedance('seedanceTextToVideo', { prompt: 'A fox', return: 'taskId', ...parameters })],
	);
const read = async (url: string) =>
	await runChain(url, [{}], [seedance('seedanceGetResult', { taskId: 'task-1' })]);

const submits = () => server.requests.filter(({ head: h }) => h.startsWith('POST /api/v3/byte'));

describe('an answer without an end', () => {
	it.each([
		['that began well', '{"code":200,"data":{"id":"task-1","status":"created","x":"', 200],
		['to a refusal', '{"code":400,"message":"', 400],
	])('%s: a submit is unknown and sent once; the connection is cut', async (_, start, status) => {
		const url = await answering(endless(start, status));
		const { error } = (await run(url)).data.resultData;
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		expect(error?.description).toContain('an answer of more than 32 MB');
		expect(submits()).toHaveLength(1);
		await until(() => sockets.every(({ destroyed }) => destroyed));
		for (const { bytesWritten } of sockets) {
			expect(bytesWritten).toBeLessThan(mostAnswerBytes + 16 * 1024 * 1024);
		}
	});

	it('a read says so, after no more tries than others, and holds one of them in memory', async () => {
		const url = await answering(other, endless('{"code":200,"data":{"id":"task-1","x":"'));
		const before = process.memoryUsage().rss;
		let most = before;
		const timer = setInterval(() => {
			most = Math.max(most, process.memoryUsage().rss);
		}, 20);
		const { error } = (await read(url)).data.resultData;
		clearInterval(timer);
		expect(causeOf(error)).toBe('malformedAnswer');
		expect(error?.description).toContain('more than 32 MB');
		expect(sockets).toHaveLength(4);
		await until(() => sockets.every(({ destroyed }) => destroyed));
		// The garbage of one try, and of the server's side, may still be there during the next.
		expect(most - before).toBeLessThan(6 * mostAnswerBytes);
	});

	it('that is announced is not even begun', async () => {
		const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${mostAnswerBytes + 1}\r\n\r\n{"code":200,`;
		const url = await answering(other, (socket) => void socket.write(answer));
		const { error } = (await read(url)).data.resultData;
		expect(error?.description).toContain('more than 32 MB');
	});
});

describe('an answer that stands still', () => {
	it('ends a submit as unknown, and is cut', async () => {
		hurryTimeouts(100);
		const url = await answering(stalled('{"code":200,"data":{"id":"task-1"'));
		const { error } = (await run(url)).data.resultData;
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		expect(error?.description).toContain('ECONNABORTED');
		expect(submits()).toHaveLength(1);
		await until(() => sockets.every(({ destroyed }) => destroyed));
	});

	it('is cut by Stop', async () => {
		const url = await answering(stalled('{"code":200,'));
		const steps = [seedance('seedanceTextToVideo', { prompt: 'A fox' })];
		const started = startChain(url, [{}], steps);
		await until(() => sockets.length > 0);
		started.stop();
		await started.saved;
		await until(() => sockets.every(({ destroyed }) => destroyed));
	});
});

describe('an answer that is large and whole', () => {
	const long = 'many words '.repeat(500_000);

	it('to a submit that is accepted: the task is there', async () => {
		const data = JSON.stringify({ id: 'task-1', status: 'created', input: { image: long } });
		const url = await answering((socket) =>
			socket.end(httpAnswer(200, `{"code":200,"data":${data}}`)),
		);
		const items = jsonOf(outputOf(await run(url), 'seedanceTextToVideo'));
		expect(items).toEqual([expect.objectContaining({ taskId: 'task-1' })]);
	});

	it('words of megabytes are cut in messages and in items', async () => {
		const refusal = httpAnswer(400, JSON.stringify({ code: 400, message: long }));
		const failed = { id: 'task-1', status: 'failed', error: long };
		const url = await answering(
			(socket) => socket.end(refusal),
			(socket) => socket.end(httpAnswer(200, JSON.stringify({ code: 200, data: failed }))),
		);
		const { error } = (await run(url)).data.resultData;
		expect(error?.message.length).toBeLessThan(600);
		expect(String(error?.description).length).toBeLessThan(1_500);
		const [item] = jsonOf(outputOf(await read(url), 'seedanceGetResult'));
		expect(String(item?.failureReason)).toHaveLength(500);
	});
});

it.each([201, 202, 203])('HTTP %d with a task is an answer', async (status) => {
	const url = await answering((socket) => socket.end(httpAnswer(status, acceptedAnswer('task-1'))));
	const items = jsonOf(outputOf(await run(url), 'seedanceTextToVideo'));
	expect(items).toEqual([expect.objectContaining({ taskId: 'task-1' })]);
});

it('a body that breaks off is unknown, whatever it breaks with', async () => {
	const url = await answering((socket) => {
		socket.write(`HTTP/1.1 400 No\r\ncontent-length: 100\r\n\r\n{"code":400,`, () =>
			socket.resetAndDestroy(),
		);
	});
	const { error } = (await run(url)).data.resultData;
	expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
	expect(submits()).toHaveLength(1);
});

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

it.each([
	['UTF-16', utf16(`\ufeff${acceptedAnswer('task-1')}`)],
	['UTF-16 without a mark', utf16(acceptedAnswer('task-1'))],
	['UTF-16 the other way round', utf16(`\ufeff${acceptedAnswer('task-1')}`).swap16()],
])('an answer in %s names its task', async (_, bytes) => {
	const url = await answering((socket) => {
		socket.write(head());
		socket.end(bytes);
	});
	const items = jsonOf(outputOf(await run(url), 'seedanceTextToVideo'));
	expect(items).toEqual([expect.objectContaining({ taskId: 'task-1' })]);
});
