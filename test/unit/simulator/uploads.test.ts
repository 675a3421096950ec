import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { codePoint } from '../../support/codePoint';
import { handClock, stopAll } from '../../support/simulator/client';
import { until } from '../../support/simulator/receiver';
import {
	PHOTO,
	PHOTO_BYTES,
	sha256,
	someBytes,
	startUploads,
	ticketIn,
} from '../../support/simulator/uploads';

afterEach(stopAll);

const DAY_MS = 24 * 60 * 60 * 1000;

describe('an upload', () => {
	it('as its ticket says is stored and served', async () => {
		const { ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
		const stored = await put(ticket);
		expect([stored.status, stored.text]).toEqual([200, '']);
		const file = await fetchBytes(ticket.download_url);
		expect([file.status, file.headers['content-type']]).toEqual([200, 'image/png']);
		expect(file.bytes.equals(PHOTO_BYTES)).toBe(true);
		const head = await fetchBytes(ticket.download_url, 'HEAD');
		expect([head.status, head.bytes.length]).toEqual([200, 0]);
		expect(head.headers['content-length']).toBe(String(PHOTO.size));
	});

	it('is in the journal with the length and the hash of its body', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		await put(ticket);
		await fetchBytes(ticket.download_url);
		expect(simulator.journal.uploads()).toHaveLength(1);
		expect(simulator.journal.uploads()[0]).toMatchObject({
			route: 'upload',
			method: 'PUT',
			keyOk: false,
			authorizationSent: false,
			accepted: false,
			status: 200,
			receivedBytes: PHOTO.size,
			sha256: sha256(PHOTO_BYTES),
		});
		const [, , read] = simulator.journal.requests;
		expect(read).toMatchObject({ route: 'media', status: 200, sentBytes: PHOTO.size });
		const signature = new URL(ticket.upload.url).searchParams.get('signature');
		expect(JSON.stringify(simulator.journal.requests)).not.toContain(signature);
	});

	it('of a large file arrives whole', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		const bytes = someBytes(3_000_001);
		const ticket = await ticketFor({ filename: 'clip.mp4', size: bytes.length });
		expect((await put(ticket, { body: bytes })).status).toBe(200);
		const file = await fetchBytes(ticket.download_url);
		expect(sha256(file.bytes)).toBe(sha256(bytes));
		expect(file.headers['content-type']).toBe('application/octet-stream');
		expect(simulator.journal.uploads()[0]?.sha256).toBe(sha256(bytes));
	});

	it('is served under any name that a ticket is given for', async () => {
		const { askTicket, put, fetchBytes } = await startUploads();
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: codePoint, minLength: 1 }), async (filename) => {
				const body = { ...PHOTO, filename };
				const asked = await askTicket(body);
				fc.pre(asked.status === 200);
				const ticket = ticketIn(asked);
				expect(ticket.filename).toBe(filename);
				expect((await put(ticket)).status).toBe(200);
				expect((await fetchBytes(ticket.download_url)).status).toBe(200);
			}),
			{ numRuns: 30 },
		);
	});

	it.each<readonly [string, Parameters<Awaited<ReturnType<typeof startUploads>>['put']>[1]]>([
		['an Authorization header', { headers: { authorization: 'Bearer test-key' } }],
		['another Authorization header', { headers: { authorization: 'Basic eDp5' } }],
		['no content type', { headers: { 'content-type': null } }],
		['another content type', { headers: { 'content-type': 'image/jpeg' } }],
		['no If-None-Match', { headers: { 'if-none-match': null } }],
		['another If-None-Match', { headers: { 'if-none-match': '"abc"' } }],
		['fewer bytes than announced', { body: PHOTO_BYTES.subarray(1) }],
		['more bytes than announced', { body: Buffer.concat([PHOTO_BYTES, PHOTO_BYTES]) }],
		['no bytes', { body: Buffer.alloc(0) }],
	])('with %s is refused with 400, and the ticket still holds', async (_name, change) => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		const answer = await put(ticket, change);
		expect(answer.status).toBe(400);
		expect(answer.headers['content-type']).toBe('application/xml');
		expect(answer.text).toMatch(/<Error><Code>Invalid\w+<\/Code><Message>/);
		expect(simulator.journal.uploads()[0]).toMatchObject({ status: 400 });
		expect(simulator.journal.uploads()[0]?.sha256).toBeUndefined();
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
		expect((await put(ticket)).status).toBe(200);
	});

	it('without Content-Length is refused with 411', async () => {
		const { ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		const answer = await put(ticket, { body: Readable.from([PHOTO_BYTES]) });
		expect(answer.status).toBe(411);
		expect(answer.text).toContain('<Code>MissingContentLength</Code>');
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
	});

	it.each([
		['another signature', (url: string) => url.replace(/=.*/, '=0123456789abcdef')],
		['no signature', (url: string) => url.replace(/\?.*/, '')],
		['an unknown place', (url: string) => url.replace(/store\/\w+/, 'store/0123')],
	])('with %s is refused with 403', async (_name, change) => {
		const { ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		const answer = await put(ticket, { url: change(ticket.upload.url) });
		expect(answer.status).toBe(403);
		expect(answer.text).toContain('<Code>AccessDenied</Code>');
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
	});

	it('is refused with 403 from the moment its ticket ends', async () => {
		const clock = handClock();
		const { ticketFor, put } = await startUploads({ now: clock.now });
		const [first, second] = [await ticketFor(), await ticketFor()];
		clock.advance(15 * 60_000 - 1);
		expect((await put(first)).status).toBe(200);
		clock.advance(1);
		const late = await put(second);
		expect(late.status).toBe(403);
		expect(late.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
	});

	it('is refused with 412 when the ticket is used up, and changes nothing', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		await put(ticket);
		const again = await put(ticket, { body: someBytes(PHOTO.size).reverse() });
		expect(again.status).toBe(412);
		expect(again.text).toContain('<Code>PreconditionFailed</Code>');
		expect((await fetchBytes(ticket.download_url)).bytes.equals(PHOTO_BYTES)).toBe(true);
		expect(simulator.journal.uploads().map(({ status }) => status)).toEqual([200, 412]);
	});

	it('succeeds once when two of the same ticket run at the same time', async () => {
		const { simulator, ticketFor, put } = await startUploads();
		const ticket = await ticketFor();
		simulator.faults.onUpload({ kind: 'delay', ms: 30 }, { times: 2 });
		const answers = await Promise.all([put(ticket), put(ticket)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
	});

	it('that breaks off stores nothing and leaves the ticket as it was', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		const { hostname, port, pathname, search } = new URL(ticket.upload.url);
		const socket = connect(Number(port), hostname);
		const headers = { host: 'x', ...ticket.upload.headers, 'content-length': PHOTO.size };
		const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
		socket.write(`PUT ${pathname}${search} HTTP/1.1\r\n${head.join('')}\r\n`);
		socket.write(PHOTO_BYTES.subarray(0, 2000));
		const arrived = () =>
			simulator.journal.uploads().filter(({ receivedBytes }) => receivedBytes === 2000);
		await until(arrived, 1);
		socket.destroy();
		await once(socket, 'close');
		await until(() => arrived().filter(({ endedAtMs }) => endedAtMs !== undefined), 1);
		const [broken] = simulator.journal.uploads();
		expect([broken?.status, broken?.sha256]).toEqual([undefined, undefined]);
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
		expect((await put(ticket)).status).toBe(200);
	});
});

describe('an uploaded file', () => {
	it('is kept seven days', async () => {
		const clock = handClock();
		const { ticketFor, put, fetchBytes } = await startUploads({ now: clock.now });
		const ticket = await ticketFor();
		await put(ticket);
		clock.advance(7 * DAY_MS - 1);
		expect((await fetchBytes(ticket.download_url)).status).toBe(200);
		clock.advance(1);
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
	});

	it('is at its own address only', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		const ticket = await ticketFor();
		await put(ticket);
		const other = ticket.download_url.replace('photo.png', 'other.png');
		expect((await fetchBytes(other)).status).toBe(404);
		expect((await fetchBytes(`${simulator.url}/media/`)).status).toBe(404);
		expect(simulator.journal.requests.at(-1)).toMatchObject({ route: 'media', status: 404 });
	});
});
