/** How far a request got, by the errors that n8n's helpers, axios, Node and its agents throw. */
import { NodeApiError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { readFailure, thrownAnswer } from '../../../nodes/shared/n8n/response';

const node = { name: 'Node', type: 'test' } as INode;
const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);
/** As axios does it since 1.7: the error of the network is the cause of its own. */
const axiosError = (cause: Error & { code?: string }, request?: object) =>
	Object.assign(new Error(cause.message, { cause }), {
		name: 'AxiosError',
		isAxiosError: true,
		...(cause.code !== undefined && { code: cause.code }),
		...(request !== undefined && { request }),
	});
const asThrown = (cause: Error, request?: object) =>
	new NodeApiError(node, axiosError(cause, request) as never);
const failed = (code: string, syscall: string) =>
	error(`${syscall} ${code} 192.0.2.1:443`, { code, syscall });
const attempts = (...all: Error[]) => Object.assign(new AggregateError(all), { code: 'ETIMEDOUT' });

const https = (socket: object | null, res: unknown = null) => ({
	protocol: 'https:',
	socket,
	res,
});
const secured = { encrypted: true, secureConnecting: false };

describe('nothing has left: no connection', () => {
	it.each([
		'EHOSTUNREACH',
		'ENETUNREACH',
		'ENETDOWN',
		'EADDRNOTAVAIL',
		'ETIMEDOUT',
		'ECONNRESET',
		'ECONNREFUSED',
		'EPERM',
		'EACCES',
		'EMFILE',
	])('connect %s', (code) => {
		expect(readFailure(asThrown(failed(code, 'connect')))).toEqual({ code, phase: 'connecting' });
	});

	it.each([
		['a name that is not found', failed('ENOTFOUND', 'getaddrinfo')],
		['a name server that does not answer', failed('EAI_AGAIN', 'getaddrinfo')],
		['a code alone, as other libraries keep it', error('refused', { code: 'ECONNREFUSED' })],
		['a local address that is gone', failed('EADDRNOTAVAIL', 'bind')],
		['undici', error('Connect Timeout Error', { code: 'UND_ERR_CONNECT_TIMEOUT' })],
		['no address in time', error('Socket', { code: 'ERR_SOCKET_CONNECTION_TIMEOUT' })],
		['every attempt', attempts(failed('ETIMEDOUT', 'connect'), failed('ENETUNREACH', 'connect'))],
	])('%s', (_name, cause) => {
		expect(readFailure(asThrown(cause)).phase).toBe('connecting');
		expect(readFailure(cause).phase).toBe('connecting');
	});

	it('attempts of which one got through count as sent', () => {
		const mixed = attempts(failed('ETIMEDOUT', 'connect'), failed('ECONNRESET', 'read'));
		expect(readFailure(asThrown(mixed)).phase).toBe('sent');
		// As Node makes it: the code of the first, which a wrapper repeats.
		Object.assign(mixed, { code: 'ECONNREFUSED' });
		expect(readFailure(asThrown(mixed)).phase).toBe('sent');
		const many = Array.from({ length: 33 }, () => failed('ETIMEDOUT', 'connect'));
		expect(readFailure(asThrown(attempts(...many))).phase).toBe('sent');
	});
});

describe('nothing has left: the TLS handshake was not over', () => {
	const early = 'Client network socket disconnected before secure TLS connection was established';

	it('the connection ended', () => {
		expect(readFailure(asThrown(error(early, { code: 'ECONNRESET' })))).toEqual({
			code: 'ECONNRESET',
			phase: 'connecting',
		});
	});

	it.each([
		['a reset', failed('ECONNRESET', 'read')],
		['a time-out of the request', error('timeout of 120000ms exceeded', { code: 'ECONNABORTED' })],
		['a Stop', error('canceled', { code: 'ERR_CANCELED' })],
	])('%s, by the state of the connection', (_name, cause) => {
		const shaking = { encrypted: true, secureConnecting: true };
		expect(readFailure(asThrown(cause, https(shaking))).phase).toBe('connecting');
		expect(readFailure(asThrown(cause, https(null))).phase).toBe('connecting');
		expect(readFailure(asThrown(cause, https({ encrypted: false }))).phase).toBe('connecting');
		expect(readFailure(asThrown(cause, https(secured))).phase).toBe('sent');
		// An answer has begun: whatever the connection says now, the request was sent.
		expect(readFailure(asThrown(cause, https(shaking, {}))).phase).toBe('sent');
		expect(readFailure(asThrown(cause)).phase).toBe('sent');
	});

	it('a plain connection to this machine tells nothing', () => {
		const plain = { protocol: 'http:', socket: { connecting: false }, res: null };
		expect(readFailure(asThrown(failed('ECONNRESET', 'read'), plain)).phase).toBe('sent');
	});

	it.each([
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'EPROTO',
		'HOSTNAME_MISMATCH',
		'INVALID_CA',
		'INVALID_PURPOSE',
		'PATH_LENGTH_EXCEEDED',
		'CRL_HAS_EXPIRED',
		'ERROR_IN_CERT_NOT_AFTER_FIELD',
		'ERR_TLS_CERT_ALTNAME_FORMAT',
		'ERR_TLS_DH_PARAM_SIZE',
		'ERR_TLS_INVALID_PROTOCOL_VERSION',
		'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
	])('%s: TLS, which stays so', (code) => {
		const shaking = { encrypted: true, secureConnecting: true };
		const thrown = asThrown(error('no', { code }), https(shaking));
		expect(readFailure(thrown)).toEqual({ code, phase: 'tls' });
	});
});

describe('nothing has left: the proxy', () => {
	it.each([
		['tunneling socket could not be established, statusCode=407', {}, 407],
		['tunneling socket could not be established, cause=connect ECONNREFUSED', {}, undefined],
		['Proxy response (502) !== 200 when HTTP Tunneling', { code: 'UND_ERR_ABORTED' }, 502],
		['Proxy connection ended before receiving CONNECT response', {}, undefined],
		['Failed to establish tunnel', { code: 'ERR_PROXY_TUNNEL', statusCode: 503 }, 503],
	])('%s', (message, more, status) => {
		const { phase, proxyStatus } = readFailure(asThrown(error(message, more)));
		expect(phase).toBe('proxy');
		expect(proxyStatus).toBe(status);
	});
});

describe('an answer that n8n throws because of its status', () => {
	const response = { status: 503, headers: { server: 'x' }, data: 'text' };
	const thrownWith = (request?: object) => {
		const wrapped = Object.assign(axiosError(error('Request failed'), request), { response });
		return new NodeApiError(node, wrapped as never);
	};

	it.each([
		['through TLS', https(secured, {})],
		['to this machine', { protocol: 'http:', socket: {}, res: {} }],
		['without a connection that can be looked at', https(null, {})],
		['without a request', undefined],
	])('%s: it is the answer', (_, request) => {
		const thrown = thrownWith(request);
		const { status, headers, data } = response;
		expect(thrownAnswer(thrown)).toEqual({ statusCode: status, headers, body: data });
		expect(readFailure(thrown).phase).toBe('sent');
	});

	it("through no TLS: it is the proxy's, which never got the request", () => {
		const thrown = thrownWith(https({ encrypted: undefined }, {}));
		expect(() => thrownAnswer(thrown)).toThrow(thrown);
		expect(readFailure(thrown)).toMatchObject({ phase: 'proxy', proxyStatus: 503 });
	});

	it.each([undefined, 'text', new Error('lost'), asThrown(failed('ECONNRESET', 'read'))])(
		'%p: there is none',
		(thrown) => {
			let caught: unknown = 'nothing';
			try {
				thrownAnswer(thrown);
			} catch (again) {
				caught = again;
			}
			expect(caught).toBe(thrown);
		},
	);
});

describe('nothing has left: it cannot or must not be sent', () => {
	it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError', 'UnknownConnectionHostError'])(
		'n8n: %s',
		(name) => {
			const blocked = Object.assign(new Error('blocked'), { name });
			expect(readFailure(asThrown(blocked)).phase).toBe('blocked');
			expect(readFailure(new NodeApiError(node, blocked as never)).phase).toBe('blocked');
		},
	);

	it.each(['ERR_INVALID_CHAR', 'ERR_INVALID_URL', 'ERR_UNESCAPED_CHARACTERS'])('%s', (code) => {
		const thrown = new NodeApiError(node, error('Invalid character', { code }) as never);
		expect(readFailure(thrown)).toEqual({ code, phase: 'invalidRequest' });
	});
});

describe('may have been sent', () => {
	it.each([
		['reset', failed('ECONNRESET', 'read')],
		['a broken pipe', failed('EPIPE', 'write')],
		['silence', error('timeout of 120000ms exceeded', { code: 'ECONNABORTED' })],
		['no HTTP', error('Parse Error', { code: 'HPE_INVALID_CONSTANT' })],
		['TLS spoilt later', error('bad', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' })],
		['words of a proxy inside other words', error('x Proxy response (502) !== 200')],
		['nothing known', error('oops')],
	])('%s', (_name, cause) => {
		expect(readFailure(asThrown(cause)).phase).toBe('sent');
	});

	it.each([undefined, null, 'text', 7, {}, [], { cause: {} }, { errors: 'x', request: 'y' }])(
		'thrown: %j',
		(thrown) => {
			expect(readFailure(thrown)).toEqual({ code: 'UNKNOWN', phase: 'sent' });
		},
	);

	it('errors that hold one another are looked at a few deep', () => {
		const loop = error('loop');
		loop.cause = loop;
		expect(readFailure(loop)).toEqual({ code: 'UNKNOWN', phase: 'sent' });
		const ring = attempts();
		ring.errors.push(ring, ring);
		expect(readFailure(ring).phase).toBe('sent');
	});
});

it('takes nothing from a message into the code', () => {
	const secret = error('Proxy-Authorization: Basic c2VjcmV0', { code: 'Basic c2VjcmV0' });
	expect(readFailure(asThrown(secret)).code).toBe('UNKNOWN');
});
