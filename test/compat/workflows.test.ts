jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());
/** Every workflow of every release sends and gives what it did when the release was made. */
import { version } from '../../package.json';
import { openProcessedData } from '../engine/processedData';
import { outcomeSchema } from './outcome';
import { play } from './play';
import { frozenWorkflows, readLiveModels, readOrFreeze, readWorkflow, releases } from './releases';

// What request keys are kept in.
beforeAll(async () => {
	const rows = await openProcessedData();
	rows.clear();
});

it('The present version has frozen workflows', () => {
	expect(releases).toContain(version);
});

const names = frozenWorkflows.map((frozen) => [frozen.release, frozen.name, frozen] as const);

describe('A workflow saved with', () => {
	it.each(names)('%s: %s', async (release, name, frozen) => {
		const today = await play(readWorkflow(frozen), { liveModels: readLiveModels(release) });
		const then = readOrFreeze(release, `${name}.expected.json`, outcomeSchema, today);
		expect(today.submits).toEqual(then.submits);
		// Items may have gained fields since, but lost none.
		expect(today.nodes).toMatchObject(then.nodes);
	});
});
