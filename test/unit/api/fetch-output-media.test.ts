/** Which media that a person gave as a URL may be fetched, and what their answers mean. */
import { mediaChecks, mediaObjection, toBytes } from '../../../seedance/api/fetchOutput';

const objection = mediaObjection({ allowsPrivate: false });
const from = 'https://cdn.example.com/a.png';

describe('the URL of a medium', () => {
	it('is fetched when it may be sent to the API, too', () => {
		expect(objection(from)).toBeUndefined();
		expect(objection('https://other.example.com/a.png', from)).toBeUndefined();
		expect(mediaObjection({ allowsPrivate: true })('http://10.0.0.1/a.png', from)).toBeUndefined();
	});

	it.each([
		['https://10.0.0.1:9000/a.png', '10.0.0.1:9000'],
		['http://minio.default.svc/a.png', 'minio.default.svc'],
	])('is not fetched in a private network: %s', (url, host) => {
		expect(objection(url)).toEqual({ detail: expect.stringContaining(url), mayPass: false });
		// The URL of a redirect may grant access to a file, so that only its host is told.
		const { detail = '', mayPass } = objection(url, from) ?? {};
		expect(detail).toContain(host);
		expect(detail).not.toContain(url);
		expect(mayPass).toBe(false);
	});

	it('is not fetched when it is no web address, and a redirect is named as one', () => {
		const url = 'ftp://cdn.example.com/a.png';
		expect(objection(url)?.detail).not.toContain('redirects');
		expect(objection(url, from)).toEqual({
			detail: expect.stringMatching(/redirects.*ftp:/),
			mayPass: false,
		});
	});
});

describe('the answer of a server that has a medium', () => {
	// A proxy that compresses images answers with 203.
	it.each([200, 203])('HTTP %i brings it', (status) => {
		expect(mediaChecks.status(status)).toBeUndefined();
	});

	it.each([
		[204, false],
		[404, false],
		[429, true],
		[503, true],
	])('HTTP %i does not; that a retry may succeed is %p', (status, mayPass) => {
		expect(mediaChecks.status(status)).toEqual({
			detail: expect.stringContaining(String(status)),
			mayPass,
		});
	});

	it('has the type of its bytes, or none', () => {
		const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
		expect(mediaChecks.head(png)).toMatchObject({ ok: true, value: { mimeType: 'image/png' } });
		expect(mediaChecks.head(Buffer.from([0, 1, 2, 3]))).toEqual({
			ok: true,
			value: { mimeType: 'application/octet-stream', extension: 'bin' },
		});
	});

	it('is too large for good', () => {
		expect(mediaChecks.tooLarge(toBytes(20))).toEqual({
			detail: expect.stringContaining(' 20 MB'),
			mayPass: false,
		});
	});
});
