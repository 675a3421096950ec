import { request } from 'undici';
import type { DownloadFault } from '../../../simulator';
import { BODY, prediction, stopAll } from '../../support/simulator/client';
import { aWhile, until } from '../../support/simulator/receiver';
import { startUploads } from '../../support/simulator/uploads';

afterEach(stopAll);

const MB = 1_000_000;

async function setup(fault?: DownloadFault) {
	const api = await startUploads({ taskMs: 0 });
	const { id } = prediction(await api.submit({ ...BODY, duration: 5 }));
	const url = `${api.simulator.url}/outputs/${id}.mp4`;
	const video = (await api.fetchBytes(url)).bytes;
	if (fault !== undefined) api.simulator.faults.onDownload(fault);
	api.simulator.journal.clear();
	return { ...api, url, video };
}

/** The top-level boxes of an mp4, with their sizes. */
function boxesOf(bytes: Buffer): Array<{ name: string; size: number }> {
	const boxes = [];
	for (let at = 0; at < bytes.length;) {
		const short = bytes.readUInt32BE(at);
		const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
		boxes.push({ name: bytes.toString('latin1', at + 4, at + 8), size });
		at += size;
	}
	return boxes;
}

describe('a download', () => {
	it('counts the bytes it sent', async () => {
		const { simulator, url, video, fetchBytes } = await setup();
		await fetchBytes(url);
		await fetchBytes(url, 'HEAD');
		const [got, head] = simulator.journal.downloads();
		expect([got?.sentBytes, head?.sentBytes]).toEqual([video.length, undefined]);
	});

	it('with the fault resetAtHalf counts half of them', async () => {
		const { simulator, url, video, fetchBytes } = await setup({ kind: 'resetAtHalf' });
		await expect(fetchBytes(url)).rejects.toThrow(/other side closed|terminated/);
		expect(simulator.journal.downloads()[0]?.sentBytes).toBe(Math.floor(video.length / 2));
	});
});

describe('download faults of length and type', () => {
	it('chunked has the whole video and no Content-Length', async () => {
		const { url, video, fetchBytes } = await setup({ kind: 'chunked' });
		const answer = await fetchBytes(url);
		expect(answer.headers['content-length']).toBeUndefined();
		expect(answer.headers['transfer-encoding']).toBe('chunked');
		expect(answer.bytes.equals(video)).toBe(true);
		expect((await fetchBytes(url)).headers['content-length']).toBe(String(video.length));
	});

	it('truncatedChunked breaks off after half, with no Content-Length', async () => {
		const { simulator, agent, url, video } = await setup({ kind: 'truncatedChunked' });
		const answer = await request(url, { dispatcher: agent });
		expect(answer.headers['content-length']).toBeUndefined();
		const got: Buffer[] = [];
		const whole = async () => {
			for await (const chunk of answer.body) got.push(Buffer.from(chunk));
		};
		await expect(whole()).rejects.toThrow(/other side closed|terminated/);
		expect(Buffer.concat(got).equals(video.subarray(0, Math.floor(video.length / 2)))).toBe(true);
		expect(simulator.journal.downloads()[0]).toMatchObject({ fault: 'truncatedChunked' });
	});

	it('otherType has the right bytes under another Content-Type', async () => {
		const contentType = 'application/octet-stream';
		const { url, video, fetchBytes } = await setup({ kind: 'otherType', contentType });
		const answer = await fetchBytes(url);
		expect(answer.headers['content-type']).toBe(contentType);
		expect(answer.bytes.equals(video)).toBe(true);
	});

	it.each(['big', 'endless'] as const)(
		'%s is the video, padded to exactly so many bytes that players skip',
		async (kind) => {
			const { simulator, url, video, fetchBytes } = await setup({ kind, bytes: 7 * MB + 1 });
			const answer = await fetchBytes(url);
			const length = answer.headers['content-length'];
			expect(length).toBe(kind === 'big' ? String(7 * MB + 1) : undefined);
			expect(answer.headers['content-type']).toBe('video/mp4');
			expect(answer.bytes.length).toBe(7 * MB + 1);
			expect(answer.bytes.subarray(0, video.length).equals(video)).toBe(true);
			const added = { name: 'free', size: 7 * MB + 1 - video.length };
			expect(boxesOf(answer.bytes)).toEqual([...boxesOf(video), added]);
			expect(simulator.journal.downloads()[0]).toMatchObject({ sentBytes: 7 * MB + 1 });
		},
	);

	it.each([0, 1, 1000])('big with fewer bytes than the video is its start (%d)', async (bytes) => {
		const { url, video, fetchBytes } = await setup({ kind: 'big', bytes });
		const answer = await fetchBytes(url);
		expect(answer.headers['content-length']).toBe(String(bytes));
		expect(answer.bytes.equals(video.subarray(0, bytes))).toBe(true);
	});

	it('big tells its length to a HEAD without making it', async () => {
		const { simulator, url, fetchBytes } = await setup({ kind: 'big', bytes: 3_000 * MB });
		const answer = await fetchBytes(url, 'HEAD');
		expect(answer.headers['content-length']).toBe(String(3_000 * MB));
		expect(simulator.journal.downloads()[0]?.sentBytes).toBeUndefined();
	});

	it.each<DownloadFault>([
		{ kind: 'big', bytes: 2_000 * MB },
		{ kind: 'endless', bytes: 2_000 * MB },
		{ kind: 'endless', bytes: Infinity },
	])('%j goes only as fast as the client reads, and ends when it goes away', async (fault) => {
		const { simulator, agent, url } = await setup(fault);
		const answer = await request(url, { dispatcher: agent });
		const sent = () => simulator.journal.downloads()[0]?.sentBytes ?? 0;
		await aWhile();
		// The size of the two systems' buffers while the client doesn't read.
		expect(sent()).toBeLessThan(50 * MB);
		answer.body.on('error', () => undefined).destroy();
		await until(() => simulator.journal.downloads().filter(({ endedAtMs }) => endedAtMs), 1);
		const atEnd = sent();
		await aWhile();
		expect(sent()).toBe(atEnd);
	});
});
