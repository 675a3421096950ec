/** What an answer to a download means, in the words that a person reads. */
import {
	afterAllTries,
	brokeOff,
	checkHead,
	checkStatus,
	mayDownload,
	memoryLimit,
	noAnswer,
	notStored,
	outputObjection,
	toBytes,
	tooLarge,
	tooLargeForMemory,
} from '../../../seedance/api/fetchOutput';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('an address', () => {
	const from = 'https://cdn.example.com/a.mp4';

	it('is asked when it is https', () => {
		expect(outputObjection(from, false)).toBeUndefined();
		expect(outputObjection('https://other.example.com/a.mp4', false, from)).toBeUndefined();
		expect(outputObjection('http://cdn.example.com/a.mp4', false)?.detail).toContain('https://');
		expect(outputObjection('ftp://cdn.example.com/a.mp4', true)?.detail).toContain('https://');
	});

	it('that is not https is told apart from a link that leads to one', () => {
		expect(outputObjection('http://cdn.example.com/a.mp4', false)?.detail).not.toMatch(/redirects/);
		expect(outputObjection('http://cdn.example.com/a.mp4', false, from)).toEqual({
			detail: expect.stringMatching(/redirects/),
			mayPass: false,
		});
	});

	it.each([
		['https://10.0.0.1/a.mp4', '10.0.0.1'],
		['https://minio.default.svc:9000/a.mp4', 'minio.default.svc:9000'],
		['https://[::ffff:192.168.1.1]/a.mp4', '[::ffff:c0a8:101]'],
		['https://192-168-1-1.sslip.io/a.mp4', '192-168-1-1.sslip.io'],
	])('%s is not asked when the internet redirects to it, and the finding says so', (url, host) => {
		expect(outputObjection(url, false, from)).toEqual({
			detail: `Its link redirects into a private network: ${host}.`,
			mayPass: false,
		});
	});

	it('in a private network is asked when the API gives it, or one in a private network does', () => {
		expect(outputObjection('https://10.0.0.1/a.mp4', false)).toBeUndefined();
		expect(
			outputObjection('https://10.0.0.2/a.mp4', false, 'https://10.0.0.1/a.mp4'),
		).toBeUndefined();
		expect(outputObjection('http://127.0.0.1/a.mp4', true, from)).toBeUndefined();
	});
});

describe('the status of an answer', () => {
	it('200 brings a file', () => {
		expect(checkStatus(200)).toBeUndefined();
	});

	it.each([403, 404, 410])('%s: the link is dead, and why', (status) => {
		expect(checkStatus(status)).toEqual({
			detail: expect.stringMatching(
				new RegExp(`expired.*links work for 7 days \\(HTTP ${status}\\)`),
			),
			mayPass: false,
		});
	});

	it.each([408, 429, 500, 502, 503, 504])('%s may pass', (status) => {
		expect(checkStatus(status)).toEqual({
			detail: `The server of the file answered with HTTP ${status}.`,
			mayPass: true,
		});
	});

	it.each([200, 201, 202, 203])('%s brings a file', (status) => {
		expect(checkStatus(status)).toBeUndefined();
	});

	it.each([199, 204, 206, 302, 400, 401, 451])('%s will not', (status) => {
		expect(checkStatus(status)).toEqual({
			detail: `The server of the file answered with HTTP ${status}.`,
			mayPass: false,
		});
	});
});

describe('the first bytes of a file', () => {
	it.each([
		['an mp4', '\0\0\0\x18ftypisom\0\0\0\0isommp42', 'video/mp4', 'mp4'],
		[
			'a webm',
			'\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm',
			'video/webm',
			'webm',
		],
		['a picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png', 'png'],
		['a sound', 'ID3\x04\0\0\0\0\0\0', 'audio/mpeg', 'mp3'],
	])('%s is kept, as what it is', (_, text, mimeType, extension) => {
		expect(checkHead(bytes(text))).toMatchObject({ ok: true, value: { mimeType, extension } });
	});

	it.each([
		['nothing', '', /is empty/],
		['a web page', '<!doctype html><html><body>Sign in', /leads to a web page, not a video/],
		['JSON', '{"code":403,"message":"no"}', /isn't a video: its type is JSON/],
		['a PDF', '%PDF-1.7\n', /isn't a video: its type is PDF/],
		['bytes of no kind', '\x00\x01\x02\x03\x04\x05\x06\x07', /isn't a video\.$/],
	])('%s is not kept', (_, text, detail) => {
		expect(checkHead(bytes(text))).toEqual({
			ok: false,
			problem: { detail: expect.stringMatching(detail), mayPass: false },
		});
	});
});

describe('a file that is too large', () => {
	it.each([
		[
			toBytes(1024),
			toBytes(1500),
			/of 1500 MB is larger than .*Max File Size \(MB\) allows: 1024 MB/,
		],
		[toBytes(1024), toBytes(1024) + 1, /of 1025 MB is larger .*: 1024 MB/],
		[toBytes(0.5), undefined, /^The file is larger .*: 0\.5 MB/],
	])('of %s: %s', (limit, size, detail) => {
		expect(tooLarge(limit, size)).toEqual({
			detail: expect.stringMatching(detail),
			mayPass: false,
		});
	});

	it('for the memory: names the limit and the setting', () => {
		const { detail, mayPass } = tooLargeForMemory(memoryLimit + 1);
		expect(detail).toMatch(/of 101 MB .*keeps files in memory: 100 MB/);
		expect(detail).toContain('N8N_DEFAULT_BINARY_DATA_MODE=filesystem');
		expect(mayPass).toBe(false);
		expect(tooLargeForMemory().detail).toMatch(/^The file is too large .*: 100 MB/);
	});
});

describe('a connection', () => {
	it('that breaks says how far it came, and may hold next time', () => {
		expect(brokeOff('ECONNRESET', toBytes(1), toBytes(2))).toEqual({
			detail: 'The connection was lost after 1.00 of 2.00 MB (ECONNRESET).',
			mayPass: true,
		});
		expect(brokeOff('ECONNRESET', toBytes(1), undefined).detail).toContain('after 1.00 MB');
	});

	it.each(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'UNKNOWN'])(
		'that brings no answer may do so next time: %s',
		(code) => {
			expect(noAnswer({ code, phase: 'connecting' })).toEqual({
				detail: `The server of the file didn't answer (${code}).`,
				mayPass: true,
			});
		},
	);

	it('that is not secure will not be so next time', () => {
		expect(noAnswer({ code: 'CERT_HAS_EXPIRED', phase: 'tls' })).toEqual({
			detail: expect.stringContaining('secure connection'),
			mayPass: false,
		});
	});
});

it('n8n is quoted on what it could not store, as one sentence', () => {
	for (const said of ['ENOSPC: no space left on device', 'ENOSPC: no space left on device. ']) {
		expect(notStored(said).detail).toBe(
			"n8n couldn't store the file: ENOSPC: no space left on device.",
		);
	}
	expect(notStored('x').mayPass).toBe(false);
});

it('what was met in every try says so', () => {
	expect(afterAllTries({ detail: 'HTTP 503.', mayPass: true })).toEqual({
		detail: 'HTTP 503. We tried 3 times.',
		mayPass: true,
	});
});

describe('mayDownload', () => {
	it.each([
		['https://cdn.example/v.mp4', true, true],
		['HTTPS://cdn.example/v.mp4', true, true],
		['http://cdn.example/v.mp4', false, true],
		['ftp://cdn.example/v.mp4', false, false],
		['file:///etc/passwd', false, false],
		['data:video/mp4;base64,AAAA', false, false],
		['javascript:alert(1)', false, false],
		['//cdn.example/v.mp4', false, false],
		['/v.mp4', false, false],
		['cdn.example/v.mp4', false, false],
		['', false, false],
	])('%s: %p, %p when the API is on this machine', (url, usually, locally) => {
		expect(mayDownload(url, false)).toBe(usually);
		expect(mayDownload(url, true)).toBe(locally);
	});
});
