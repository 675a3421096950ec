/**
 * Every way in which the API's answer to a submit can go wrong: the outcome follows
 * docs/internals/decisions.md#unknown-outcomes, no intended item is accepted twice, and the person
 * reads what is known and what to do.
 */
import { hurry, hurryTimeouts, realTime } from '../engine/time';
import type * as time from '../engine/time';
import { causeOf, textOf } from '../support/errors/causeOf';
import { apiKey, jsonOf, outputOf, runChain, seedance } from './bench';
import { startRawServer } from './sockets';
import { submitDeaths } from './submit-deaths';
import type { SubmitDeath } from './submit-deaths';
import { everythingIn, placesOf } from './traces';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof time>('../engine/time').hurriedWorkflow(),
);

const node = 'seedanceTextToVideo';
/** Item 0 succeeds and item 1 fails. They are submitted one at a time, so that item 0 is first. */
const parameters = { prompt: '=Fox {{ $json.row }}', options: { submitsAtOnce: 1 } };
const dies = ({ body }: { body: Readonly<Record<string, unknown>> }) => body.prompt === 'Fox 1';

const simulator = testSimulator();
afterEach(() => realTime());

const run = async (onError: 'stopWorkflow' | 'continueRegularOutput') =>
	await runChain(
		simulator.url,
		[{ row: 0 }, { row: 1 }],
		[seedance(node, parameters, { onError })],
	);

/** What the journal must contain in every case. */
function expectOneTaskAtMost({ accepted, sentAgain }: Omit<SubmitDeath, 'fault'>) {
	const submits = simulator.journal.submits().filter(({ body = {} }) => dies({ body }));
	expect(simulator.journal.acceptedFor((body) => !dies({ body }))).toHaveLength(1);
	expect(simulator.journal.acceptedFor((body) => dies({ body }))).toHaveLength(accepted ? 1 : 0);
	if (sentAgain) expect(submits.length).toBeGreaterThan(1);
	else expect(submits).toHaveLength(1);
}

async function expectStop(death: Omit<SubmitDeath, 'fault'>) {
	const done = await run('stopWorkflow');
	const { error } = done.data.resultData;
	const [paid] = simulator.journal.acceptedFor((body) => !dies({ body }));
	expect(causeOf(error)).toBe(death.cause);
	expect(textOf(error)).toMatch(death.tells ?? '');
	expect(error).toMatchObject({
		context: {
			itemIndex: 1,
			data: {
				outcome: death.outcome,
				model: paid?.model,
				tasks: [{ itemIndex: 0, taskId: paid?.taskId }],
			},
		},
	});
	expect(error?.description).toContain('1 other video');
	expect(error?.description).toContain(paid?.taskId);
	expect(placesOf(apiKey, everythingIn(done))).toEqual([]);
	expectOneTaskAtMost(death);
}

async function expectErrorItem(death: Omit<SubmitDeath, 'fault'>) {
	const done = await run('continueRegularOutput');
	const [fine, died] = outputOf(done, node);
	expect(fine?.json).toMatchObject({ status: 'completed' });
	expect(causeOf(died?.json.error)).toBe(death.cause);
	expect(textOf(died?.json.error)).toMatch(death.tells ?? '');
	expect(died).toEqual({
		json: { error: expect.objectContaining({ outcome: death.outcome }) },
		pairedItem: { item: 1 },
	});
	expect(placesOf(apiKey, everythingIn(done))).toEqual([]);
	expectOneTaskAtMost(death);
}

describe('a submit that dies', () => {
	// Until the end of the longest deadline where it is sent again; else only polling must be quick.
	const setUp = ({ fault, sentAgain }: SubmitDeath) => {
		// The list has no inputs, so a failure is known only from its answer.
		simulator.setVisibility({ inputs: 'ignored' });
		simulator.faults.onSubmit(fault, { match: dies, times: Infinity });
		hurry(sentAgain ? 4_000 : 100);
	};

	it.each(submitDeaths)('$name: $outcome', async (death) => {
		setUp(death);
		await expectStop(death);
	});

	it.each(submitDeaths)('$name: $outcome, and the workflow goes on', async (death) => {
		setUp(death);
		await expectErrorItem(death);
	});

	const silent = {
		name: 'accepted, never answered',
		outcome: 'unknown',
		accepted: true,
		sentAgain: false,
		cause: 'unknownOutcome',
		tells: /ECONNABORTED/,
	} as const;

	it.each([
		['stops the workflow', expectStop],
		['leaves an error item', expectErrorItem],
	])('time-out after accept %s', async (_, expectDeath) => {
		simulator.setVisibility({ inputs: 'ignored' });
		simulator.faults.onSubmit({ kind: 'timeoutAfterAccept' }, { match: dies, times: Infinity });
		hurry(100);
		// Two minutes in 3 s; the item that goes well is answered in a few milliseconds.
		const asked = hurryTimeouts(40);
		await expectDeath(silent);
		expect(asked).toContain(120_000);
	});
});

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308])('%d is neither followed nor sent again', async (status) => {
		const elsewhere = await startRawServer({});
		const location = `${elsewhere.url}/api/v3/elsewhere`;
		simulator.faults.onSubmit({ kind: 'redirect', location, status }, { match: dies, times: 9 });
		hurry(100);
		await expectStop({
			name: `${status}`,
			outcome: 'refused',
			accepted: false,
			sentAgain: false,
			cause: 'redirected',
			tells: new RegExp(`\\b${status}\\b`),
		});
		expect(elsewhere.connections()).toBe(0);
		await elsewhere.stop();
	});
});

describe('sent again until it is accepted, once', () => {
	it.each([
		['429 without Retry-After', { kind: 'rateLimited' }, 1000],
		['429 with Retry-After: 30', { kind: 'rateLimited', retryAfterSeconds: 30 }, 30_000],
		['HTTP 200 with envelope code 429', { kind: 'envelopeError', code: 429 }, 1000],
	] as const)('%s, twice', async (_, fault, pauseMs) => {
		simulator.faults.onSubmit(fault, { match: dies, times: 2 });
		hurry(300);
		const done = await run('stopWorkflow');
		expect(done.data.resultData.error).toBeUndefined();
		expect(jsonOf(outputOf(done, node)).map(({ status }) => status)).toEqual(
			Array(2).fill('completed'),
		);
		const submits = simulator.journal.submits().filter(({ body = {} }) => dies({ body }));
		expect(submits.map(({ accepted }) => accepted)).toEqual([false, false, true]);
		const [first = 0, second = 0, third = 0] = submits.map(({ atMs }) => atMs);
		expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(pauseMs);
	});
});
