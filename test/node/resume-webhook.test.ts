/** Callbacks to a suspended node: only a genuine one about an awaited task wakes it. */
import { problem } from '../../seedance/errors/messages';
import { apiKey, chainOf, jsonOf, outputOf, seedance } from './bench';
import { afterwards } from './sleepers';
import { ended, testInstance, until } from './test-instance';
import { testSimulator } from './test-simulator';
import { placesOf, recordLog } from './traces';

// A refused callback must not be retried during another test.
const simulator = testSimulator({ callbackRetryMs: 60_000 });
const instance = testInstance(simulator);
const node = 'seedanceTextToVideo';
const options = { waitUsing: 'suspend', recheckMinutes: 60 };
const sleeper = seedance(node, { prompt: '={{ $json.prompt }}', options });

const taskMs = 150;
beforeEach(() => {
	simulator.setTaskMs(taskMs);
	simulator.clock.hold();
});

/** Starts an execution whose callbacks the simulator drops, because the tests send them. */
async function asleep(count: number, { isFinished = true } = {}) {
	simulator.faults.onCallback({ kind: 'drop' }, { times: count });
	const rows = Array.from({ length: count }, (_, i) => ({ prompt: `Owl ${i}` }));
	const before = simulator.journal.accepted().length;
	const execution = await instance().start(chainOf(rows, [sleeper]));
	expect(execution.status).toBe('waiting');
	const submits = simulator.journal.accepted().slice(before);
	const url = submits[0]?.webhook ?? '';
	const taskIds = submits.map(({ taskId }) => taskId);
	if (isFinished) simulator.clock.pass(taskMs);
	return { execution, url, taskIds, taskId: taskIds[0] ?? '' };
}

const now = () => Math.floor(Date.now() / 1000);

describe('a callback to a suspended node', () => {
	it('that is genuine and about its task wakes it', async () => {
		const { execution, url, taskId } = await asleep(1);
		const answer = await simulator.sendCallback({ url, taskId });
		expect(answer).toEqual({ status: 200, text: '' });
		expect(jsonOf(outputOf(await ended(execution), node))).toEqual([
			expect.objectContaining({ taskId, status: 'completed' }),
		]);
	});

	it('wakes Seedance Image to Video, too', async () => {
		const image = 'https://example.com/fox.png';
		const fromImage = seedance('seedanceImageToVideo', { image, prompt: 'Owl', options });
		const execution = await instance().start(chainOf([{}], [fromImage]));
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		const run = await ended(execution);
		expect(jsonOf(outputOf(run, 'seedanceImageToVideo'))).toEqual([
			expect.objectContaining({ status: 'completed' }),
		]);
		expect([execution.wakes, simulator.journal.accepted().length]).toEqual([1, 1]);
	});

	it.each([
		['with another version tag', 401, { signature: `v1,${'a'.repeat(64)}` }],
		['with a truncated signature', 401, { signature: `v3,${'a'.repeat(63)}` }],
		['with a wrong signature', 401, { signature: `v3,${'a'.repeat(64)}` }],
		['signed with another secret', 401, { secret: 'whsec_another' }],
		['from 301 s ago', 401, { timestamp: () => now() - 301 }],
		['from 301 s ahead', 401, { timestamp: () => now() + 302 }],
		['with a changed byte', 401, { change: (body: string) => body.replace('completed', 'failed') }],
		['with another id than was signed', 401, { headers: { 'webhook-id': 'another' } }],
		['without an id', 401, { headers: { 'webhook-id': undefined } }],
		['without a timestamp', 401, { headers: { 'webhook-timestamp': undefined } }],
		['without a signature', 401, { headers: { 'webhook-signature': undefined } }],
		[
			'of 2 MB, made longer on its way',
			401,
			{ change: (body: string) => body + ' '.repeat(2_000_000) },
		],
		['of another content type', 400, { contentType: 'text/plain' }],
	] as const)('%s is answered with %i and a shrug', async (_, status, forgery) => {
		const { execution, url, taskId } = await asleep(1);
		const { timestamp, ...rest } = { timestamp: undefined, ...forgery };
		const order = { ...rest, ...(timestamp && { timestamp: timestamp() }) };
		const answer = await simulator.sendCallback({ url, taskId, ...order });
		expect(answer).toEqual({ status, text: '' });
		expect([execution.status, execution.wakes]).toEqual(['waiting', 0]);
	});

	it('finds a node whatever its name', async () => {
		const name = `It's a "node" {{ $json }} \\ ü`;
		const odd = seedance(node, { prompt: 'Owl', options }, {}, name);
		const execution = await instance().start(chainOf([{}], [odd]));
		expect(execution.status).toBe('waiting');
		simulator.clock.pass(taskMs);
		expect(outputOf(await ended(execution), name)).toHaveLength(1);
	});

	it('without n8n’s token does not reach the node', async () => {
		const { execution, url, taskId } = await asleep(1);
		const bare = url.replace(/\?.*/, '');
		expect((await simulator.sendCallback({ url: bare, taskId })).status).toBe(401);
		expect(execution.status).toBe('waiting');
	});

	it('about a task that is not awaited lets it sleep', async () => {
		const first = await asleep(1);
		const second = await asleep(1);
		const { url } = first;
		const answer = await simulator.sendCallback({ url, taskId: second.taskId });
		expect(answer.status).toBe(200);
		expect([first.execution.status, first.execution.wakes]).toEqual(['waiting', 0]);
	});

	it('lets it sleep while another of its tasks runs, and wakes it with the last', async () => {
		simulator.setTaskMs(({ body }) => (body.prompt === 'Owl 0' ? taskMs : 2 * taskMs));
		simulator.faults.onCallback({ kind: 'drop' }, { times: 2 });
		const rows = [{ prompt: 'Owl 0' }, { prompt: 'Owl 1' }];
		const execution = await instance().start(chainOf(rows, [sleeper]));
		simulator.clock.pass(taskMs);
		const [first, second] = simulator.journal.accepted();
		const url = first?.webhook ?? '';
		await simulator.sendCallback({ url, taskId: first?.taskId ?? '' });
		expect([execution.status, execution.wakes]).toEqual(['waiting', 0]);
		simulator.clock.pass(taskMs);
		await simulator.sendCallback({ url, taskId: second?.taskId ?? '' });
		expect((await ended(execution)).data.resultData.error).toBeUndefined();
		expect(execution.wakes).toBe(1);
	});

	it('costs a read for each task of a batch and few looks at the list, in reverse order', async () => {
		const count = 5;
		const place = (prompt: unknown) => Number(String(prompt).split(' ')[1]);
		simulator.setTaskMs(({ body }) => (count - place(body.prompt)) * taskMs);
		const { execution, url, taskIds } = await asleep(count, { isFinished: false });
		const before = simulator.journal.requests.length;
		const calls = [...taskIds].reverse().map(async (taskId) => {
			simulator.clock.pass(taskMs);
			// The execution may be awake already.
			expect([200, 409]).toContain((await simulator.sendCallback({ url, taskId })).status);
		});
		await Promise.all(calls);
		await ended(execution);
		expect(execution.wakes).toBe(1);
		const asked = simulator.journal.requests.slice(before).map(({ route }) => route);
		expect(asked.filter((route) => route === 'read').length).toBeLessThanOrEqual(count + 1);
		expect(asked.filter((route) => route === 'list').length).toBeLessThanOrEqual(3);
	});

	it('that names only the beginning of its task’s id wakes it all the same', async () => {
		const { execution, url, taskId } = await asleep(1);
		const short = (body: string) =>
			body.replace(`"id":"${taskId}"`, `"id":"${taskId.slice(0, 25)}"`);
		expect((await simulator.sendCallback({ url, taskId, write: short })).status).toBe(200);
		expect(outputOf(await ended(execution), node)).toHaveLength(1);
	});

	it('that comes twice, and late, hands the result on once', async () => {
		const { execution, url, taskId } = await asleep(1);
		const answers = await Promise.all([
			simulator.sendCallback({ url, taskId }),
			simulator.sendCallback({ url, taskId }),
		]);
		// The second one is accepted without waking n8n, or arrives when the execution is already
		// running.
		expect(answers.map(({ status }) => status)).toContain(200);
		const run = await ended(execution);
		expect(outputOf(run, node)).toHaveLength(1);
		expect(execution.wakes).toBe(1);
		expect((await simulator.sendCallback({ url, taskId })).status).toBe(409);
	});

	it('that is slow does not wake a later sleep: the node behind is paid for once', async () => {
		simulator.faults.onCallback({ kind: 'drop' }, { times: 2 });
		const second = seedance(node, { prompt: 'Second', options }, {}, 'Second');
		const rows = [{ prompt: 'Owl 0' }, { prompt: 'Owl 1' }];
		const execution = await instance().start(chainOf(rows, [sleeper, second]));
		simulator.clock.pass(taskMs);
		const [first, other] = simulator.journal.accepted();
		const url = first?.webhook ?? '';
		// One of the two is still reading the other's task when the execution is suspended again.
		const match = ({ taskId }: { taskId: string }) => taskId === other?.taskId;
		simulator.faults.onRead({ kind: 'delay', ms: 700 }, { match });
		await Promise.all([
			simulator.sendCallback({ url, taskId: first?.taskId ?? '' }),
			simulator.sendCallback({ url, taskId: other?.taskId ?? '' }),
		]);
		simulator.clock.pass(taskMs);
		await ended(execution);
		expect(simulator.journal.acceptedFor(({ prompt }) => prompt === 'Second')).toHaveLength(2);
		expect(simulator.journal.accepted()).toHaveLength(4);
	});

	it('that comes before the execution sleeps is not needed: the first look finds the video', async () => {
		simulator.setTaskMs(0);
		simulator.faults.onCallback({ kind: 'early' });
		const execution = await instance().start(chainOf([{ prompt: 'Owl' }], [sleeper]));
		expect([execution.status, execution.wakes]).toEqual(['ended', 0]);
		await until(() => simulator.journal.callbacks().some(({ status }) => status === 409));
	});

	it('whose body lies about the state wakes it for a look at most', async () => {
		const { execution, url, taskId } = await asleep(1, { isFinished: false });
		// It's correctly signed, as if the secret were stolen, but the task is still running.
		const before = simulator.journal.reads().length;
		simulator.faults.onCallback({ kind: 'drop' });
		await simulator.sendCallback({ url, taskId });
		expect(execution.status).toBe('waiting');
		expect(simulator.journal.reads().length).toBe(before);
	});

	it('is let in after the secret was changed, with one more request for it', async () => {
		const first = await asleep(1);
		await simulator.sendCallback({ url: first.url, taskId: first.taskId });
		await ended(first.execution);
		simulator.rotateWebhookSecret();
		const second = await asleep(1);
		const asked = () => simulator.journal.requests.filter(({ route }) => route === 'secret').length;
		const before = asked();
		// The cache asks at most every 10 s because of a wrong signature: let those pass.
		const { url, taskId } = second;
		await afterwards(11_000, async () => {
			expect((await simulator.sendCallback({ url, taskId })).status).toBe(200);
		});
		await ended(second.execution);
		expect(asked() - before).toBe(1);
	});
});

describe('a secret in the credential', () => {
	const secret = 'whsec_given-by-hand';
	const other = testInstance(simulator, { webhookSecret: ` ${secret} ` });

	it('is used in the place of the one that the API gives', async () => {
		simulator.faults.onCallback({ kind: 'drop' });
		const execution = await other().start(chainOf([{ prompt: 'Owl' }], [sleeper]));
		simulator.clock.pass(taskMs);
		const [submit] = simulator.journal.accepted();
		const call = { url: submit?.webhook ?? '', taskId: submit?.taskId ?? '' };
		expect((await simulator.sendCallback(call)).status).toBe(401);
		expect((await simulator.sendCallback({ ...call, secret })).status).toBe(200);
		const run = await ended(execution);
		expect(simulator.journal.requests.some(({ route }) => route === 'secret')).toBe(false);
		expect(JSON.stringify(run)).not.toContain(secret);
	});
});

describe('a key that may not read the secret', () => {
	// An account of its own, so that no secret is in memory.
	const simulatorOfItsOwn = testSimulator({ callbackRetryMs: 60_000 });
	const instanceOfItsOwn = testInstance(simulatorOfItsOwn);

	it('leaves it asleep: the caller is put off, and n8n’s log says why', async () => {
		simulatorOfItsOwn.faults.onCallback({ kind: 'drop' });
		simulatorOfItsOwn.faults.onSecret({ kind: 'forbidden' }, { times: Infinity });
		simulatorOfItsOwn.setTaskMs(taskMs);
		simulatorOfItsOwn.clock.hold();
		const execution = await instanceOfItsOwn().start(chainOf([{ prompt: 'Owl' }], [sleeper]));
		simulatorOfItsOwn.clock.pass(taskMs);
		const log = recordLog();
		const [submit] = simulatorOfItsOwn.journal.accepted();
		const call = { url: submit?.webhook ?? '', taskId: submit?.taskId ?? '' };
		expect(await simulatorOfItsOwn.sendCallback(call)).toEqual({ status: 503, text: '' });
		jest.restoreAllMocks();
		expect([execution.status, execution.wakes]).toEqual(['waiting', 0]);
		expect(log.join()).toContain(problem('forbidden').message);
		expect(placesOf(apiKey, log.join())).toEqual([]);
	});
});
