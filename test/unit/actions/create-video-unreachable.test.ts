const mockClock = { now: Date.UTC(2026, 0, 5) };
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => {
		mockClock.now += ms;
		await new Promise((resolve) => setImmediate(resolve));
	},
}));
/** How long a submit node retries while the API can't be reached, on a clock that only sleeps move. */
import { defined } from '../../../seedance/result';
import { lost } from '../../support/api/replies';
import { create } from '../../support/createdVideos';

beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => mockClock.now);
});
afterEach(() => jest.restoreAllMocks());

const submit = () => lost('ECONNREFUSED', 'connecting');
async function secondsFor(mode: string, type?: string) {
	const begun = mockClock.now;
	const { submits } = await create(
		{ options: { submitDeadlineMinutes: 10 } },
		{ mode, ...defined({ type }), script: { submit } },
	);
	expect(submits.length).toBeGreaterThan(1);
	return (mockClock.now - begun) / 1_000;
}

it('is as long as the options say in production', async () => {
	const seconds = await secondsFor('trigger');
	expect(seconds).toBeGreaterThan(5 * 60);
	expect(seconds).toBeLessThanOrEqual(10 * 60);
});

it.each([
	['a person', 'manual', undefined],
	['an agent', 'trigger', 'seedanceTextToVideoTool'],
])('is at most 30 seconds while %s waits', async (_, mode, type) => {
	expect(await secondsFor(mode, type)).toBeLessThanOrEqual(30);
});
