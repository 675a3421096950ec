/** Upload URLs First: for links that expire before the API gets to them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { fetchUrls } from '../../nodes/shared/n8n/download';
import { mediaRule } from '../../seedance/media/rules';
import { png } from '../support/media/images';
import { jsonOf, outputOf } from './bench';
import { runItems, seedance2, submitNode, submitting } from './media';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const simulator = testSimulator({ hurry: 20 });
const photo = png(640, 480);
const first = { options: { uploadUrlsFirst: true } };

/** A third party's web server. */
const asked: { readonly path: string; readonly authorization: string | undefined }[] = [];
const web = createServer((request, response) => {
	const { url: path = '/', headers } = request;
	asked.push({ path, authorization: headers.authorization });
	const times = asked.filter((one) => one.path === path).length;
	if (path === '/moved') return response.writeHead(302, { location: '/photo.png' }).end();
	if (path === '/page') return response.end('<!doctype html><p>Sign in</p>');
	if (path === '/converted') return response.writeHead(203).end(photo);
	if (path === '/gone') return response.writeHead(403).end();
	if (path === '/busy' && times === 1) return response.writeHead(503).end();
	if (path === '/broken' && times === 1) {
		response.writeHead(200, { 'content-length': photo.length });
		return response.write(photo.subarray(0, 500), () => response.socket?.destroy());
	}
	if (path === '/huge') {
		response.writeHead(200, { 'content-length': 31 * 1024 * 1024 });
		return response.write(photo);
	}
	return response.end(photo);
});
let base = '';
beforeAll(async () => {
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
	base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterAll(() => {
	web.closeAllConnections();
	web.close();
});
beforeEach(() => {
	asked.length = 0;
});

const run = async (path: string, parameters = {}) =>
	await runItems(
		simulator.url,
		[{ json: {} }],
		[submitting({ image: `${base}${path}`, ...first, ...parameters })],
	);

describe('Upload URLs First', () => {
	it.each(['/photo.png', '/moved', '/busy', '/broken', '/converted'])(
		'fetches %s without the key and uploads it',
		async (path) => {
			const done = await run(path);
			expect(done.data.resultData.error?.message).toBeUndefined();
			const [upload] = simulator.journal.uploads();
			expect(upload?.receivedBytes).toBe(photo.length);
			expect(simulator.journal.accepted()[0]?.body.image).toContain('/media/');
			expect(asked.map(({ authorization }) => authorization)).toEqual(asked.map(() => undefined));
		},
	);

	it('names the file as its address does, decoded', async () => {
		const paths = [
			'/Mein%20Foto%C3%A4.png',
			'/a%2Fb%2f..%2fc.png',
			'/100%25%ZZ.png',
			'/%ED%A0%BD.png',
		];
		for (const path of paths) {
			expect((await run(path)).data.resultData.error?.message).toBeUndefined();
		}
		const [first, ...others] = simulator.journal.tickets().map(({ body }) => body);
		expect(first).toMatchObject({ filename: 'Mein Fotoä.png' });
		expect(others.map((body) => JSON.stringify(body))).toEqual(
			others.map(() => expect.not.stringMatching(/[/\\]c|\\ud83d/)),
		);
	});

	it('fetches nothing in a dry run', async () => {
		const options = { uploadUrlsFirst: true, previewOnly: 'always' };
		const done = await run('/photo.png', { options });
		expect(jsonOf(outputOf(done, submitNode))).toMatchObject([{ status: 'dryRun' }]);
		expect(asked).toEqual([]);
	});

	it('is off unless wanted: the API gets the address', async () => {
		await run('/photo.png', { options: {} });
		expect(asked).toEqual([]);
		expect(simulator.journal.accepted()[0]?.body.image).toBe(`${base}/photo.png`);
	});

	it.each([
		['/gone', "Image couldn't be downloaded. Its server answered with HTTP 403."],
		['/page', 'Image is a web page, not an image'],
		['/huge', "Image couldn't be downloaded. It's larger than 30 MB."],
	])('refuses %s before anything is uploaded or submitted', async (path, message) => {
		const done = await run(path);
		const { error } = done.data.resultData;
		expect(`${error?.message}. ${error?.description}`).toContain(message);
		const { journal } = simulator;
		expect([journal.tickets(), journal.submits()]).toEqual([[], []]);
	});

	it('fetches an address once for all items and places', async () => {
		const images = [`${base}/photo.png`, `${base}/photo.png`];
		const parameters = { ...seedance2, images: `={{ ${JSON.stringify(images)} }}`, ...first };
		const items = [{ json: {} }, { json: {} }];
		const done = await runItems(simulator.url, items, [submitting(parameters)]);
		expect(jsonOf(outputOf(done, submitNode))).toHaveLength(2);
		expect(asked).toHaveLength(1);
		expect(simulator.journal.uploads()).toHaveLength(1);
	});
});

describe('a redirect', () => {
	/** URLs that redirect. n8n's helper is mocked, because there is no public web server. */
	async function follow(location: string) {
		const requested: string[] = [];
		const context = {
			getExecutionCancelSignal: () => undefined,
			helpers: {
				httpRequest: async ({ url }: { url: string }) => {
					requested.push(url);
					return { statusCode: 302, headers: { location }, body: Readable.from([]) };
				},
			},
		} as unknown as IExecuteFunctions;
		const http = async () => {
			throw new Error('unused');
		};
		const ports = { now: () => 0, random: () => 0, sleep: async () => {}, baseUrl: '', http };
		const fetch = fetchUrls(context, ports, false);
		const use = { parameter: 'image', rule: mediaRule('image'), acceptsBase64: false };
		const url = 'https://example.com/a.png';
		const fetched = await fetch(url, { ...use, source: { kind: 'url', url } });
		expect(requested).toEqual([url]);
		return fetched.kind === 'problem' ? fetched.advice : fetched;
	}

	it.each([
		['http://169.254.169.254/latest/meta-data', '169.254.169.254'],
		['https://10.0.0.1:8443/a.png', '10.0.0.1:8443'],
		['https://nas.lan/a.png', 'nas.lan'],
		['//app-10-0-0-1.nip.io/a.png', 'app-10-0-0-1.nip.io'],
		['https://[2002:a00:1::1]/a.png', '[2002:a00:1::1]'],
	])('to %s is not followed, and told as one into a private network', async (location, host) => {
		expect(await follow(location)).toBe(`It redirects into a private network: ${host}.`);
	});

	it.each([
		['ftp://example.com/a.png', "isn't a URL"],
		['https://me:pw@10.0.0.1/a.png', 'contains a user name or password'],
		['https://drive.google.com/file/d/abc/view', 'is a Google Drive page'],
	])('to %s is told as what it is', async (location, words) => {
		const finding = await follow(location);
		expect(finding).toContain('It redirects to a URL that ');
		expect(finding).toContain(words);
	});
});
