/** Where callbacks may be sent to. */
import fc from 'fast-check';
import {
	checkCallbackUrl,
	isReachableFromApi,
	isTestUrl,
	resumeAddress,
} from '../../../seedance/webhook/callbackUrl';

const address = 'https://n8n.example.com/webhook/abc/seedance';

function findingOf(given: unknown, apiIsLoopback = false): string {
	const check = checkCallbackUrl(given, apiIsLoopback);
	if (check.ok) throw new Error(`taken: ${check.value}`);
	return check.problem;
}

describe('a callback URL', () => {
	it.each([
		[address, address],
		[`  ${address}\n`, address],
		[`\u00a0${address}\ufeff`, address],
		['HTTPS://N8N.example.com/A?b=c', 'https://n8n.example.com/A?b=c'],
		['https://n8n.example.com:8443/x', 'https://n8n.example.com:8443/x'],
		['https://93.184.216.34/x', 'https://93.184.216.34/x'],
		['https://[2606:4700::1111]/x', 'https://[2606:4700::1111]/x'],
		['https://bücher.example/x', 'https://xn--bcher-kva.example/x'],
	])('%j is taken as %s', (given, url) => {
		expect(checkCallbackUrl(given, false)).toEqual({ ok: true, value: url });
	});

	it.each([undefined, null, '', '  \n'])('%j is empty', (given) => {
		expect(findingOf(given)).toBe('is empty');
	});

	it.each([
		['n8n.example.com/webhook', '"n8n.example.com/webhook"'],
		['ftp://n8n.example.com/x', '"ftp://n8n.example.com/x"'],
		['xhttp://n8n.example.com/x', '"xhttp://n8n.example.com/x"'],
		['javascript:alert(1)', '"javascript:alert(1)"'],
		['data:text/plain,x', '"data:text/plain,x"'],
		['https://', '"https://"'],
		[7, '7'],
		[[address], `["${address}"]`],
	])('%j is no web address', (given, quote) => {
		expect(findingOf(given)).toBe(`must be a URL that begins with https:// (got ${quote})`);
		expect(findingOf(given, true)).toBe(findingOf(given));
	});

	it.each([
		'https://me:hunter2@n8n.example.com/x',
		'https://me@n8n.example.com/x',
		'https://:hunter2@n8n.example.com/x',
	])('%s: a password does not go to the API, nor into the message', (given) => {
		for (const apiIsLoopback of [false, true]) {
			expect(findingOf(given, apiIsLoopback)).toBe('must not contain a user name or password');
		}
	});

	it('has 2,000 characters at most, as it is sent', () => {
		const long = (length: number) => `${address}?x=`.padEnd(length, 'y');
		expect(checkCallbackUrl(long(2000), false)).toEqual({ ok: true, value: long(2000) });
		expect(findingOf(long(2001))).toBe('must be at most 2,000 characters (got 2,001)');
		expect(findingOf(long(2001), true)).toBe('must be at most 2,000 characters (got 2,001)');
		expect(findingOf(`https://n8n.example.com/${'ü'.repeat(400)}`)).toContain('2,424');
	});

	it('must be https', () => {
		expect(findingOf('http://n8n.example.com/x')).toBe(
			'must begin with https:// (got "http://n8n.example.com/x")',
		);
	});

	it.each(['https://localhost:5678/x', 'https://192.168.1.2/x', 'https://n8n/x'])(
		'%s cannot be reached from outside',
		(given) => {
			expect(findingOf(given)).toBe(`must be reachable from the internet (got "${given}")`);
		},
	);

	it.each(['http://localhost:5678/x', 'http://127.0.0.1:5678/x', 'https://n8n/x', address])(
		'%s is taken when the API is on this machine',
		(given) => {
			expect(checkCallbackUrl(given, true)).toEqual({ ok: true, value: given });
		},
	);

	it('is any text or none: nothing is thrown, and what is taken is https', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.webUrl(), fc.string()), (given) => {
				const check = checkCallbackUrl(given, false);
				expect(check.ok ? new URL(check.value).protocol : check.problem).toMatch(
					/^https:$|^(is|must) /,
				);
			}),
		);
	});
});

describe('isReachableFromApi', () => {
	it.each([
		['https://n8n.example.com/webhook-waiting/14/seedance?signature=0af1', false, true],
		['http://n8n.example.com/webhook-waiting/14/seedance', false, false],
		['http://localhost:5678/webhook-waiting/14/seedance', false, false],
		['https://localhost:5678/webhook-waiting/14/seedance', false, false],
		['http://localhost:5678/webhook-waiting/14/seedance', true, true],
		['', true, false],
	])('%s, API on this machine: %s → %s', (url, apiIsLoopback, isReachable) => {
		expect(isReachableFromApi(url, apiIsLoopback)).toBe(isReachable);
	});
});

describe('isTestUrl', () => {
	it.each([
		['https://n8n.example.com/webhook-test/abc/seedance', true],
		['https://n8n.example.com/base/webhook-test/abc', true],
		['https://n8n.example.com/webhook-test', true],
		[address, false],
		['https://n8n.example.com/webhook-tests/abc', false],
		['https://n8n.example.com/webhook/my-webhook-test', false],
		['https://n8n.example.com/webhook/abc?from=/webhook-test/abc', false],
		['https://webhook-test/abc', false],
		['webhook-test/abc', false],
		['', false],
	])('%s → %s', (url, isTest) => {
		expect(isTestUrl(url)).toBe(isTest);
	});
});

describe('resumeAddress', () => {
	const base = 'https://n8n.example.com/webhook-waiting/14';
	it.each([
		// n8n 1, n8n 2
		[base, `${base}/seedance`],
		[`${base}?signature=0af1`, `${base}/seedance?signature=0af1`],
		[`${base}/`, `${base}/seedance`],
		[`${base}//?signature=0af1`, `${base}/seedance?signature=0af1`],
		['https://n8n.example.com//webhook-waiting/14', `${base}/seedance`],
		[
			'http://localhost:5678/n8n/webhook-waiting/14',
			'http://localhost:5678/n8n/webhook-waiting/14/seedance',
		],
		[`${base}?signature=a%2Fb+c&x#top`, `${base}/seedance?signature=a%2Fb+c&x#top`],
		['https://n8n.example.com', 'https://n8n.example.com/seedance'],
	])('%s → %s', (resumeUrl, url) => {
		expect(resumeAddress(resumeUrl, 'seedance')).toBe(url);
		expect(resumeAddress(resumeUrl, '/seedance/')).toBe(url);
	});

	it('keeps a suffix out of the query', () => {
		expect(resumeAddress(`${base}?signature=0af1`, 'a?b#c')).toBe(
			`${base}/a%3Fb%23c?signature=0af1`,
		);
	});

	it.each(['', 'undefined', '/webhook-waiting/14', 'mailto:someone', 'https://'])(
		'%j is no address',
		(resumeUrl) => {
			expect(resumeAddress(resumeUrl, 'seedance')).toBeUndefined();
		},
	);
});
