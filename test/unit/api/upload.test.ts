/** Uploads files to the API's store, by the ticket route (docs/internals/api.md#uploads). */
import { answerTooLarge } from '../../../seedance/api/http';
import { openUploads } from '../../../seedance/api/upload';
import { answer, enveloped, html, lost } from '../../support/api/replies';
import { inTurn } from '../../support/api/scriptedApi';
import {
	checkedFile,
	fileUrl,
	headers,
	storeUrl,
	ticket,
	scriptedUploads,
} from '../../support/media/scriptedUploads';

describe('an upload', () => {
	it('asks for a ticket and puts the file where it says, with its headers', async () => {
		const api = scriptedUploads(() => ticket());
		const uploaded = await openUploads(api.ports)(checkedFile());
		expect(uploaded).toEqual({ ok: true, value: fileUrl });
		expect(api.sent).toEqual([
			expect.objectContaining({
				method: 'POST',
				url: 'https://api.test/api/v3/media/uploads',
				body: { filename: 'photo.png', size: 3, content_type: 'image/png' },
			}),
		]);
		expect(api.puts).toEqual([expect.objectContaining({ url: storeUrl, headers, size: 3 })]);
	});

	it('is made once for the same bytes, however many items have them', async () => {
		const api = scriptedUploads(() => ticket());
		const upload = openUploads(api.ports);
		const twice = await Promise.all([upload(checkedFile()), upload(checkedFile())]);
		const later = await upload(checkedFile());
		expect([...twice, later]).toEqual(Array(3).fill({ ok: true, value: fileUrl }));
		expect(api.puts).toHaveLength(1);
		await upload(checkedFile('b'.repeat(64)));
		expect(api.puts).toHaveLength(2);
	});

	it.each([
		['a connection that breaks', lost('ECONNRESET')],
		['a store that is down', answer(503)],
		['a store that answers 199', answer(199)],
		['a store that answers 300', answer(300)],
		['a ticket that has run out', answer(403)],
		['a ticket that is used up, by a try whose answer was lost', answer(412)],
	])('begins anew from the ticket after %s', async (_, reply) => {
		const api = scriptedUploads(() => ticket(), [reply, answer(200)]);
		expect(await openUploads(api.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
		expect([api.sent.length, api.puts.length]).toEqual([2, 2]);
	});

	it.each([200, 299])('is made when the store answers %i', async (status) => {
		const api = scriptedUploads(() => ticket(), [answer(status), answer(500)]);
		expect(await openUploads(api.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
		expect(api.puts).toHaveLength(1);
	});

	it('sends the bytes of the file, and takes a second more for every 100 kB', async () => {
		const bytes = (async function* () {})();
		const file = { fileName: 'photo.png', open: async () => bytes };
		const checked = { ...checkedFile(), file, size: 10_000_050 };
		const tickets = scriptedUploads(() => ticket());
		await openUploads(tickets.ports)(checked);
		const forms = scriptedUploads(() => answer(404));
		await openUploads(forms.ports)(checked);
		for (const sent of [...tickets.puts, ...forms.forms]) {
			expect([await sent.open(), sent.timeoutMs]).toEqual([bytes, 220_001]);
		}
		expect([tickets.puts.length, forms.forms.length]).toEqual([1, 1]);
	});

	it('names the code of a connection that keeps breaking', async () => {
		const api = scriptedUploads(() => ticket(), [lost('ECONNRESET')]);
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({
			problem: { cause: 'uploadFailed', description: expect.stringContaining('ECONNRESET') },
		});
	});

	it('asks for a ticket again, and uses no form, when the answer is too large', async () => {
		const api = scriptedUploads(
			inTurn(
				() => lost(answerTooLarge),
				() => ticket(),
			),
		);
		expect(await openUploads(api.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
		expect([api.sent.length, api.forms.length]).toEqual([2, 0]);
	});

	it('waits as long as the API asks for when it has too much to do', async () => {
		const busy = answer(429, enveloped(429), { 'retry-after': '7' });
		const api = scriptedUploads(
			inTurn(
				() => busy,
				() => ticket(),
			),
		);
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({ ok: true });
		const [first, second] = api.sent.map(({ atMs }) => atMs);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(7_000);
	});

	it('gives up after four tries and says which file it is', async () => {
		const api = scriptedUploads(() => ticket(), [answer(500)]);
		const uploaded = await openUploads(api.ports)(checkedFile());
		expect(uploaded).toMatchObject({
			ok: false,
			problem: {
				cause: 'uploadFailed',
				outcome: 'refused',
				description: expect.stringMatching(/HTTP 500.*photo\.png/),
			},
		});
		expect(api.puts).toHaveLength(4);
	});

	it('that failed is made again for another item', async () => {
		const api = scriptedUploads(() => ticket(), [...Array(4).fill(answer(500)), answer(200)]);
		const upload = openUploads(api.ports);
		expect(await upload(checkedFile())).toMatchObject({ ok: false });
		expect(await upload(checkedFile())).toEqual({ ok: true, value: fileUrl });
	});

	it.each([
		[401, 'invalidKey'],
		[403, 'forbidden'],
		[302, 'redirected'],
		[400, 'uploadFailed'],
		[404, 'uploadFailed'],
		[413, 'uploadFailed'],
	])('is not tried again when the API answers %i', async (status, cause) => {
		const api = scriptedUploads(() => answer(status, enveloped(status)));
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({
			ok: false,
			problem: { cause, outcome: 'refused' },
		});
		expect([api.sent.length, api.puts.length]).toEqual([1, 0]);
	});

	it.each([
		['without a store', ticket({ upload: undefined })],
		['with another method', ticket({}, { method: 'POST' })],
		['without an address afterwards', ticket({ download_url: '' })],
		['with an address that is no web address', ticket({ download_url: 'javascript:1' })],
		['with a header that is no text', ticket({}, { headers: { 'x-store': { a: 1 } } })],
		['that is a web page', answer(200, html)],
	])('takes no ticket %s', async (_, reply) => {
		const api = scriptedUploads(() => reply);
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({ ok: false });
		expect(api.puts).toHaveLength(0);
	});

	const type = 'image/png';
	it.each<[string, object, object]>([
		['put', { method: 'put' }, headers],
		['no method', { method: undefined }, headers],
		['null for the method', { method: null }, headers],
		['null for the headers', { headers: null }, {}],
		['no headers', { headers: undefined }, {}],
		['a null among the headers', { headers: { ...headers, 'x-a': null } }, headers],
		['numbers as headers', { headers: { 'x-size': 3 } }, { 'x-size': '3' }],
		['pairs', { headers: [['content-type', type]] }, { 'content-type': type }],
		['names and values', { headers: [{ name: 'a', value: 1 }] }, { a: '1' }],
		['keys and values', { headers: [{ key: 'a', value: 'b' }] }, { a: 'b' }],
		['headers of ours', { headers: { Authorization: 'x', Host: 'y', 'Content-Length': 3 } }, {}],
	])('takes a ticket with %s', async (_, change, sent) => {
		const api = scriptedUploads(() => ticket({}, change));
		expect(await openUploads(api.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
		expect(api.puts).toEqual([expect.objectContaining({ url: storeUrl, headers: sent })]);
	});

	const stored = answer(200, enveloped(200, 'success', { type: 'image', download_url: fileUrl }));
	it.each([
		['HTTP 404', answer(404, enveloped(404, 'no such route'))],
		['HTTP 405', answer(405)],
		['envelope 404', answer(200, enveloped(404))],
		['a ticket for a form', ticket({}, { method: 'POST' })],
	])('goes to the API in a form where there are no tickets: %s', async (_, reply) => {
		const api = scriptedUploads(() => reply, [], undefined, [stored]);
		expect(await openUploads(api.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
		expect(api.forms).toEqual([
			expect.objectContaining({
				url: 'https://api.test/api/v3/media/upload/binary',
				field: 'file',
				fileName: 'photo.png',
				mimeType: 'image/png',
				size: 3,
			}),
		]);
		expect(api.sent).toHaveLength(1);
	});

	it.each([
		['the address alone', fileUrl],
		['a list of one', [{ download_url: fileUrl }]],
		['an address named as the file', { file_url: fileUrl }],
		['the file', { file: { url: fileUrl } }],
	])('finds the address of a form in %s', async (_, data) => {
		const none = answer(404, enveloped(404));
		const api = scriptedUploads(() => none, [], undefined, [answer(200, enveloped(200, '', data))]);
		expect(await openUploads(api.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
	});

	it('takes no address of a form that is no web address', async () => {
		const none = answer(404, enveloped(404));
		const odd = answer(200, enveloped(200, '', { url: 'javascript:1' }));
		const api = scriptedUploads(() => none, [], undefined, Array(4).fill(odd));
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({ ok: false });
	});

	it('in a form is tried again after what may pass, and not after what will not', async () => {
		const none = answer(404, enveloped(404));
		const busy = scriptedUploads(() => none, [], undefined, [
			answer(503),
			lost('ECONNRESET'),
			stored,
		]);
		expect(await openUploads(busy.ports)(checkedFile())).toEqual({ ok: true, value: fileUrl });
		const refused = scriptedUploads(() => none, [], undefined, [answer(413, enveloped(413))]);
		expect(await openUploads(refused.ports)(checkedFile())).toMatchObject({ ok: false });
		expect([busy.forms.length, refused.forms.length]).toEqual([3, 1]);
	});

	it('makes no pause that ends after the time for submits', async () => {
		const busy = answer(429, enveloped(429), { 'retry-after': '3600' });
		const api = scriptedUploads(() => busy);
		const begun = api.ports.now();
		const upload = openUploads(api.ports);
		expect(await upload(checkedFile(), begun + 600_000)).toMatchObject({ ok: false });
		expect(api.ports.now() - begun).toBeLessThan(1_000);
		expect(api.sent).toHaveLength(1);
	});

	it('sends no file to an address without https, unless the API is on this machine', async () => {
		const unsafe = ticket({}, { url: 'http://store.test/put/1' });
		const api = scriptedUploads(() => unsafe);
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({
			ok: false,
			problem: { cause: 'uploadFailed', outcome: 'refused' },
		});
		expect([api.sent.length, api.puts.length]).toEqual([1, 0]);
		const upload = openUploads({ ...api.ports, allowsHttp: true });
		expect(await upload(checkedFile())).toMatchObject({ ok: true });
	});

	it('is not tried again after a Stop', async () => {
		const api = scriptedUploads(() => ticket(), [lost('ERR_CANCELED')]);
		api.stop();
		expect(await openUploads(api.ports)(checkedFile())).toMatchObject({ ok: false });
		expect(api.puts).toHaveLength(1);
	});
});
