/** Bodies that are completed right before they are sent, after their files' upload. */
import { problem } from '../../../seedance/errors/messages';
import type { Problem } from '../../../seedance/errors/problem';
import type { Result } from '../../../seedance/result';
import { submit, submitDefaults } from '../../../seedance/run/submitAll';
import type { Body } from '../../../seedance/request/planSubmit';
import { answer, enveloped } from '../../support/api/replies';
import { acceptedFor, scriptedApi, inTurn, request } from '../../support/api/scriptedApi';
import { outcomeOf, submitEach } from '../../support/task/runItems';

const one = request('fox');
const options = { ...submitDefaults, atOnce: 1, stopAtFirst: true };
const failed: Result<Body, Problem> = {
	ok: false,
	problem: problem('uploadFailed', { fileName: 'photo.png' }, { outcome: 'refused' }),
};

describe('a submit whose body is completed first', () => {
	it('is sent with the completed body', async () => {
		const api = scriptedApi(acceptedFor);
		const body = { ...one.body, image: 'https://cdn.test/1.png' };
		await submit({ ...one, complete: async () => ({ ok: true, value: body }) }, api.ports);
		expect(api.sent.map((sent) => sent.body)).toEqual([body]);
	});

	it('is not sent when that fails, and ends the run like any refusal', async () => {
		const api = scriptedApi(acceptedFor);
		const first = { ...one, complete: async () => failed };
		const results = await submitEach([first, request('owl')], api.ports, options);
		expect(results.map(outcomeOf)).toEqual(['refused', 'notSubmitted']);
		expect(api.sent).toEqual([]);
	});

	it('is entered in the ledger only when it is sent', async () => {
		const api = scriptedApi(inTurn(() => answer(429, enveloped(429)), acceptedFor));
		const told: string[] = [];
		const watch = {
			mayBegin: async () => {
				told.push('may it begin');
				return undefined;
			},
			sending: () => void told.push('sending'),
			answered: () => void told.push('answered'),
			ended: async () => void told.push('ended'),
		};
		const complete = async (): Promise<Result<Body, Problem>> => {
			told.push('completing');
			return { ok: true, value: one.body };
		};
		await submitEach([{ ...one, complete }], api.ports, options, watch);
		const round = ['may it begin', 'completing', 'sending', 'answered'];
		expect(told).toEqual([...round, ...round, 'ended']);
	});

	it('is not sent any more when the run ended meanwhile', async () => {
		const api = scriptedApi(acceptedFor);
		let begin = () => {};
		const slow = new Promise<void>((resolve) => {
			begin = resolve;
		});
		const complete = async (): Promise<Result<Body, Problem>> => {
			await slow;
			return { ok: true, value: one.body };
		};
		const fails = async (): Promise<Result<Body, Problem>> => {
			setImmediate(begin);
			return failed;
		};
		const both = [
			{ ...one, complete },
			{ ...request('owl'), complete: fails },
		];
		const results = await submitEach(both, api.ports, { ...options, atOnce: 2 });
		expect(results.map(outcomeOf)).toEqual(['notSubmitted', 'refused']);
		expect(api.sent).toEqual([]);
	});

	it('is not sent any more after a Stop meanwhile', async () => {
		const api = scriptedApi(acceptedFor);
		const complete = async (): Promise<Result<Body, Problem>> => {
			api.stop();
			return { ok: true, value: one.body };
		};
		const result = await submit({ ...one, complete }, api.ports);
		expect(result).toMatchObject({ state: 'failed', problem: { cause: 'stopped' } });
		expect(api.sent).toEqual([]);
	});
});
