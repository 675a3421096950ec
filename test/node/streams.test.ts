/** Streams of files in n8n's helpers: none stays open in any case. */
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { checkItemMedia } from '../../nodes/shared/actions/media';
import { fetchFile } from '../../nodes/shared/n8n/download';
import type { Fetching } from '../../nodes/shared/n8n/download';
import { readHead } from '../../nodes/shared/n8n/downloadStream';
import { BinaryFiles } from '../../nodes/shared/n8n/files';
import { openFiles, createPutPort } from '../../nodes/shared/n8n/uploads';
import { mediaRule } from '../../seedance/media/rules';
import { png } from '../support/media/images';
import { plannedItem } from '../support/task/runItems';

const mp4 = Buffer.concat([
	Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'),
	Buffer.alloc(9_000, 7),
]);

async function allOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of body) pieces.push(piece);
	return Buffer.concat(pieces);
}

/** A stream that gives pieces when they are asked for, and then ends, breaks or closes. */
function streamOf(pieces: readonly unknown[], ending: 'end' | 'break' | 'close' = 'end') {
	const left = [...pieces];
	const objectMode = pieces.some((piece) => !Buffer.isBuffer(piece));
	return new Readable({
		objectMode,
		read() {
			if (left.length > 0) this.push(left.shift());
			else if (ending === 'end') this.push(null);
			else this.destroy(ending === 'break' ? new Error('Broken') : undefined);
		},
	});
}

describe('the first bytes of a stream', () => {
	const events = ['readable', 'end', 'error', 'close'] as const;
	const listeners = (body: Readable) => events.map((event) => body.listenerCount(event));

	it.each([
		['in one piece', [mp4]],
		['in small pieces', Array.from({ length: 91 }, (_, i) => mp4.subarray(i * 100, i * 100 + 100))],
	])('are put back for whoever reads it next: %s', async (_, pieces) => {
		const body = streamOf(pieces);
		const before = listeners(body);
		const head = await readHead(body);
		expect(head.isWhole).toBe(false);
		expect(head.bytes.length).toBeGreaterThanOrEqual(4_096);
		expect(mp4.subarray(0, head.bytes.length).equals(head.bytes)).toBe(true);
		expect(listeners(body)).toEqual(before);
		expect((await allOf(body)).equals(Buffer.concat(pieces))).toBe(true);
	});

	it.each([0, 1, 4_095])('are all of it when there are %i', async (length) => {
		const bytes = mp4.subarray(0, length);
		const head = await readHead(streamOf(length === 0 ? [] : [bytes]));
		expect(head).toEqual({ bytes: Buffer.from(bytes), isWhole: true });
	});

	it('4,096 are enough not to wait for more', async () => {
		expect(await readHead(streamOf([mp4.subarray(0, 4_096)]))).toMatchObject({ isWhole: false });
	});

	it.each([
		['breaks', [mp4.subarray(0, 100)], 'break', 'Broken'],
		['closes before its end', [mp4.subarray(0, 100)], 'close', 'The stream closed'],
		['holds anything but bytes', ['text'], 'end', 'The stream holds no bytes'],
	] as const)(
		'fail when the stream %s, and nothing goes on listening',
		async (_, pieces, ending, message) => {
			const body = streamOf(pieces, ending);
			body.on('error', () => {});
			const before = listeners(body);
			await expect(readHead(body)).rejects.toThrow(message);
			expect(listeners(body)).toEqual(before);
		},
	);
});

describe('a download', () => {
	interface Answer {
		readonly statusCode?: number;
		readonly headers?: Readonly<Record<string, string>>;
		readonly body?: Readable;
	}

	/** Downloads an output with scripted n8n helpers. */
	async function fetched(
		answers: readonly Answer[],
		store: (bytes: Buffer) => unknown = () => ({ mimeType: 'video/mp4', data: 'x', id: 'x' }),
		more: Partial<Fetching> = {},
	) {
		const bodies: Readable[] = [];
		const signals: AbortSignal[] = [];
		const context = {
			getExecutionCancelSignal: () => undefined,
			helpers: {
				httpRequest: async ({ abortSignal }: { abortSignal: AbortSignal }) => {
					const {
						statusCode = 200,
						headers = {},
						body = streamOf([mp4]),
					} = answers[Math.min(bodies.length, answers.length - 1)] ?? {};
					bodies.push(body);
					signals.push(abortSignal);
					return { statusCode, headers, body };
				},
				prepareBinaryData: async (bytes: AsyncIterable<Uint8Array>) => store(await allOf(bytes)),
			},
		} as unknown as IExecuteFunctions;
		const http = async () => await Promise.reject(new Error('unused'));
		const ports = { now: () => 0, random: () => 0, sleep: async () => {}, baseUrl: '', http };
		const fetching: Fetching = {
			allowsHttp: false,
			maxBytes: 1_000_000,
			mode: { isInMemory: async () => false, learn: () => {} },
			// As many looks at the clock as pauses need.
			ports: { ...ports, now: jest.fn().mockImplementation(() => (time += 10_000)) },
			...more,
		};
		let time = 0;
		const result = await fetchFile(context, 'https://a.example.com/1.mp4', fetching, () => 'a.mp4');
		return { result, bodies, signals };
	}

	it.each<[string, Answer[], Partial<Fetching>, number]>([
		['that is stored', [{}], {}, 1],
		['behind a redirect', [{ statusCode: 302, headers: { location: '/2.mp4' } }, {}], {}, 2],
		['whose redirect is refused', [{ statusCode: 302, headers: { location: 'ftp://x' } }], {}, 1],
		['whose link is dead', [{ statusCode: 404 }], {}, 1],
		['whose server is down, in each try', [{ statusCode: 503 }], {}, 3],
		['that is a web page', [{ body: streamOf([Buffer.from('<!doctype html><p>')]) }], {}, 1],
		['that is too large, by its length', [{ headers: { 'content-length': '2000000' } }], {}, 1],
		['that turns out too large', [{}], { maxBytes: 5_000 }, 1],
	])('%s leaves no connection open', async (_, answers, more, requests) => {
		const { bodies, signals } = await fetched(answers, undefined, more);
		expect(bodies).toHaveLength(requests);
		expect(bodies.map(({ destroyed }) => destroyed)).toEqual(bodies.map(() => true));
		expect(signals.map(({ aborted }) => aborted)).toEqual(bodies.map(() => true));
	});

	it.each([
		['in its words', new Error('No space left on device'), 'No space left on device.'],
		['by its code, without words', Object.assign(new Error(''), { code: 'ENOSPC' }), 'ENOSPC.'],
		['as unknown, when it throws no error', 'full', 'UNKNOWN.'],
	])('that n8n cannot store says so %s, and leaves none open', async (_, thrown, words) => {
		const { result, bodies } = await fetched([{}], () => {
			throw thrown;
		});
		expect(result).toEqual({
			ok: false,
			problem: { detail: `n8n couldn't store the file: ${words}`, mayPass: false },
		});
		expect(bodies[0]?.destroyed).toBe(true);
	});
});

describe('an upload', () => {
	const put = async (open: () => Promise<AsyncIterable<Uint8Array>>, answer: () => unknown) => {
		const sent: Array<{ body: unknown; headers: Record<string, string> }> = [];
		const context = {
			getExecutionCancelSignal: () => undefined,
			helpers: {
				httpRequest: async (options: { body: unknown; headers: Record<string, string> }) => {
					sent.push(options);
					return answer();
				},
			},
		} as unknown as IExecuteFunctions;
		const headers = { 'Content-Type': 'image/png' };
		const request = { url: 'https://store.example.com/1', headers, size: 9, open, timeoutMs: 1 };
		return { reply: await createPutPort(context)(request), sent };
	};

	it.each([
		['is taken', () => ({ statusCode: 200 }), { kind: 'answer', status: 200 }],
		['is refused', () => ({ statusCode: 403 }), { kind: 'answer', status: 403 }],
		['gets an answer that nobody can read', () => 'OK', { kind: 'noAnswer' }],
		[
			'gets no answer',
			() => {
				throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
			},
			{ kind: 'noAnswer', code: 'ECONNRESET' },
		],
	])('that %s closes the file that it has opened', async (_, answer, reply) => {
		const file = streamOf([Buffer.from('123456789')]);
		const done = await put(async () => file, answer);
		expect(done.reply).toMatchObject(reply);
		expect(done.sent[0]).toMatchObject({ body: file, headers: { 'Content-Length': '9' } });
		expect(file.destroyed).toBe(true);
	});

	it('of a file that is gone sends nothing, and tells its code', async () => {
		const gone = Object.assign(new Error('no such file'), { code: 'ENOENT' });
		const { reply, sent } = await put(
			async () => await Promise.reject(gone),
			() => '',
		);
		expect(reply).toMatchObject({ kind: 'noAnswer', code: 'ENOENT' });
		expect(sent).toEqual([]);
	});
});

describe('a file in n8n’s store', () => {
	const bytes = png(64, 48);

	/** An n8n whose first item has this file as "data". */
	function store(fileSize = bytes.length) {
		const helpers = {
			getBinaryMetadata: jest.fn(async () => ({ fileSize })),
			getBinaryDataBuffer: jest.fn(async () => bytes),
			getBinaryStream: jest.fn(async () => streamOf([bytes])),
		};
		const binary = { mimeType: 'image/png', data: 'filesystem-v2', id: 'filesystem-v2:a' };
		const item = { json: {}, binary: { data: binary } };
		const context = { helpers, getInputData: () => [item] } as unknown as IExecuteFunctions;
		return { helpers, binary, item, context, fileOf: openFiles(context) };
	}

	it('of the item is read once, and held for its upload', async () => {
		const { helpers, binary, fileOf } = store();
		const file = fileOf({ binary, name: 'data', itemIndex: 0 });
		expect(fileOf({ binary, name: 'data', itemIndex: 0 })).toBe(file);
		for (let time = 0; time < 2; time += 1)
			expect((await allOf(await file.open())).equals(bytes)).toBe(true);
		expect(helpers.getBinaryDataBuffer).toHaveBeenCalledTimes(1);
		expect(helpers.getBinaryStream).not.toHaveBeenCalled();
	});

	it('that an expression has taken from elsewhere is streamed each time', async () => {
		const { helpers, binary, fileOf } = store();
		const elsewhere = { ...binary, id: 'filesystem-v2:b' };
		for (const found of [
			{ binary: elsewhere, name: 'data', itemIndex: 0 },
			{ binary: { ...binary, id: 'filesystem-v2:c' }, name: 'other', itemIndex: 0 },
			{ binary: { ...binary, id: 'filesystem-v2:d' }, name: 'data', itemIndex: 7 },
		]) {
			const file = fileOf(found);
			for (let time = 0; time < 2; time += 1)
				expect((await allOf(await file.open())).equals(bytes)).toBe(true);
		}
		expect(helpers.getBinaryStream).toHaveBeenCalledTimes(6);
		expect(helpers.getBinaryDataBuffer).not.toHaveBeenCalled();
	});

	it.each([
		[10 * 1024 * 1024, 1, 0],
		[10 * 1024 * 1024 + 1, 0, 1],
	])('of %i bytes: held %i times, streamed %i times', async (size, held, streamed) => {
		const { helpers, binary, fileOf } = store(size);
		await allOf(await fileOf({ binary, name: 'data', itemIndex: 0 }).open());
		expect(helpers.getBinaryDataBuffer).toHaveBeenCalledTimes(held);
		expect(helpers.getBinaryStream).toHaveBeenCalledTimes(streamed);
	});

	it('that the item does not have any more is an error of ours, and nothing is opened', async () => {
		const { helpers, fileOf, item } = store();
		const source = { kind: 'file', name: 'gone' } as const;
		const use = { parameter: 'image', source, rule: mediaRule('image'), acceptsBase64: false };
		const request = { model: 'bytedance/seedance-v1-lite-i2v', body: { image: 'gone' } };
		const planned = plannedItem(request, 0, { media: [use] });
		const http = async () => await Promise.reject(new Error('unused'));
		const context = { now: () => 0, random: () => 0, sleep: async () => {}, baseUrl: '', http };
		const ports = { ...context, put: http } as unknown as Parameters<typeof checkItemMedia>[2];
		const files = new Map([[planned, new BinaryFiles(item)]]);
		await expect(checkItemMedia([planned], files, ports, fileOf)).rejects.toThrow('"plan"');
		expect(helpers.getBinaryMetadata).not.toHaveBeenCalled();
	});
});
