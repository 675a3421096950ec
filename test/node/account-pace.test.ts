jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** A new account: 2 videos a minute, 2 at a time. */
import { BRONZE } from '../../simulator';
import { causeOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';

const node = 'seedanceTextToVideo';
const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const noWait = { prompt: '=Fox {{ $json.row }}', return: 'taskId' };

// The clock is fast, so a request of 10 ms takes half a second.
const simulator = testSimulator({ hurry: 50, taskMs: 30_000, tier: BRONZE });

it('all items are submitted at the pace of the account, each once, without an error', async () => {
	const done = await runChain(simulator.url, rows(8), [seedance(node, noWait)]);
	expect(done.data.resultData.error).toBeUndefined();
	expect(jsonOf(outputOf(done, node))).toHaveLength(8);
	const accepted = simulator.journal.accepted().map(({ body }) => body.prompt);
	expect([...accepted].sort()).toEqual(rows(8).map(({ row }) => `Fox ${row}`));
	// Refused submits cost nothing, but there mustn't be too many.
	expect(simulator.journal.submits().length).toBeLessThan(60);
});

it('until the submit deadline; then the error says how far it came, and why', async () => {
	const options = { submitDeadlineMinutes: 1.5 };
	const done = await runChain(simulator.url, rows(20), [seedance(node, { ...noWait, options })]);
	const submitted = simulator.journal.accepted().length;
	expect(submitted).toBeGreaterThan(1);
	expect(submitted).toBeLessThan(10);
	const { error } = done.data.resultData;
	expect(causeOf(error)).toBe('rateLimited');
	expect(error?.description).toContain(`${submitted} other videos`);
});
