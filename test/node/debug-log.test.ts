/** What a run writes to n8n's log at debug level: the life of its submits, without any secret. */
import { Logger } from '@n8n/backend-common';
import type * as time from '../engine/time';
import { apiKey, chainOf, runChain, seedance, startModel } from './bench';
import { pair, rows, sleeper, submitNode, timerOnly, waitNode } from './sleepers';
import { testInstance } from './test-instance';
import { testSimulator } from './test-simulator';
import { placesOf, recordLog } from './traces';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

// A pause after a 429 takes a few ms.
const simulator = testSimulator({ hurry: 2000 });
const instance = testInstance(simulator);
let log: readonly string[];
beforeEach(() => {
	log = recordLog();
});
afterEach(() => jest.restoreAllMocks());

/** The nodes' own lines, each with its message first. */
const debugLines = () =>
	jest
		.mocked(Logger.prototype.debug)
		.mock.calls.filter(([message]) => message.startsWith('Seedance: '));

function expectNoSecret() {
	const text = log.join('\n');
	expect(text).toContain('Seedance: ');
	expect(placesOf(apiKey, text)).toEqual([]);
	const own = JSON.stringify(debugLines());
	expect(own).not.toMatch(/Fox|https?:/);
}

describe('a submit node logs at debug level', () => {
	it('an accepted submit, a refused one, and a rate limit', async () => {
		const of = (row: number) => ({
			match: ({ body }: { readonly body: Readonly<Record<string, unknown>> }) =>
				body.prompt === `Fox ${row}`,
		});
		const message = `Fox 1 is refused for ${apiKey}`;
		simulator.faults.onSubmit({ kind: 'envelopeError', code: 400, message }, of(1));
		simulator.faults.onSubmit({ kind: 'rateLimited', retryAfterSeconds: 8 }, of(2));
		const parameters = {
			prompt: '={{ $json.prompt }}',
			return: 'taskId',
			options: { submitsAtOnce: 1 },
		};
		const step = seedance(submitNode, parameters, { onError: 'continueRegularOutput' });
		await runChain(simulator.url, rows(3), [step]);
		const [first, third] = simulator.journal.accepted();
		const run = { nodeName: submitNode, executionId: expect.any(String) as string };
		const sent = (item: number) => ['Seedance: submit sent', { ...run, item, model: startModel }];
		const refused = (item: number, cause: string, httpStatus: number) => [
			'Seedance: submit refused',
			{ ...run, item, cause, httpStatus },
		];
		const accepted = (item: number, taskId: string | undefined) => [
			'Seedance: submit accepted',
			{ ...run, item, taskId },
		];
		const retryInMs = expect.any(Number) as number;
		expect(debugLines()).toEqual([
			sent(0),
			accepted(0, first?.taskId),
			sent(1),
			refused(1, 'requestRefused', 400),
			sent(2),
			refused(2, 'rateLimited', 429),
			['Seedance: rate limited', { ...run, retryInMs }],
			sent(2),
			accepted(2, third?.taskId),
		]);
		expectNoSecret();
	});

	it('an unknown outcome, and the task that was found afterwards', async () => {
		simulator.faults.onSubmit({ kind: 'resetAfterAccept' });
		const parameters = { prompt: '={{ $json.prompt }}', return: 'taskId' };
		await runChain(simulator.url, rows(1), [seedance(submitNode, parameters)]);
		const taskId = simulator.journal.accepted()[0]?.taskId;
		expect(taskId).toBeDefined();
		expect(debugLines()).toMatchObject([
			['Seedance: submit sent', { item: 0 }],
			['Seedance: submit outcome unknown', { item: 0, cause: 'unknownOutcome' }],
			['Seedance: submit accepted', { item: 0, taskId }],
		]);
		expectNoSecret();
	});
});

describe('a suspended wait logs at debug level', () => {
	it.each([
		['of a submit node', [sleeper(timerOnly)], submitNode],
		['of Wait for Completion', pair(timerOnly), waitNode],
	])('%s: its task ids, until when it sleeps, and that it goes on', async (_, steps, nodeName) => {
		simulator.setTaskMs(3_600_000);
		const execution = await instance().start(chainOf(rows(2), steps));
		expect(execution.status).toBe('waiting');
		const taskIds = simulator.journal.accepted().map(({ taskId }) => taskId);
		expect(taskIds).toHaveLength(2);
		const sleeps = () =>
			debugLines().filter(([message]) => message.startsWith('Seedance: execution'));
		const until = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
		const run = { nodeName, executionId: expect.any(String) as string, taskIds };
		expect(sleeps()).toEqual([['Seedance: execution suspended', { ...run, until }]]);
		await instance().wake(execution);
		expect(sleeps().map(([message]) => message)).toEqual([
			'Seedance: execution suspended',
			'Seedance: execution resumed',
			'Seedance: execution suspended',
		]);
		expect(sleeps()[1]).toEqual(['Seedance: execution resumed', run]);
		expectNoSecret();
	});
});
