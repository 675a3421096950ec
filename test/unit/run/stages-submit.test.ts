/** The log lines of submits: what they say, and what they never say. */
import type { LogFields } from '../../../seedance/api/http';
import { submitDefaults } from '../../../seedance/run/submitAll';
import { submitItems } from '../../../seedance/run/stages';
import type { SubmitStores } from '../../../seedance/run/stages';
import { traceOf } from '../../../seedance/run/trace';
import { answer, enveloped, lost, model, task } from '../../support/api/replies';
import {
	acceptedFor,
	emptyStores,
	inTurn,
	request,
	scriptedApi,
} from '../../support/api/scriptedApi';
import type { Script } from '../../support/api/scriptedApi';
import { plannedItem } from '../../support/task/runItems';

type Line = readonly [message: string, fields: LogFields];

const secret = 'p-secret';
const options = { ...submitDefaults, atOnce: 1, stopAtFirst: false };

/** Submits one item for each index; the lines come in the order in which they were written. */
async function linesOf(script: Script, indexes = [7], stores: Partial<SubmitStores> = {}) {
	const lines: Line[] = [];
	const { ports } = scriptedApi(script);
	const log = (...line: Line) => void lines.push(line);
	const items = indexes.map((index) => plannedItem(request(secret), index));
	await submitItems(items, { ...ports, log }, options, { ...emptyStores(), ...stores });
	return lines;
}

const sent: Line = ['submit sent', { item: 7, model }];

describe('the log of submits', () => {
	it('names the item, the model and the task that the API accepted', async () => {
		const lines = await linesOf(() => answer(200, enveloped(200, 'ok', task('task-1'))));
		expect(lines).toEqual([sent, ['submit accepted', { item: 7, taskId: 'task-1' }]]);
	});

	it('names the cause and the HTTP status of a refusal', async () => {
		const lines = await linesOf(() => answer(400, enveloped(400, `bad prompt ${secret}`)));
		const refused = { item: 7, cause: 'requestRefused', httpStatus: 400 };
		expect(lines).toEqual([sent, ['submit refused', refused]]);
	});

	it.each([
		['without an HTTP status', lost('ECONNRESET'), {}],
		['with the HTTP status', answer(503, secret), { httpStatus: 503 }],
	])('names the cause of an unknown outcome, %s', async (_, reply, status) => {
		const unknown = { item: 7, cause: 'unknownOutcome', ...status };
		expect(await linesOf(() => reply)).toEqual([sent, ['submit outcome unknown', unknown]]);
	});

	it('names the task that is found after an unknown outcome', async () => {
		const found = { id: 'task-9', status: 'created', statusKind: 'running' } as const;
		const finder: SubmitStores['finder'] = {
			sending: (to, body) => traceOf(to, body, { mark: 'a', from: 0, to: 1 }),
			answered: (trace) => trace,
			find: async () => ({ kind: 'found', task: { ...found, outputs: [], raw: found } }),
		};
		const lines = await linesOf(() => lost('ECONNRESET'), [7], { finder });
		expect(lines.at(-1)).toEqual(['submit accepted', { item: 7, taskId: 'task-9' }]);
		expect(lines).toHaveLength(3);
	});

	it('shows each try of a submit that is limited, and for how long nothing is sent', async () => {
		const limited = answer(429, enveloped(429), { 'retry-after': '20' });
		const lines = await linesOf(inTurn(() => limited, acceptedFor));
		expect(lines).toEqual([
			sent,
			['submit refused', { item: 7, cause: 'rateLimited', httpStatus: 429 }],
			['rate limited', { retryInMs: 20_000 }],
			sent,
			['submit accepted', { item: 7, taskId: `task-${secret}` }],
		]);
	});

	it('keeps the items apart by their indexes', async () => {
		const lines = await linesOf(acceptedFor, [2, 5]);
		expect(lines.map(([message, { item }]) => [message, item])).toEqual([
			['submit sent', 2],
			['submit accepted', 2],
			['submit sent', 5],
			['submit accepted', 5],
		]);
	});
});
