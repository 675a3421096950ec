/** An n8n that WaveSpeedAI cannot call: nothing is asked of the API that it could not do. */
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { Instance } from '../engine/instance';
import { selfSigned } from './certificate';
import { chainOf, jsonOf, outputOf, seedance, setupFor } from './bench';
import { ended } from './test-instance';
import { testSimulator } from './test-simulator';

const simulator = testSimulator({ taskMs: 300 });
const node = 'seedanceTextToVideo';

/**
 * The API over TLS, at an address that doesn't count as "this machine" for the nodes (127.0.0.2
 * needs no network).
 */
const outside = createServer(selfSigned(), (socket) => {
	const { port } = new URL(simulator.url);
	const inside = connect(Number(port), '127.0.0.1');
	socket.pipe(inside).pipe(socket);
	const give = () => [socket, inside].forEach((end) => end.destroy());
	for (const end of [socket, inside]) end.on('error', give);
});
let instance: Instance;

beforeAll(async () => {
	// The certificate of a test is self-signed.
	process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
	await new Promise<void>((resolve) => outside.listen(0, '127.0.0.2', resolve));
	const { port } = outside.address() as AddressInfo;
	instance = await Instance.open(setupFor(`https://127.0.0.2:${port}`));
});
afterAll(async () => {
	delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
	await instance.close();
	outside.close();
});

const start = async (parameters: object) =>
	await instance.start(chainOf([{}], [seedance(node, { prompt: 'Fox', ...parameters })]));
const hintsOf = (run: Awaited<ReturnType<typeof ended>>) =>
	run.data.resultData.runData[node]?.at(-1)?.hints?.map(({ message }) => message);

describe('an n8n that the API cannot reach', () => {
	it('asks for no callback, sleeps by the timer alone, and says so at the end', async () => {
		simulator.clock.hold();
		const execution = await start({ options: { waitUsing: 'suspend' } });
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(300);
		await instance.wake(execution);
		const run = await ended(execution);
		expect(jsonOf(outputOf(run, node))).toEqual([expect.objectContaining({ status: 'completed' })]);
		expect(simulator.journal.accepted().map(({ webhook }) => webhook)).toEqual([undefined]);
		const [hint, ...others] = hintsOf(run) ?? [];
		expect(others).toEqual([]);
		expect(hint).toContain(`can't notify this n8n at ${instance.url}`);
		expect(hint).toContain('WEBHOOK_URL');
		// The token that wakes an execution is secret.
		expect(hint).not.toMatch(/webhook-waiting|signature/);
	});

	it('says so, too, when This Execution was chosen for another node to wait', async () => {
		const options = { notifyWhenDone: 'execution' };
		const run = await ended(await start({ return: 'taskId', options }));
		expect(hintsOf(run)).toEqual([expect.stringContaining("can't notify this n8n")]);
		expect(simulator.journal.accepted().map(({ webhook }) => webhook)).toEqual([undefined]);
	});

	it.each(['http://n8n.example.com/webhook/1/seedance', 'https://localhost/webhook/1/seedance'])(
		'refuses the Callback URL %s before anything is submitted',
		async (callbackUrl) => {
			const run = await ended(await start({ options: { notifyWhenDone: 'url', callbackUrl } }));
			expect(run.data.resultData.error?.message).toContain('Callback URL');
			expect(simulator.journal.submits()).toHaveLength(0);
		},
	);

	it('takes a public https address', async () => {
		const callbackUrl = 'https://n8n.example.com/webhook/1/seedance?keep=1';
		const options = { notifyWhenDone: 'url', callbackUrl };
		await ended(await start({ return: 'taskId', options }));
		expect(simulator.journal.accepted().map(({ webhook }) => webhook)).toEqual([callbackUrl]);
	});
});
