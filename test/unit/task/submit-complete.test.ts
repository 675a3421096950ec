/** Bodies that are completed right before they are sent: files are uploaded when their item's turn comes. */
import { problem } from '../../../seedance/errors/messages';
import { submit, submitAll, submitDefaults } from '../../../seedance/task/submit';
import type { CompleteBody } from '../../../seedance/task/submit';
import { answer, enveloped } from '../../support/api/replies';
import { acceptedFor, scriptedApi, inTurn, request } from '../../support/api/scriptedApi';

const one = request('fox');
const options = { ...submitDefaults, atOnce: 1, stopAtFirst: true };
const failed: CompleteBody = {
	ok: false,
	problem: problem('uploadFailed', { fileName: 'photo.png' }, { outcome: 'refused' }),
};

describe('a submit whose body is completed first', () => {
	it('is sent with the completed body', async () => {
		const api = scriptedApi(acceptedFor);
		const body = { ...one.body, image: 'https://cdn.test/1.png' };
		await submit({ ...one, complete: async () => ({ ok: true, body }) }, api.ports);
		expect(api.sent.map((sent) => sent.body)).toEqual([body]);
	});

	it('is not sent when that fails, and ends the run like any refusal', async () => {
		const api = scriptedApi(acceptedFor);
		const first = { ...one, complete: async () => failed };
		const results = await submitAll([first, request('owl')], api.ports, options);
		expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'notSubmitted']);
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
		const complete = async (): Promise<CompleteBody> => {
			told.push('completing');
			return { ok: true, body: one.body };
		};
		await submitAll([{ ...one, complete }], api.ports, options, [watch]);
		const round = ['may it begin', 'completing', 'sending', 'answered'];
		expect(told).toEqual([...round, ...round, 'ended']);
	});

	it('is not sent any more when the run ended meanwhile', async () => {
		const api = scriptedApi(acceptedFor);
		let begin = () => {};
		const slow = new Promise<void>((resolve) => {
			begin = resolve;
		});
		const complete = async (): Promise<CompleteBody> => {
			await slow;
			return { ok: true, body: one.body };
		};
		const fails = async (): Promise<CompleteBody> => {
			setImmediate(begin);
			return failed;
		};
		const both = [
			{ ...one, complete },
			{ ...request('owl'), complete: fails },
		];
		const results = await submitAll(both, api.ports, { ...options, atOnce: 2 });
		expect(results.map(({ outcome }) => outcome)).toEqual(['notSubmitted', 'refused']);
		expect(api.sent).toEqual([]);
	});

	it('is not sent any more after a Stop meanwhile', async () => {
		const api = scriptedApi(acceptedFor);
		const complete = async (): Promise<CompleteBody> => {
			api.stop();
			return { ok: true, body: one.body };
		};
		const result = await submit({ ...one, complete }, api.ports);
		expect(result).toMatchObject({ outcome: 'notSubmitted', problem: { cause: 'stopped' } });
		expect(api.sent).toEqual([]);
	});
});
