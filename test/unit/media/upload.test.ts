/** Files to the API's store, by the ticket route (reference §E). */
import { openUploads } from '../../../seedance/media/upload';
import { answer, enveloped, html, lost } from '../api/replies';
import { inTurn } from '../task/fake-api';
import { checkedFile, fileUrl, headers, storeUrl, ticket, uploadWorld } from './upload-world';

describe('an upload', () => {
	it('asks for a ticket and puts the file where it says, with its headers', async () => {
		const world = uploadWorld(() => ticket());
		const uploaded = await openUploads(world.ports)(checkedFile());
		expect(uploaded).toEqual({ ok: true, url: fileUrl });
		expect(world.sent).toEqual([
			expect.objectContaining({
				method: 'POST',
				url: 'https://api.test/api/v3/media/uploads',
				body: { filename: 'photo.png', size: 3, content_type: 'image/png' },
			}),
		]);
		expect(world.puts).toEqual([expect.objectContaining({ url: storeUrl, headers, size: 3 })]);
	});

	it('is made once for the same bytes, however many items have them', async () => {
		const world = uploadWorld(() => ticket());
		const upload = openUploads(world.ports);
		const twice = await Promise.all([upload(checkedFile()), upload(checkedFile())]);
		const later = await upload(checkedFile());
		expect([...twice, later]).toEqual(Array(3).fill({ ok: true, url: fileUrl }));
		expect(world.puts).toHaveLength(1);
		await upload(checkedFile('b'.repeat(64)));
		expect(world.puts).toHaveLength(2);
	});

	it.each([
		['a connection that breaks', lost('ECONNRESET')],
		['a store that is down', answer(503)],
		['a ticket that has run out', answer(403)],
		['a ticket that is used up, by a try whose answer was lost', answer(412)],
	])('begins anew from the ticket after %s', async (_, reply) => {
		const world = uploadWorld(() => ticket(), [reply, answer(200)]);
		expect(await openUploads(world.ports)(checkedFile())).toEqual({ ok: true, url: fileUrl });
		expect([world.sent.length, world.puts.length]).toEqual([2, 2]);
	});

	it('waits as long as the API asks for when it has too much to do', async () => {
		const busy = answer(429, enveloped(429), { 'retry-after': '7' });
		const world = uploadWorld(
			inTurn(
				() => busy,
				() => ticket(),
			),
		);
		expect(await openUploads(world.ports)(checkedFile())).toMatchObject({ ok: true });
		const [first, second] = world.sent.map(({ atMs }) => atMs);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(7_000);
	});

	it('gives up after four tries, says which file it is, and that nothing was submitted', async () => {
		const world = uploadWorld(() => ticket(), [answer(500)]);
		const uploaded = await openUploads(world.ports)(checkedFile());
		expect(uploaded).toMatchObject({
			ok: false,
			problem: {
				cause: 'uploadFailed',
				outcome: 'refused',
				message: 'The file photo.png could not be uploaded to WaveSpeedAI',
				description: expect.stringMatching(/^Nothing was submitted.*HTTP 500/),
			},
		});
		expect(world.puts).toHaveLength(4);
	});

	it('that failed is made again for another item', async () => {
		const world = uploadWorld(() => ticket(), [...Array(4).fill(answer(500)), answer(200)]);
		const upload = openUploads(world.ports);
		expect(await upload(checkedFile())).toMatchObject({ ok: false });
		expect(await upload(checkedFile())).toEqual({ ok: true, url: fileUrl });
	});

	it.each([
		[401, 'invalidKey'],
		[403, 'forbidden'],
		[302, 'redirected'],
		[400, 'uploadFailed'],
		[404, 'uploadFailed'],
		[413, 'uploadFailed'],
	])('is not tried again when the API answers %i', async (status, cause) => {
		const world = uploadWorld(() => answer(status, enveloped(status)));
		expect(await openUploads(world.ports)(checkedFile())).toMatchObject({
			ok: false,
			problem: { cause, outcome: 'refused' },
		});
		expect([world.sent.length, world.puts.length]).toEqual([1, 0]);
	});

	it.each([
		['without a store', ticket({ upload: undefined })],
		['with another method', ticket({}, { method: 'POST' })],
		['without an address afterwards', ticket({ download_url: '' })],
		['with a header that is no text', ticket({}, { headers: { 'content-length': 3 } })],
		['that is a web page', answer(200, html)],
	])('takes no ticket %s', async (_, reply) => {
		const world = uploadWorld(() => reply);
		expect(await openUploads(world.ports)(checkedFile())).toMatchObject({ ok: false });
		expect(world.puts).toHaveLength(0);
	});

	it('sends no file to an address without https, unless the API is on this machine', async () => {
		const unsafe = ticket({}, { url: 'http://store.test/put/1' });
		const world = uploadWorld(() => unsafe);
		expect(await openUploads(world.ports)(checkedFile())).toMatchObject({ ok: false });
		expect(world.puts).toHaveLength(0);
		const upload = openUploads({ ...world.ports, allowsHttp: true });
		expect(await upload(checkedFile())).toMatchObject({ ok: true });
	});

	it('is not tried again after a Stop', async () => {
		const world = uploadWorld(() => ticket(), [lost('ERR_CANCELED')]);
		world.stop();
		expect(await openUploads(world.ports)(checkedFile())).toMatchObject({ ok: false });
		expect(world.puts).toHaveLength(1);
	});
});
