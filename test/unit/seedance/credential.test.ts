import { cleanKey, parseBaseUrl } from '../../../seedance/credential';

describe('cleanKey', () => {
	it.each([
		['abc', 'abc'],
		['  abc\n', 'abc'],
		['Bearer abc', 'abc'],
		[' bearer   abc ', 'abc'],
		['Bearerabc', 'Bearerabc'],
		['"abc"', 'abc'],
		['“abc”', 'abc'],
		['`Bearer abc`', 'abc'],
		['abc\u200b', 'abc'],
		['\u2060abc\ufeff', 'abc'],
		['Authorization: Bearer abc', 'abc'],
		['Bearer Bearer abc', 'abc'],
		['a\nbc', 'a\nbc'],
		['', ''],
	])('%j → %j', (pasted, key) => {
		expect(cleanKey(pasted)).toBe(key);
	});
});

const api = 'https://api.wavespeed.ai';

describe('parseBaseUrl', () => {
	it.each([
		['', api],
		['  ', api],
		[api, api],
		[` ${api}/ `, api],
		[`${api}/api`, api],
		[`${api}/api/v3`, api],
		[`${api}/api/v3/`, api],
		['HTTPS://API.WAVESPEED.AI', api],
		['https://proxy.example.com:8443/wavespeed/', 'https://proxy.example.com:8443/wavespeed'],
		['https://proxy.example.com/wavespeed/api/v3', 'https://proxy.example.com/wavespeed'],
	])('takes %j as %s', (text, url) => {
		expect(parseBaseUrl(text)).toEqual({ ok: true, value: { url, isLoopback: false } });
	});

	it.each([
		['http://localhost:3000', 'http://localhost:3000'],
		['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['https://localhost', 'https://localhost'],
	])('knows %s for this machine', (text, url) => {
		expect(parseBaseUrl(text)).toEqual({ ok: true, value: { url, isLoopback: true } });
	});

	it.each([
		'http://api.wavespeed.ai',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://192.168.0.1',
		'ftp://api.wavespeed.ai',
		'localhost:3000',
		'javascript:alert(1)',
	])('refuses %s, over which the key could be read', (text) => {
		expect(parseBaseUrl(text)).toEqual({
			ok: false,
			problem: 'must begin with https:// (http:// only for localhost)',
		});
	});

	it.each(['api.wavespeed.ai', 'https://', 'not an address'])('refuses %j', (text) => {
		expect(parseBaseUrl(text)).toEqual({ ok: false, problem: "isn't a URL" });
	});

	it.each([`${api}?key=1`, `${api}#x`, 'https://me@wavespeed.ai', 'https://:secret@wavespeed.ai'])(
		'refuses %s',
		(text) => {
			expect(parseBaseUrl(text)).toEqual({
				ok: false,
				problem: 'must not have a user name, query or fragment',
			});
		},
	);
});
