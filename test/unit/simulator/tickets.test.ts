import { envelope, handClock, stopAll } from '../../support/simulator/client';
import { PHOTO, startUploads, ticketIn } from '../../support/simulator/uploads';

afterEach(stopAll);

describe('an upload ticket', () => {
	it('says where the bytes go, with which headers, until when, and where the file is then', async () => {
		const clock = handClock();
		const { simulator, askTicket } = await startUploads({ now: clock.now });
		const answer = await askTicket();
		expect(answer.status).toBe(200);
		const ticket = ticketIn(answer);
		expect(ticket).toMatchObject({ type: 'image', filename: 'photo.png', size: 5000 });
		expect(ticket.upload.headers).toEqual({ 'content-type': 'image/png', 'if-none-match': '*' });
		expect(Date.parse(ticket.upload.expires_at)).toBe(clock.now() + 15 * 60_000);
		const own = `${simulator.url}/`;
		expect([ticket.upload.url, ticket.download_url].every((url) => url.startsWith(own))).toBe(true);
		expect(ticket.upload.url).not.toContain('/api/v3');
		expect(ticket.upload.url).toMatch(/\?signature=\w{20,}$/);
		expect(ticket.download_url).toMatch(/\/media\/\w{20,}\/photo\.png$/);
	});

	it('is another one each time, for the same file too', async () => {
		const { ticketFor } = await startUploads();
		const [one, two] = [await ticketFor(), await ticketFor()];
		expect(one.upload.url).not.toBe(two.upload.url);
		expect(one.download_url).not.toBe(two.download_url);
	});

	it('names the base URL that clients reach the simulator by', async () => {
		const first = await startUploads();
		const port = Number(new URL(first.simulator.url).port);
		await first.simulator.stop();
		const publicUrl = `http://localhost:${port}`;
		const { ticketFor, put, fetchBytes } = await startUploads({ port, publicUrl: `${publicUrl}/` });
		const ticket = await ticketFor();
		expect(ticket.upload.url.startsWith(`${publicUrl}/upload-store/`)).toBe(true);
		expect(ticket.download_url.startsWith(`${publicUrl}/media/`)).toBe(true);
		expect((await put(ticket)).status).toBe(200);
		expect((await fetchBytes(ticket.download_url)).status).toBe(200);
	});

	it('ends as soon as the test wants', async () => {
		const clock = handClock();
		const { ticketFor } = await startUploads({ now: clock.now, uploadTicketMs: 1_000 });
		expect(Date.parse((await ticketFor()).upload.expires_at)).toBe(clock.now() + 1_000);
	});

	it.each([
		['a.png', undefined, 'image'],
		['A.JPEG', undefined, 'image'],
		['a.webm', undefined, 'video'],
		['a.webm', 'audio/webm', 'audio'],
		['a.opus', undefined, 'audio'],
		['no-extension', 'video/mp4; codecs="avc1"', 'video'],
		['a.png', 'application/octet-stream', 'image'],
	])('%s with content type %s is of the type %s', async (filename, contentType, type) => {
		const { ticketFor } = await startUploads();
		const ticket = await ticketFor({ filename, size: 1, content_type: contentType });
		expect(ticket.type).toBe(type);
		expect(ticket.upload.headers['content-type']).toBe(contentType ?? 'application/octet-stream');
	});

	it.each<readonly [unknown, RegExp]>([
		[{ ...PHOTO, filename: undefined }, /filename/],
		[{ ...PHOTO, filename: '' }, /filename/],
		[{ ...PHOTO, filename: ' ' }, /filename/],
		[{ ...PHOTO, filename: '..' }, /filename/],
		[{ ...PHOTO, filename: 'a/b.png' }, /filename/],
		[{ ...PHOTO, filename: 'a\\b.png' }, /filename/],
		[{ ...PHOTO, filename: 'a\n.png' }, /filename/],
		[{ ...PHOTO, filename: '\ud83e.png' }, /filename/],
		[{ ...PHOTO, size: undefined }, /size/],
		[{ ...PHOTO, size: 0 }, /size/],
		[{ ...PHOTO, size: -1 }, /size/],
		[{ ...PHOTO, size: 1.5 }, /size/],
		[{ ...PHOTO, size: '5000' }, /size/],
		[{ ...PHOTO, size: 300 * 1024 * 1024 + 1 }, /size/],
		[{ ...PHOTO, content_type: 'png' }, /content_type/],
		[{ ...PHOTO, content_type: 'image/png\r\nx: y' }, /content_type/],
		[{ ...PHOTO, contentType: 'image/png' }, /contentType/],
		[{ filename: 'a.pdf', size: 1 }, /not a supported file type/],
		['{', /JSON/],
		[[], /JSON/],
	])('is refused for %j', async (body, message) => {
		const { simulator, askTicket } = await startUploads();
		const answer = await askTicket(body);
		expect([answer.status, envelope(answer).code]).toEqual([400, 400]);
		expect(envelope(answer).message).toMatch(message);
		expect(simulator.journal.tickets()[0]).toMatchObject({ status: 400, accepted: false });
	});

	it('is given for the largest file', async () => {
		const { ticketFor } = await startUploads();
		const size = 300 * 1024 * 1024;
		expect((await ticketFor({ ...PHOTO, size })).size).toBe(size);
	});

	it.each([null, 'wrong'])('is refused without a valid key (%s)', async (key) => {
		const { simulator, askTicket } = await startUploads();
		expect((await askTicket(PHOTO, key)).status).toBe(401);
		expect(simulator.journal.tickets()[0]).toMatchObject({ keyOk: false, status: 401 });
	});

	it('is in the journal with what was asked, and is no submit', async () => {
		const { simulator, ticketFor } = await startUploads();
		await ticketFor();
		expect(simulator.journal.tickets()).toHaveLength(1);
		expect(simulator.journal.tickets()[0]).toMatchObject({
			route: 'ticket',
			method: 'POST',
			path: '/api/v3/media/uploads',
			keyOk: true,
			status: 200,
			accepted: false,
			body: PHOTO,
		});
		expect(simulator.journal.submits()).toEqual([]);
	});

	it('never has a key in it, wherever it was put', async () => {
		const key = 'wsk_secret_0123';
		const { simulator, askTicket } = await startUploads({ apiKeys: [key] });
		const answer = await askTicket({ ...PHOTO, filename: `${key}.png` }, key);
		expect(answer.status).toBe(200);
		expect(JSON.stringify([answer, simulator.journal.requests])).not.toContain('secret');
	});

	it('is not needed for a file in a form, and nothing else is taken there', async () => {
		const { simulator, call } = await startUploads();
		const answer = await call('POST', '/api/v3/media/upload/binary', { body: PHOTO });
		expect(answer.status).toBe(400);
		expect(simulator.journal.forms()).toHaveLength(1);
	});

	it('has no other route beside it', async () => {
		const { simulator, call } = await startUploads();
		const answers = [
			await call('GET', '/api/v3/media/uploads'),
			await call('POST', '/api/v3/media/upload', { body: PHOTO }),
		];
		expect(answers.map(({ status }) => status)).toEqual([404, 404]);
		expect(simulator.journal.requests.map(({ route }) => route)).toEqual(['other', 'other']);
	});
});
