/** What `npm run catalogue:sync` says when it could not be done; the key is never in it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { against, againstAnswer, key, run } from '../../support/catalogueSync/runs';
import type { Run } from '../../support/catalogueSync/runs';

/** Nothing listens there: what goes wrong before a request goes out must not end at the real API. */
const nowhere = ['--base-url', 'http://127.0.0.1:9'];

describe('it could not be done', () => {
	const failed = (stderr: string): Run => ({ exitCode: 2, stdout: '', stderr });

	it.each([{}, { WAVESPEED_API_KEY: '' }, { WAVESPEED_API_KEY: '  ' }])(
		'without a key (%j)',
		async (env) => {
			const reason = 'There is no API key: set WAVESPEED_API_KEY to yours.';
			expect(await run(nowhere, env)).toEqual(failed(reason));
		},
	);

	it('with a key that cannot be sent', async () => {
		const reason = 'WAVESPEED_API_KEY holds characters that no API key has.';
		expect(await run(nowhere, { WAVESPEED_API_KEY: 'wsk_1\nx: y' })).toEqual(failed(reason));
		expect(await run(nowhere, { WAVESPEED_API_KEY: 'wsk_ключ' })).toEqual(failed(reason));
	});

	it.each([[['--live']], [['wsk_0123456789']], [['--base-url']]])(
		'with the words %j',
		async (words) => {
			const result = await run([...nowhere, ...words], { WAVESPEED_API_KEY: key });
			expect(result).toEqual(failed('These arguments are not known: see --help.'));
		},
	);

	it('where the key would go over the network in the open', async () => {
		const result = await run(['--base-url', 'http://example.com'], { WAVESPEED_API_KEY: key });
		expect(result.exitCode).toBe(2);
		expect(result.stderr).toMatch(/^--base-url must begin with https/);
	});

	it('where nobody listens', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		await new Promise((resolve) => server.close(resolve));
		const result = await run(['--base-url', url], { WAVESPEED_API_KEY: key });
		expect(result).toEqual(failed(`No answer from ${url} (ECONNREFUSED).`));
	});

	it('when the connection breaks', async () => {
		const { exitCode, stdout, stderr } = await againstAnswer(200, undefined);
		expect([exitCode, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(/^No answer from http:\/\/127\.0\.0\.1:\d+ \(\w+\)\.$/);
	});

	it('with a key that the API does not know', async () => {
		const reason = 'The API did not accept the key in WAVESPEED_API_KEY (401).';
		expect(await against({ apiKeys: ['another-key'] })).toEqual(failed(reason));
	});

	it.each([
		[200, '{"code": 401, "message": "no"}', 'did not accept the key in WAVESPEED_API_KEY (401).'],
		[403, '{"message": "SEEN"}', 'answered with 403 instead of its list of models.'],
		[503, '<html>SEEN</html>', 'answered with 503 instead of its list of models.'],
		[302, '', 'answered with 302 instead of its list of models.'],
	])('when the API answers with %i %s', async (status, text, reason) => {
		expect(await againstAnswer(status, text)).toEqual(failed(`The API ${reason}`));
	});

	it.each([
		['"SEEN"', 'The answer of the API is no list of models.'],
		['<html>SEEN</html>', 'The answer of the API is no list of models.'],
		['{"code": 200, "data": {"SEEN": []}}', 'The answer of the API is no list of models.'],
		['{"code": 200, "data": []}', "The API's list of models names no Seedance model."],
		[
			'{"code": 200, "data": [{"model_id": 7}]}',
			"The API's list of models names no Seedance model.",
		],
	])('when the answer is %s', async (text, reason) => {
		expect(await againstAnswer(200, text)).toEqual(failed(reason));
	});
});

it('shows the key to nobody, even if the list repeats it', async () => {
	const entry = { model_id: `seedance ${key}`, name: 'SEEN', type: 'SEEN' };
	const { exitCode, stdout, stderr } = await againstAnswer(200, JSON.stringify({ data: [entry] }));
	expect(exitCode).toBe(1);
	expect(stdout).toContain('seedance [key]: GET /api/v3/models Bearer [key]');
	expect(stdout + stderr).not.toContain(key);
});
