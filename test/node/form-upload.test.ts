/** A file in a form, as it goes out: framed, with its length, and never whole in memory. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { Readable } from 'node:stream';
import type { CheckedApi } from '../../nodes/shared/n8n/client';
import { createFormPort } from '../../nodes/shared/n8n/uploads';
import { parseForm } from '../../simulator/uploads/parse-form';

interface Sent {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** Sends a file with the port and collects the chunks that are sent. */
async function send(file: () => AsyncIterable<Uint8Array>, size: number) {
	const pieces: Uint8Array[] = [];
	let headers: Sent['headers'] = {};
	const context = {
		getExecutionCancelSignal: () => undefined,
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: Sent) => {
				({ headers } = options);
				if (options.body instanceof Uint8Array) pieces.push(options.body);
				else for await (const piece of options.body) pieces.push(piece);
				return { statusCode: 200, headers: {}, body: '{"code":200}' };
			},
		},
	} as unknown as IExecuteFunctions;
	const api = { withoutKey: (text: string) => text } as CheckedApi;
	const request = {
		url: 'https://api.test/api/v3/media/upload/binary',
		field: 'file',
		fileName: 'photo.png',
		mimeType: 'image/png',
		size,
		open: async () => file(),
		timeoutMs: 1_000,
	};
	const reply = await createFormPort(context, api)(request);
	const body = Buffer.concat(pieces);
	return { reply, pieces, body, headers, form: parseForm(headers['Content-Type'] ?? '', body) };
}

const bytes = Buffer.from('0123456789'.repeat(1_000));
const split = (size: number) =>
	Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
		bytes.subarray(i * size, (i + 1) * size),
	);

it.each([
	['a stream of one piece', () => Readable.from(split(10_000))],
	['a stream of many pieces', () => Readable.from(split(999))],
	[
		'bytes in memory',
		async function* () {
			yield* split(4_000);
		},
	],
] as ReadonlyArray<[string, () => AsyncIterable<Uint8Array>]>)('%s', async (_, file) => {
	const { reply, body, headers, form } = await send(file, bytes.length);
	expect(reply).toMatchObject({ kind: 'answer', status: 200 });
	expect(headers['Content-Length']).toBe(String(body.length));
	expect(form).toMatchObject({ field: 'file', fileName: 'photo.png', contentType: 'image/png' });
	expect(bytes.equals(form?.bytes ?? new Uint8Array())).toBe(true);
});

it('a large stream goes out in the pieces that it comes in, and is closed', async () => {
	const stream = Readable.from(split(100));
	const { pieces } = await send(() => stream, bytes.length);
	expect(pieces).toHaveLength(100);
	expect(stream.destroyed).toBe(true);
});

it('a file that cannot be opened is told, and nothing is sent', async () => {
	const gone = () => {
		throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
	};
	expect(await send(gone, 1)).toMatchObject({ reply: { code: 'ENOENT' }, pieces: [] });
});
