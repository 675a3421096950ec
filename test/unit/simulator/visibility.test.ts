/** What the simulator shows of its tasks, and when. */
import { request } from 'undici';
import { z } from 'zod';
import {
	BODY,
	envelope,
	handClock,
	prediction,
	start,
	stopAll,
	T2V,
} from '../../support/simulator/client';

afterEach(stopAll);

const itemsSchema = z.object({ items: z.array(z.record(z.unknown())) });
const listOf = (answer: Parameters<typeof envelope>[0]) =>
	itemsSchema.parse(envelope(answer).data).items;
const path = '/api/v3/predictions';

describe('inputs in the list', () => {
	it('are told when they are asked for, with what the API adds', async () => {
		const { simulator, call, submit } = await start();
		await submit();
		const asked = { body: { include_inputs: true } };
		expect(listOf(await call('POST', path, asked))).toMatchObject([{ input: BODY }]);
		simulator.setVisibility({ addedInputs: { seed: -1 } });
		expect(listOf(await call('POST', path, asked))).toMatchObject([
			{ input: { ...BODY, seed: -1 } },
		]);
		expect(listOf(await call('POST', path, { body: {} }))[0]).not.toHaveProperty('input');
	});

	it('are left out, or the request is refused, as it is set', async () => {
		const { simulator, call, submit } = await start({ visibility: { inputs: 'ignored' } });
		await submit();
		const asked = { body: { include_inputs: true } };
		expect(listOf(await call('POST', path, asked))[0]).not.toHaveProperty('input');
		simulator.setVisibility({ inputs: 'refused' });
		expect((await call('POST', path, asked)).status).toBe(400);
		expect(listOf(await call('POST', path, { body: {} }))).toHaveLength(1);
	});
});

describe('a task that was accepted a moment ago', () => {
	it('can be missing from the list and unknown to a read for a while', async () => {
		const clock = handClock();
		const visibility = { listedAfterMs: 5_000, readableAfterMs: 10_000 };
		const { call, submit } = await start({ now: clock.now, visibility });
		const { id } = prediction(await submit());
		const shows = async () => [
			listOf(await call('POST', path, { body: { model: T2V } })).length,
			(await call('GET', `${path}/${id}/result`)).status,
		];
		expect(await shows()).toEqual([0, 404]);
		clock.advance(5_000);
		expect(await shows()).toEqual([1, 404]);
		clock.advance(5_000);
		expect(await shows()).toEqual([1, 200]);
	});
});

it('can be gone for a while: nobody can connect, and then again', async () => {
	const { simulator } = await start();
	const ask = async () => {
		const answer = await request(`${simulator.url}/samples/first-frame.png`, { reset: true });
		await answer.body.dump();
		return answer.statusCode;
	};
	expect(await ask()).toBe(200);
	await simulator.setListening(false);
	await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	await simulator.setListening(true);
	expect(await ask()).toBe(200);
});
