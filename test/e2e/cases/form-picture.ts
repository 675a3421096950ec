/** An image from a form becomes a video. */
import { createHash } from 'node:crypto';
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { z } from 'zod';
import { bytesOf } from '../item-videos';
import { withPerson } from '../person';
import { png } from '../picture';
import { pictureLabel, publishPictureForm, videoNode } from '../picture-form';
import { filesOf, itemsOf } from '../published';
import type { Case, Scene } from '../scene';
import { causeOf } from '../../support/errors/causeOf';

const outputSchema = z.object({ taskId: z.string(), videoUrl: z.string() });

async function bytesAt(url: string): Promise<Buffer> {
	const response = await fetch(url);
	equal(response.status, 200);
	return Buffer.from(await response.arrayBuffer());
}

/** What the API was asked for, in order, besides the looks at the task. */
const steps = ({ journal }: Scene) =>
	journal.requests.map(({ route }) => route).filter((route) => route !== 'read');

export const formPicture: Case = {
	name: 'form-picture',
	shows: 'A form’s picture is uploaded and made a video of, which plays in n8n’s own preview',
	lines: [1, 2],
	play: async (scene) => {
		const { journal } = scene;
		const picture = png('sunset ü.png', 640, 360);
		await withPerson(scene, async (person) => {
			const parameters = { image: pictureLabel };
			const { url, published } = await publishPictureForm(scene, 'form-picture', parameters);
			await person.submitForm(url, pictureLabel, picture);
			const execution = await published.succeeded(await published.newExecution());

			// The very bytes, once and without the key, before the one submit.
			const [upload] = journal.uploads();
			equal(upload?.sha256, createHash('sha256').update(picture.bytes).digest('hex'));
			equal(upload?.authorizationSent, false);
			const [submit] = journal.accepted();
			deepEqual(steps(scene), ['ticket', 'upload', 'submit', 'download']);
			ok(picture.bytes.equals(await bytesAt(String(submit?.body.image))));

			const { taskId, videoUrl } = outputSchema.parse(itemsOf(execution, videoNode)[0]);
			equal(taskId, submit?.taskId);
			const video = filesOf(execution, videoNode)[0]?.data;
			equal(video?.mimeType, 'video/mp4');
			ok(
				video !== undefined &&
					(await bytesOf(scene.stage.rest, video)).equals(await bytesAt(videoUrl)),
			);

			const { workflowId } = published;
			const place = { workflowId, executionId: execution.id, node: videoNode };
			// The model's default for a 16:9 image: 720p, 5 seconds.
			deepEqual(await person.watchVideo(place, 'form-picture-preview'), {
				width: 1280,
				height: 720,
				seconds: 5,
			});
		});
	},
};

export const formPictureRefused: Case = {
	name: 'form-picture-refused',
	shows: 'A picture that is too small is refused before anything is sent, and the editor says why',
	play: async (scene) => {
		await withPerson(scene, async (person) => {
			// The field has the default “data”, which stands for the item's only image. The limit is from
			// this model's document.
			const model = { __rl: true, mode: 'list', value: 'bytedance/seedance-v1-lite-i2v-720p' };
			const { url, published } = await publishPictureForm(scene, 'form-picture-refused', { model });
			await person.submitForm(url, pictureLabel, png('logo.png', 200, 200));
			const execution = await published.ended(await published.newExecution());
			equal(execution.status, 'error');
			deepEqual(steps(scene), []);

			const { workflowId } = published;
			const place = { workflowId, executionId: execution.id, node: videoNode };
			const { message, description } = await person.readError(place, 'form-picture-refused');
			equal(causeOf({ message, description }), 'parameterRefused');
			match(`${message} ${description}`, /200 × 200.*300 × 300/);
		});
	},
};
