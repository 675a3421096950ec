/** A form's file is one payment, whatever n8n does with the execution and the file's id. */
import { deepEqual, equal } from 'node:assert/strict';
import { sendForm } from '../form-sent';
import { png } from '../picture';
import { pictureLabel, publishPictureForm, videoNode } from '../picture-form';
import { itemsOf, type Published } from '../published';
import type { Execution } from '../n8n-rest';
import type { Case, Scene } from '../scene';
import { causeOf } from '../../support/errors/causeOf';

/** Publishes a form, sends an image with it, and returns the execution that has begun. */
async function begin(
	scene: Scene,
	title: string,
	parameters: Record<string, unknown>,
	settings: Record<string, unknown> = {},
): Promise<readonly [Published, string]> {
	const given = { image: pictureLabel, return: 'url', ...parameters };
	const { url, published } = await publishPictureForm(scene, title, given, settings);
	await sendForm(scene, url.split('/').at(-1) ?? '', [[png('sunset.png', 640, 360)]]);
	return [published, await published.newExecution()];
}

const notFinished = ({ status, data }: Execution) => {
	equal(status, 'error');
	equal(causeOf(data.resultData.error), 'deadline');
};

/** It ended with the one video that was submitted, whenever that was. */
function hasTheVideo(scene: Scene, execution: Execution) {
	equal(execution.status, 'success', execution.data.resultData.error?.message);
	const accepted = scene.journal.accepted();
	deepEqual(
		itemsOf(execution, videoNode).map(({ taskId }) => taskId),
		accepted.map(({ taskId }) => taskId),
	);
	equal(accepted.length, 1);
}

/** A video that takes longer than the node waits, and the time at which it's certainly finished. */
const slowMs = 12_000;
/** A video that takes longer than n8n's timer, which runs once a minute. */
const sleptMs = 150_000;
const impatient = { options: { timeoutMinutes: 0.05 } };

export const formFile: Case = {
	name: 'form-file',
	shows: 'Form → video → timeout → both kinds of Retry, also twice of the first: one task',
	lines: [2, 1],
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(slowMs);
		const [published, id] = await begin(scene, 'form-file', impatient);
		const first = await published.ended(id);
		notFinished(first);
		notFinished(await published.retry(first, 'original'));
		await scene.later(slowMs);
		hasTheVideo(scene, await published.retry(first, 'saved'));
		hasTheVideo(scene, await published.retry(first, 'original'));
	},
};

export const formFileRetries: Case = {
	name: 'form-file-retries',
	shows: 'The first retry of an execution submits; a second one of the same is given that task',
	lines: [2, 1],
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(slowMs);
		scene.faults.onSubmit({ kind: 'insufficientCredits' });
		const [published, id] = await begin(scene, 'form-file-retries', impatient);
		const first = await published.ended(id);
		equal(causeOf(first.data.resultData.error), 'insufficientCredits');
		equal(scene.journal.accepted().length, 0);
		notFinished(await published.retry(first, 'original'));
		await scene.later(slowMs);
		hasTheVideo(scene, await published.retry(first, 'original'));
		hasTheVideo(scene, await published.retry(first, 'saved'));
	},
};

export const formFileAsleep: Case = {
	name: 'form-file-asleep',
	shows: 'Form → video, suspended with Retry On Fail, until a timeout; then Retry: one task',
	lines: [2, 1],
	play: async (scene) => {
		scene.stage.simulator.setTaskMs(sleptMs);
		const options = { waitUsing: 'suspend', timeoutMinutes: 0.1 };
		const retrying = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1000 };
		const [published, id] = await begin(scene, 'form-file-asleep', { options }, retrying);
		await published.waits(id);
		const failed = await published.ended(id, sleptMs);
		notFinished(failed);
		const [submit] = scene.journal.accepted();
		await scene.later(Math.max(0, (submit?.atMs ?? 0) + sleptMs + 1_000 - Date.now()));
		hasTheVideo(scene, await published.retry(failed, 'original'));
	},
};
