/** What every request to the API has in common, and what a credential comes to. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { readApi, createHttpPort } from '../../nodes/shared/n8n/client';
import { answerTooLarge, mostAnswerBytes } from '../../seedance/api/http';

interface Sent {
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
}

async function sent(
	request: { method: 'GET' | 'POST'; body?: unknown; mostBytes?: number },
	answered: unknown = 'the key is hunter22',
) {
	const all: Array<readonly [type: string, options: Sent]> = [];
	const context = {
		helpers: {
			httpRequestWithAuthentication: async (type: string, options: Sent) => {
				all.push([type, options]);
				return { statusCode: 200, headers: { 'Retry-After': 7 }, body: answered };
			},
		},
	} as unknown as IExecuteFunctions;
	const withoutKey = (text: string) => text.replace('hunter22', '[key]');
	const port = createHttpPort(context, { withoutKey });
	const reply = await port({ ...request, url: 'https://api.example.com/x', timeoutMs: 5 });
	return { all, reply };
}

describe('a request to the API', () => {
	it.each(['GET', 'POST'] as const)('%s says who sends it, with the credential', async (method) => {
		const { all, reply } = await sent({ method });
		expect(all).toEqual([
			[
				'waveSpeedAiApi',
				expect.objectContaining({
					method,
					url: 'https://api.example.com/x',
					headers: { Accept: 'application/json', 'X-Client-Name': 'n8n-nodes-seedance' },
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: { ignore: true, except: expect.arrayContaining([503]) },
					timeout: 5,
				}),
			],
		]);
		expect(reply).toMatchObject({
			kind: 'answer',
			headers: { 'retry-after': '7' },
			text: 'the key is [key]',
		});
	});

	it('lets n8n throw any status that a proxy may answer, but not 401, which it sends again', async () => {
		const { all } = await sent({ method: 'POST' });
		const { except } = (all[0]?.[1] as unknown as { ignoreHttpStatusErrors: { except: number[] } })
			.ignoreHttpStatusErrors;
		expect(except).toEqual(expect.arrayContaining([302, 400, 403, 407, 429, 500, 504, 511]));
		expect(except).not.toContain(401);
		expect(Math.min(...except)).toBe(300);
	});

	it.each([
		['an object', { key: 'hunter22' }, '{"key":"[key]"}'],
		['a text', 'hunter22', '[key]'],
	])('reads %s in the place of a stream, as helpers of others give it', async (_, body, text) => {
		expect((await sent({ method: 'GET' }, body)).reply).toMatchObject({ kind: 'answer', text });
	});

	it('reads no more of it than it may', async () => {
		const { reply } = await sent({ method: 'GET' }, 'a'.repeat(mostAnswerBytes + 1));
		expect(reply.kind === 'noAnswer' && [reply.phase, reply.code]).toEqual([
			'sent',
			answerTooLarge,
		]);
		const fits = await sent({ method: 'GET' }, 'a'.repeat(mostAnswerBytes));
		expect(fits.reply.kind).toBe('answer');
	});

	it('with a body sends it as JSON, with the same headers', async () => {
		const { all } = await sent({ method: 'POST', body: { prompt: 'A fox' } });
		expect(all[0]?.[1]).toMatchObject({
			body: '{"prompt":"A fox"}',
			headers: {
				Accept: 'application/json',
				'X-Client-Name': 'n8n-nodes-seedance',
				'Content-Type': 'application/json',
			},
		});
	});
});

describe('a credential', () => {
	const read = async (data: Readonly<Record<string, unknown>>) =>
		await readApi({
			getCredentials: async () => data as never,
		});

	it.each(['', ' ', ' \t\n', undefined, null, 7])(
		'with the base URL %j, which says nothing, is for the usual one',
		async (baseUrl) => {
			expect(await read({ apiKey: 'k', baseUrl })).toMatchObject({
				ok: true,
				baseUrl: 'https://api.wavespeed.ai',
				isLoopback: false,
			});
		},
	);

	it.each(['', '  ', '\n'])('with the webhook secret %j has none', async (webhookSecret) => {
		expect(await read({ apiKey: 'k', webhookSecret })).toMatchObject({ webhookSecret: '' });
	});

	it('is the same account however its key was pasted, and another with another key or base URL', async () => {
		const accountOf = async (apiKey: string, baseUrl = '') => {
			const api = await read({ apiKey, baseUrl });
			return api.ok ? api.account : undefined;
		};
		const account = await accountOf('hunter22');
		expect(account).toMatch(/^[0-9a-f]{64}$/);
		for (const pasted of [' hunter22\n', 'Bearer hunter22']) {
			expect(await accountOf(pasted)).toBe(account);
		}
		expect(await accountOf('hunter22', ' https://api.wavespeed.ai/api/v3 ')).toBe(account);
		expect(await accountOf('hunter23')).not.toBe(account);
		expect(await accountOf('hunter22', 'https://gateway.example.com')).not.toBe(account);
	});

	it.each([
		['that is not there', async () => await Promise.reject(new Error('none')), 'missingCredential'],
		['of a strange shape', async () => 'text' as never, 'missingCredential'],
		['with a bad base URL', async () => ({ baseUrl: 'ftp://x' }), 'badBaseUrl'],
	])('%s is a problem', async (_, getCredentials, cause) => {
		expect(await readApi({ getCredentials: getCredentials as never })).toMatchObject({
			ok: false,
			problem: { cause },
		});
	});
});
