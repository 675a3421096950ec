import { WaveSpeedAiApi } from '../../credentials/WaveSpeedAiApi.credentials';
import { causeIn, causeOf } from '../support/errors/causeOf';
import { apiKey, runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();

const submitOnly = { prompt: 'A fox', return: 'taskId' };
const run = async (credential: Record<string, string>, settings = {}) =>
	await runChain(
		simulator.url,
		[{}],
		[seedance('seedanceTextToVideo', submitOnly, settings)],
		credential,
	);

describe('WaveSpeedAI API credential', () => {
	it.each([`  ${apiKey}\n`, `Bearer ${apiKey}`, `bearer   ${apiKey} `])(
		'takes a key as it was pasted: %j',
		async (pasted) => {
			expect((await run({ apiKey: pasted })).data.resultData.error).toBeUndefined();
			expect(simulator.journal.accepted()).toHaveLength(1);
		},
	);

	it.each(['/', '/api/v3', '/api/v3/'])('takes a base URL that ends in %s', async (ending) => {
		await run({ baseUrl: ` ${simulator.url}${ending} ` });
		expect(simulator.journal.accepted()).toHaveLength(1);
	});

	it.each([
		['http://api.wavespeed.ai', 'must begin with https://'],
		['ftp://localhost', 'must begin with https://'],
		['api.wavespeed.ai', "isn't a URL"],
		['https://me:secret@api.wavespeed.ai', 'must not have a user name'],
	])('refuses the base URL %s before any request', async (baseUrl, finding) => {
		const { error } = (await run({ baseUrl })).data.resultData;
		expect(causeOf(error)).toBe('badBaseUrl');
		expect(error?.message).toContain(finding);
		expect(simulator.journal.requests).toHaveLength(0);
	});

	it('says so when the node has no credential', async () => {
		const { error } = (await run({}, { credentials: undefined })).data.resultData;
		expect(causeOf(error)).toBe('missingCredential');
	});

	it.each([
		[401, 'invalidKey', 'https://wavespeed.ai/accesskey'],
		[403, 'forbidden', 'https://wavespeed.ai'],
		[404, 'badBaseUrl', 'https://api.wavespeed.ai'],
	])(
		'says after a test that is answered with HTTP %i what is wrong and what to do',
		(status, cause, link) => {
			const rules = [new WaveSpeedAiApi().test.rules ?? []].flat();
			const shown = rules.find(
				({ type, properties }) => type === 'responseCode' && properties.value === status,
			);
			expect(causeIn(shown?.properties.message)).toBe(cause);
			expect(shown?.properties.message).toContain(link);
		},
	);

	it('shows where keys are made without a click', () => {
		const key = new WaveSpeedAiApi().properties.find(({ name }) => name === 'apiKey');
		expect(key?.hint).toContain('https://wavespeed.ai/accesskey');
	});

	it('sends the key to the API only', async () => {
		const { authenticate } = new WaveSpeedAiApi();
		if (typeof authenticate !== 'function') throw new Error('authenticate is a function');
		const data = { apiKey, baseUrl: 'https://api.wavespeed.ai' };
		const allowed = await authenticate(data, { url: '/api/v3/balance' });
		expect(allowed).toMatchObject({
			url: 'https://api.wavespeed.ai/api/v3/balance',
			headers: { Authorization: `Bearer ${apiKey}` },
			disableFollowRedirect: true,
		});
		await expect(authenticate(data, { url: 'https://evil.example/x' })).rejects.toThrow(
			"isn't sent to https://evil.example",
		);
		await expect(
			authenticate(data, { url: 'https://api.wavespeed.ai.evil.example/x' }),
		).rejects.toThrow("isn't sent");
	});
});
