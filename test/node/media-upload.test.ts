/** Uploads that go wrong, and what a retry does about them. */
import { openProcessedData } from '../engine/processedData';
import { retryWorkflow, startWorkflow } from '../engine/run';
import { causeOf } from '../support/errors/causeOf';
import { jsonOf, outputOf, setupFor } from './bench';
import {
	binary,
	chainOfItems,
	item,
	logo,
	mediaBench,
	messageOf,
	photo,
	sha256,
	submitNode,
	submitting,
} from './media';
import { testSimulator } from './test-simulator';

jest.mock('n8n-workflow', () => jest.requireActual('../engine/time').hurriedWorkflow());

const simulator = testSimulator({ hurry: 20 });
const { run, bodies, counts } = mediaBench(simulator);

describe('an upload that goes wrong', () => {
	const one = [item({ data: binary(photo) })];

	it.each<readonly [string, () => void]>([
		['a ticket that runs out', () => simulator.faults.onUpload({ kind: 'expired' })],
		['a store that is down', () => simulator.faults.onUpload({ kind: 'serverError' })],
		['a connection that breaks', () => simulator.faults.onUpload({ kind: 'resetAtHalf' })],
		['an answer that is lost', () => simulator.faults.onUpload({ kind: 'resetAfterStore' })],
		['a PUT that is refused', () => simulator.faults.onUpload({ kind: 'refused' })],
		[
			'a redirect',
			() => simulator.faults.onUpload({ kind: 'redirect', location: 'https://example.com/' }),
		],
		['a busy API', () => simulator.faults.onTicket({ kind: 'rateLimited', retryAfterSeconds: 2 })],
		['an answer that is cut', () => simulator.faults.onTicket({ kind: 'malformedJson' })],
		['a reset', () => simulator.faults.onTicket({ kind: 'reset' })],
	])('once is tried again: %s', async (_, fault) => {
		fault();
		expect(messageOf(await run(one))).toBeUndefined();
		expect(bodies()).toHaveLength(1);
		expect(simulator.journal.tickets()).toHaveLength(2);
	});

	it('for good is no submit; a retry uploads and submits', async () => {
		simulator.faults.onUpload({ kind: 'serverError' }, { times: 4 });
		const done = await run(one);
		expect(causeOf(done.data.resultData.error)).toBe('uploadFailed');
		expect(done.data.resultData.error?.description).toContain('photo.png');
		expect(counts()).toEqual([4, 4, 0]);
		expect(messageOf(await run(one))).toBeUndefined();
		expect(bodies()).toHaveLength(1);
	});

	it('for one item lets the others be submitted when the workflow goes on', async () => {
		const match = ({ filename }: { filename: string }) => filename === 'bad.png';
		simulator.faults.onUpload({ kind: 'refused' }, { times: Infinity, match });
		const items = [item({ data: binary(logo, 'bad.png') }), ...one];
		const done = await run(items, {}, { onError: 'continueErrorOutput' });
		expect(jsonOf(outputOf(done, submitNode, 0))).toHaveLength(1);
		expect(jsonOf(outputOf(done, submitNode, 1))).toEqual([
			expect.objectContaining({ error: expect.objectContaining({ outcome: 'refused' }) }),
		]);
		expect(bodies()).toHaveLength(1);
	});

	it('because of the key says so', async () => {
		simulator.faults.onTicket({ kind: 'unauthorized' });
		const done = await run(one);
		expect(causeOf(done.data.resultData.error)).toBe('invalidKey');
		expect(counts()).toEqual([1, 0, 0]);
	});
});

describe('an API without upload tickets', () => {
	const noTickets = (status: number) =>
		simulator.faults.onTicket({ kind: 'serverError', status }, { times: Infinity });

	it.each([404, 405])(
		'HTTP %d: the file goes to it in a form, whole and with the key',
		async (status) => {
			noTickets(status);
			expect(messageOf(await run([item({ data: binary(photo, 'a "b" ü.png') })]))).toBeUndefined();
			const forms = simulator.journal.forms();
			expect(forms).toEqual([
				expect.objectContaining({
					path: '/api/v3/media/upload/binary',
					keyOk: true,
					sha256: sha256(photo),
					note: `a %22b%22 ü.png, ${photo.length} bytes`,
				}),
			]);
			expect(bodies()).toEqual([
				expect.objectContaining({ image: expect.stringContaining('/media/') }),
			]);
			expect(simulator.journal.uploads()).toEqual([]);
		},
	);
});

describe('a retry', () => {
	it('neither reads nor uploads the pictures of what is submitted already', async () => {
		const match = ({ body }: { body: Readonly<Record<string, unknown>> }) => body.prompt === 'owl';
		simulator.faults.onSubmit({ kind: 'insufficientCredits' }, { match });
		const items = [
			item({ data: binary(photo) }, { prompt: 'fox' }),
			item({ data: binary(logo) }, { prompt: 'owl' }),
		];
		const steps = [submitting({ prompt: '={{ $json.prompt }}', options: { submitsAtOnce: 1 } })];
		const json = chainOfItems(items, steps);
		const failed = await startWorkflow(json, setupFor(simulator.url)).done;
		expect(causeOf(failed.data.resultData.error)).toBe('insufficientCredits');
		expect(counts()).toEqual([2, 2, 2]);
		const retried = await retryWorkflow(failed, json, setupFor(simulator.url));
		expect(jsonOf(outputOf(retried, submitNode))).toHaveLength(2);
		expect(simulator.journal.uploads().map((one) => one.sha256)).toEqual(
			[photo, logo, logo].map(sha256),
		);
		expect(bodies()).toHaveLength(2);
	});
});

it('an item whose request key is taken uploads nothing, and gets the video of the first', async () => {
	await openProcessedData();
	const options = { requestKey: 'one-video' };
	const items = [item({ data: binary(photo) })];
	await run(items, { options });
	const done = await run(items, { options });
	expect(jsonOf(outputOf(done, submitNode))).toEqual([
		expect.objectContaining({ taskId: simulator.journal.accepted()[0]?.taskId }),
	]);
	expect(counts()).toEqual([1, 1, 1]);
});
