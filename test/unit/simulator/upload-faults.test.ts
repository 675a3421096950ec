import type { FileToUpload, TicketFault, UploadFault } from '../../../simulator';
import { briefMs, stopAll } from '../../support/simulator/client';
import { until } from '../../support/simulator/receiver';
import {
	PHOTO,
	PHOTO_BYTES,
	sha256,
	someBytes,
	startUploads,
} from '../../support/simulator/uploads';

afterEach(stopAll);

const broken = /other side closed|ECONNRESET|EPIPE/;
const otherFile = { ...PHOTO, filename: 'other.png' };

describe('ticket faults', () => {
	it.each<readonly [TicketFault, number, RegExp]>([
		[{ kind: 'unauthorized' }, 401, /Invalid/],
		[{ kind: 'forbidden', errorCode: 'no_upload' }, 403, /no_upload/],
		[{ kind: 'insufficientCredits' }, 400, /top up/],
		[{ kind: 'rateLimited', retryAfterSeconds: 2 }, 429, /Too many/],
		[{ kind: 'serverError', status: 502, envelope: false, message: 'bad gateway' }, 502, /^bad/],
		[{ kind: 'envelopeError' }, 200, /"code":500/],
		[{ kind: 'malformedJson' }, 200, /"id":"$/],
		[{ kind: 'html' }, 200, /<html>/],
		[{ kind: 'redirect', location: 'https://elsewhere.example/' }, 302, /^$/],
		[{ kind: 'delay', ms: 20 }, 200, /upload-store/],
	])('%j, once', async (fault, status, text) => {
		const { simulator, askTicket } = await startUploads();
		simulator.faults.onTicket(fault);
		const answer = await askTicket();
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(text);
		expect(simulator.journal.tickets()[0]?.fault).toBe(fault.kind);
		expect((await askTicket()).text).toContain('upload-store');
	});

	it('reset and timeout, for the file that fits', async () => {
		const { simulator, askTicket } = await startUploads({}, briefMs);
		const match = ({ filename, size, contentType }: FileToUpload) =>
			filename === 'photo.png' && size === 5000 && contentType === 'image/png';
		simulator.faults.onTicket({ kind: 'reset' }, { match });
		simulator.faults.onTicket({ kind: 'timeout' }, { match });
		expect((await askTicket(otherFile)).status).toBe(200);
		await expect(askTicket()).rejects.toThrow(broken);
		await expect(askTicket()).rejects.toThrow(/Headers Timeout/);
		expect((await askTicket()).status).toBe(200);
	});

	it('are not used up by requests that are refused', async () => {
		const { simulator, askTicket } = await startUploads();
		simulator.faults.onTicket({ kind: 'serverError' });
		await askTicket({ ...PHOTO, size: 0 });
		await askTicket(PHOTO, 'wrong');
		expect(simulator.faults.pending).toBe(1);
		expect((await askTicket()).status).toBe(500);
		expect(simulator.faults.pending).toBe(0);
	});
});

describe('upload faults', () => {
	it.each<readonly [UploadFault, number, RegExp]>([
		[{ kind: 'expired' }, 403, /<Code>AccessDenied<\/Code><Message>Request has expired</],
		[{ kind: 'refused' }, 400, /<Error>/],
		[{ kind: 'refused', status: 405 }, 405, /<Error>/],
		[{ kind: 'serverError' }, 503, /<Code>SlowDown</],
		[{ kind: 'serverError', status: 500 }, 500, /<Error>/],
		[{ kind: 'redirect', location: 'https://elsewhere.example/x' }, 307, /^$/],
		[{ kind: 'redirect', location: '/elsewhere', status: 301 }, 301, /^$/],
	])('%j reads the body, stores nothing and leaves the ticket', async (fault, status, text) => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		simulator.faults.onUpload(fault);
		const ticket = await ticketFor();
		const answer = await put(ticket);
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(text);
		if (fault.kind === 'redirect') expect(answer.headers.location).toBe(fault.location);
		expect(simulator.journal.uploads()[0]).toMatchObject({
			status,
			fault: fault.kind,
			receivedBytes: PHOTO.size,
			sha256: sha256(PHOTO_BYTES),
		});
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
		expect((await put(ticket)).status).toBe(200);
	});

	it('delay answers later, as usual', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		simulator.faults.onUpload({ kind: 'delay', ms: 100 });
		const ticket = await ticketFor();
		const begun = performance.now();
		expect((await put(ticket)).status).toBe(200);
		expect(performance.now() - begun).toBeGreaterThan(95);
		expect((await fetchBytes(ticket.download_url)).status).toBe(200);
	});

	it('resetAtHalf breaks the connection before the body is complete', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		simulator.faults.onUpload({ kind: 'resetAtHalf' });
		const bytes = someBytes(4_000_000);
		const ticket = await ticketFor({ filename: 'clip.mp4', size: bytes.length });
		await expect(put(ticket, { body: bytes })).rejects.toThrow(broken);
		const [entry] = simulator.journal.uploads();
		expect(entry).toMatchObject({ fault: 'resetAtHalf' });
		expect([entry?.status, entry?.sha256]).toEqual([undefined, undefined]);
		expect(entry?.receivedBytes).toBeGreaterThanOrEqual(2_000_000);
		expect(entry?.receivedBytes).toBeLessThan(3_000_000);
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
		expect((await put(ticket, { body: bytes })).status).toBe(200);
	});

	it('resetAfterStore leaves the file and a used ticket, but no answer', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads();
		simulator.faults.onUpload({ kind: 'resetAfterStore' });
		const ticket = await ticketFor();
		await expect(put(ticket)).rejects.toThrow(broken);
		const [entry] = simulator.journal.uploads();
		expect(entry).toMatchObject({ fault: 'resetAfterStore', sha256: sha256(PHOTO_BYTES) });
		expect(entry?.status).toBeUndefined();
		expect((await fetchBytes(ticket.download_url)).bytes.equals(PHOTO_BYTES)).toBe(true);
		expect((await put(ticket)).status).toBe(412);
	});

	it('timeout reads the body and never answers', async () => {
		const { simulator, ticketFor, put, fetchBytes } = await startUploads({}, briefMs);
		simulator.faults.onUpload({ kind: 'timeout' });
		const ticket = await ticketFor();
		await expect(put(ticket)).rejects.toThrow(/Headers Timeout/);
		expect(simulator.journal.uploads()[0]).toMatchObject({ receivedBytes: PHOTO.size });
		await until(() => simulator.journal.uploads().filter(({ endedAtMs }) => endedAtMs), 1);
		expect(simulator.journal.uploads()[0]?.status).toBeUndefined();
		expect((await fetchBytes(ticket.download_url)).status).toBe(404);
	});

	it('go only to the files that fit, and not to uploads that are refused', async () => {
		const { simulator, ticketFor, put } = await startUploads();
		const match = ({ filename, size }: FileToUpload) => filename === 'other.png' && size === 5000;
		simulator.faults.onUpload({ kind: 'serverError' }, { match });
		expect((await put(await ticketFor())).status).toBe(200);
		const ticket = await ticketFor(otherFile);
		expect((await put(ticket, { headers: { 'if-none-match': null } })).status).toBe(400);
		expect((await put(ticket)).status).toBe(503);
	});
});

describe('chances for tickets, uploads and downloads', () => {
	it('are asked about every request that no scripted fault waits for', async () => {
		const { simulator, call, submit, askTicket, ticketFor, put } = await startUploads({
			taskMs: 0,
		});
		const asked: unknown[] = [];
		const remember = (about: unknown): undefined => void asked.push(about);
		simulator.faults.decide({ ticket: remember, upload: remember, download: remember });
		await put(await ticketFor());
		const file = { filename: 'photo.png', size: 5000, contentType: 'image/png' };
		expect(asked.splice(0)).toEqual([file, file]);
		await submit();
		const [accepted] = simulator.journal.accepted();
		await call('GET', `/outputs/${accepted?.taskId}.mp4`);
		expect(asked).toMatchObject([{ taskId: accepted?.taskId, output: 0 }]);

		simulator.faults.decide({
			ticket: ({ size }) => (size === 1 ? { kind: 'serverError' } : undefined),
			upload: () => ({ kind: 'expired' }),
			download: () => ({ kind: 'forbidden' }),
		});
		expect((await askTicket({ ...PHOTO, size: 1 })).status).toBe(500);
		expect((await put(await ticketFor())).status).toBe(403);
		expect((await call('GET', `/outputs/${accepted?.taskId}.mp4`)).status).toBe(403);
	});
});
