/** The callbacks of a submit node, and the URLs that it refuses. */
import { startSimulator } from '../../simulator';
import { apiKey, runChain, seedance } from './bench';
import { submitTo, type CallbackOrder } from './submit-with-callback';
import { testSimulator } from './test-simulator';

const simulator = testSimulator();
const submit = async (...args: CallbackOrder) => await submitTo(simulator.url, ...args);

describe('Notify When Done', () => {
	const hintsOf = (run: Awaited<ReturnType<typeof submit>>) =>
		run.data.resultData.runData.seedanceTextToVideo?.at(-1)?.hints?.map(({ message }) => message);

	it('asks for nothing unless told to', async () => {
		await submit('', { notifyWhenDone: 'nothing' });
		await runChain(simulator.url, [{}], [seedance('seedanceTextToVideo', { prompt: 'Fox' })]);
		expect(simulator.journal.accepted().map(({ webhook }) => webhook)).toEqual([
			undefined,
			undefined,
		]);
	});

	it.each([
		['', 'is empty'],
		['not a url', 'must be a URL'],
		['ftp://example.com/x', 'must be a URL'],
		['https://user:pass@example.com/', 'user name or password'],
	])('refuses the Callback URL %j before anything is submitted', async (url, finding) => {
		const run = await submit(url, {}, ['A', 'B']);
		expect(run.data.resultData.error?.message).toContain('Callback URL');
		expect(run.data.resultData.error?.message).toContain(finding);
		expect(simulator.journal.submits()).toHaveLength(0);
	});

	it('refuses a Reference that is too long, too long as part of an address, or no text', async () => {
		for (const reference of ['x'.repeat(501), '😀'.repeat(400), { a: 1 }]) {
			const run = await submit('https://example.com/', { reference });
			expect(run.data.resultData.error?.message).toContain('Reference');
		}
		expect(simulator.journal.submits()).toHaveLength(0);
	});

	it('submits nothing when the secret for a Reference is not to be had', async () => {
		// One of its own, so that no secret is in memory.
		const other = await startSimulator({ apiKeys: [apiKey] });
		other.faults.onSecret({ kind: 'serverError' }, { times: 3 });
		const options = { notifyWhenDone: 'url', callbackUrl: 'https://example.com/', reference: 'r' };
		const parameters = { prompt: 'Fox', return: 'taskId', options };
		const steps = [seedance('seedanceTextToVideo', parameters)];
		const { error } = (await runChain(other.url, [{}], steps)).data.resultData;
		expect(error?.message).toContain('secret');
		expect(other.journal.submits()).toHaveLength(0);
		// And with the secret it goes.
		await runChain(other.url, [{}], steps);
		const [submit] = other.journal.accepted();
		await other.stop();
		expect(submit?.webhook).toMatch(/seedance_reference=r&seedance_signature=[0-9a-f]{64}$/);
	});

	it('warns of a test URL', async () => {
		const run = await submit(`http://127.0.0.1:5678/webhook-test/abc/seedance`);
		expect(hintsOf(run)).toEqual([
			expect.stringContaining('test URL'),
			expect.stringContaining('Created 1 video'),
		]);
	});
});
