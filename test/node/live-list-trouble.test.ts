jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Without the live list everything works as it always has: from the catalogue. */
import { runChain, seedance } from './bench';
import { testSimulator } from './test-simulator';

describe.each([
	['answers 500', { kind: 'serverError' }],
	['breaks the connection', { kind: 'reset' }],
	['answers something else', { kind: 'html' }],
] as const)('When the list of models %s', (_, fault) => {
	const simulator = testSimulator({ hurry: 20 });
	const run = async () =>
		await runChain(simulator.url, [{}], [seedance('seedanceTextToVideo', { prompt: 'Fox' })]);

	it('videos are made all the same, and it is not asked for again at once', async () => {
		simulator.faults.onModels(fault, { times: Infinity });
		expect((await run()).data.resultData.error).toBeUndefined();
		expect((await run()).data.resultData.error).toBeUndefined();
		expect(simulator.journal.accepted()).toHaveLength(2);
		expect(simulator.journal.modelLists()).toHaveLength(1);
	});
});
