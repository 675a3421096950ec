/** IDs, outputs and messages are found in answers that differ from the API's docs. */
import type { IDataObject } from 'n8n-workflow';
import type * as time from '../engine/time';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { httpAnswer, startRawServer } from './sockets';
import type { RawServer } from './sockets';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

let server: RawServer;
afterEach(async () => await server.stop());

/** A server that answers a submit with one body and every read with another. */
async function answering(submit: unknown, read: unknown = { code: 500 }, status = 200) {
	const json = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
	server = await startRawServer({
		onRequest: (socket, { head }) => {
			const isSubmit = head.startsWith('POST /api/v3/bytedance/');
			const isRead = /^GET \/api\/v3\/predictions\//.test(head);
			const answer = isSubmit
				? httpAnswer(status, json(submit))
				: isRead
					? httpAnswer(200, json(read))
					: httpAnswer(404, '{"code":404,"message":"no such route"}');
			socket.end(answer);
		},
	});
	return server.url;
}

const readPaths = () =>
	server.requests.flatMap(({ head }) => /^GET (\/api\/v3\/predictions\/\S+)/.exec(head)?.[1] ?? []);

const submit = async (url: string, parameters: IDataObject = {}) =>
	await runChain(
		url,
		[{}],
		[seedance('seedanceTextToVideo', { prompt: 'A fox', return: 'taskId', ...parameters })],
	);

describe('a task whose id is written in another way', () => {
	it.each<[string, unknown, string]>([
		['a number', { code: 200, data: { id: 4711, status: 'created' } }, '4711'],
		['a big number', '{"code":200,"data":{"id":12345678901234567890}}', '12345678901234567890'],
		['task_id', { code: 200, data: { task_id: 'a-1' } }, 'a-1'],
		['urls.get', { data: { urls: { get: 'https://x/api/v3/predictions/a-1/result' } } }, 'a-1'],
		['odd letters', { code: 200, data: { id: 'task:1/ü %' } }, 'task:1/ü %'],
		['beside the data', { code: 200, data: null, id: 'a-1' }, 'a-1'],
	])('%s: comes out and can be read', async (_, body, taskId) => {
		const url = await answering(body, {
			data: { id: taskId, status: 'success', outputs: 'https://x/1.mp4' },
		});
		const [item] = jsonOf(outputOf(await submit(url), 'seedanceTextToVideo'));
		expect(item).toMatchObject({ taskId });
		const read = await runChain(url, [{}], [seedance('seedanceGetResult', { taskId })]);
		expect(jsonOf(outputOf(read, 'seedanceGetResult'))).toEqual([
			expect.objectContaining({ taskId, status: 'completed', videoUrl: 'https://x/1.mp4' }),
		]);
		expect(readPaths()).toEqual([`/api/v3/predictions/${encodeURIComponent(taskId)}/result`]);
	});
});

describe('an answer to a submit that names no task', () => {
	it('is kept in the data of the error, cut', async () => {
		const url = await answering({
			code: 200,
			data: { reference: 'R-17', more: 'x'.repeat(9_000) },
		});
		const { error } = (await submit(url)).data.resultData;
		expect(error).toMatchObject({ context: { data: { outcome: 'unknown' } } });
		const { answer } = (error as unknown as { context: { data: { answer: string } } }).context.data;
		expect(answer).toContain('"reference":"R-17"');
		expect(answer).toHaveLength(2_000);
		expect(`${error?.message} ${error?.description}`).not.toContain('R-17');
	});

	it('is kept in an error item', async () => {
		const url = await answering('<p>accepted as R-17</p>');
		const step = seedance(
			'seedanceTextToVideo',
			{ prompt: 'A fox' },
			{ onError: 'continueErrorOutput' },
		);
		const done = await runChain(url, [{}], [step]);
		expect(jsonOf(outputOf(done, 'seedanceTextToVideo', 1))).toEqual([
			{ error: expect.objectContaining({ answer: '<p>accepted as R-17</p>', outcome: 'unknown' }) },
		]);
	});
});
