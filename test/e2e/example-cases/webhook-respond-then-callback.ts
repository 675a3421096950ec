import { deepEqual, equal, ok } from 'node:assert/strict';
import { problem } from '../../../seedance/errors/messages';
import { storedExample } from '../examples';
import { itemsOf, Published } from '../published';
import { withReceiver } from '../receiver';
import type { Case, Scene } from '../scene';

const name = 'webhook-respond-then-callback';
const path = 'seedance-order';
/** Longer than n8n takes to suspend an execution, in ms. */
const sleepMs = 4_000;
const prompt = 'A paper boat drifts down a rain gutter';

interface Answer {
	readonly status: number;
	readonly body: unknown;
}

async function order(scene: Scene, body: unknown): Promise<Answer> {
	const answers: Answer[] = [];
	await scene.until('the webhook is published', async () => {
		const response = await fetch(`${scene.stage.rest.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (response.status === 404) return false;
		answers.push({ status: response.status, body: await response.json() });
		return true;
	});
	const [answer] = answers;
	ok(answer !== undefined);
	return answer;
}

export const webhookRespondThenCallback: Case = {
	name,
	shows: 'An order is answered with 202, sleeps until WaveSpeedAI calls, and its caller is told',
	play: async (scene) => {
		const { journal, faults, stage } = scene;
		stage.simulator.setTaskMs(sleepMs);
		const { workflow } = storedExample(stage, name);
		const published = await Published.behindWebhook(scene, path, workflow);
		await withReceiver(async ({ url: callbackUrl, received }) => {
			const accepted = { status: 202, body: { orderId: 'order 7', status: 'accepted' } };
			const wanted = { prompt, callbackUrl, orderId: 'order 7' };
			deepEqual(await order(scene, wanted), accepted);
			const first = await published.newExecution();
			await published.waits(first);
			deepEqual(received, []);
			const told = await published.succeeded(first, 30_000);
			deepEqual(
				journal.accepted().map(({ model, body }) => [model, body]),
				[
					[
						'bytedance/seedance-2.0-fast/text-to-video',
						{
							prompt,
							duration: 5,
							resolution: '480p',
							aspect_ratio: '16:9',
							generate_audio: false,
						},
					],
				],
			);
			deepEqual(
				journal.callbacks().map(({ status }) => status),
				[200],
			);
			const { taskId, videoUrl } = itemsOf(told, 'Make video')[0] ?? {};
			equal(taskId, journal.accepted()[0]?.taskId);
			equal((await fetch(String(videoUrl))).status, 200);
			deepEqual(received, [{ orderId: 'order 7', status: 'completed', taskId, videoUrl }]);

			// The caller sends its order again: no second video.
			deepEqual(await order(scene, wanted), accepted);
			await published.succeeded(await published.newExecution());
			equal(journal.submits().length, 1);
			deepEqual(received[1], received[0]);

			// A failed video is reported too.
			faults.onTask({ kind: 'failTask' });
			equal((await order(scene, { prompt, callbackUrl })).status, 202);
			const failed = await published.newExecution();
			await published.succeeded(failed, 30_000);
			const [, , bad] = received;
			const lost = String(journal.accepted()[1]?.taskId);
			deepEqual(bad, {
				orderId: `execution-${failed}`,
				status: 'failed',
				taskId: lost,
				message: problem('taskNotMade').message,
			});

			equal((await order(scene, { prompt })).status, 400);
			equal((await order(scene, { callbackUrl })).status, 400);
			equal(journal.submits().length, 2);
			equal(received.length, 3);
		});
	},
};
