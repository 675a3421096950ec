import { handClock, prediction, stopAll } from '../../support/simulator/client';
import { startUploads } from '../../support/simulator/uploads';

afterEach(stopAll);

const LITE = 'bytedance/seedance-v1-lite-i2v-720p';
const TWO = 'bytedance/seedance-2.0/image-to-video';
const elsewhere = 'https://example.com/media/0123/a.png';

async function setup() {
	const api = await startUploads({ taskMs: 0 });
	const endOf = async (body: unknown, model = LITE) => {
		const answer = await api.submit(body, model);
		expect(answer.status).toBe(200);
		const { status, code, error } = await api.readTask(prediction(answer).id);
		return { status, code, error };
	};
	const uploaded = async (): Promise<string> => {
		const ticket = await api.ticketFor();
		await api.put(ticket);
		return ticket.download_url;
	};
	return { ...api, endOf, uploaded };
}

const unfetched = { status: 'failed', code: 1402, error: 'The media URL could not be fetched.' };

describe('a task about uploaded files', () => {
	it('is completed when they are there', async () => {
		const { endOf, uploaded } = await setup();
		expect((await endOf({ image: await uploaded() })).status).toBe('completed');
		expect((await endOf({ image: `${await uploaded()}?x=1#y` })).status).toBe('completed');
		const images = [await uploaded(), elsewhere];
		expect((await endOf({ images, prompt: 'x' }, TWO)).status).toBe('completed');
	});

	it('fails with 1402 when one was never uploaded', async () => {
		const { simulator, endOf, ticketFor, uploaded } = await setup();
		const { download_url: pending } = await ticketFor();
		expect(await endOf({ image: pending })).toEqual(unfetched);
		expect(await endOf({ image: `${simulator.url}/media/0123/a.png` })).toEqual(unfetched);
		expect(await endOf({ image: await uploaded(), last_image: pending })).toEqual(unfetched);
		const images = [await uploaded(), pending];
		expect(await endOf({ images, prompt: 'x' }, TWO)).toEqual(unfetched);
	});

	it('fails when the file is gone after its seven days', async () => {
		const clock = handClock();
		const api = await startUploads({ now: clock.now, taskMs: 0 });
		const ticket = await api.ticketFor();
		await api.put(ticket);
		clock.advance(7 * 24 * 60 * 60 * 1000);
		const { id } = prediction(await api.submit({ image: ticket.download_url }, LITE));
		expect(await api.readTask(id)).toMatchObject(unfetched);
	});

	it('ends as scripted if something is scripted', async () => {
		const { simulator, endOf, ticketFor } = await setup();
		simulator.faults.onTask({ kind: 'failTask', code: 1200 });
		const { download_url: image } = await ticketFor();
		expect((await endOf({ image })).code).toBe(1200);
	});

	it('does not care for other addresses and other texts', async () => {
		const { simulator, endOf } = await setup();
		const { url } = simulator;
		expect((await endOf({ image: elsewhere })).status).toBe('completed');
		expect((await endOf({ image: `${url}/samples/first-frame.png` })).status).toBe('completed');
		const prompt = `like ${url}/media/0123/a.png`;
		expect((await endOf({ image: elsewhere, prompt })).status).toBe('completed');
	});
});
