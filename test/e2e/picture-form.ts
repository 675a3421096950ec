import { randomUUID } from 'node:crypto';
import { chain, chainNode, seedanceNode } from './chain';
import { Published } from './published';
import type { Scene } from './scene';

/** The label of the form's only field, which also names the item's file. */
export const pictureLabel = 'Your image (JPEG or PNG)!';

/** The name of the node that makes a video of the image. */
export const videoNode = 'Make video';

/** A published workflow that begins with a form. */
export interface PublishedForm {
	/** Where people fill it in. */
	readonly url: string;
	readonly published: Published;
}

/** Publishes a form for an image, followed by a node that makes a video of it. */
export async function publishPictureForm(
	scene: Scene,
	title: string,
	parameters: Record<string, unknown>,
	settings: Record<string, unknown> = {},
): Promise<PublishedForm> {
	const { line, rest, credentialId } = scene.stage;
	const webhookId = randomUUID();
	const file = {
		fieldLabel: pictureLabel,
		fieldType: 'file',
		multipleFiles: false,
		acceptFileTypes: '.jpg, .jpeg, .png',
		requiredField: true,
	};
	const form = chainNode(
		'On form submission',
		'n8n-nodes-base.formTrigger',
		// The newest that each line has.
		line === 2 ? 2.6 : 2.3,
		{ formTitle: 'Bring your image to life', formFields: { values: [file] }, options: {} },
		{ webhookId },
	);
	const making = {
		prompt: 'Northern lights ripple above the lake while the camera pushes in slowly',
		return: 'file',
		...parameters,
	};
	const make = seedanceNode(videoNode, 'seedanceImageToVideo', credentialId, making, settings);
	const published = await Published.stored(scene, chain(title, [form, make]));
	const url = `${rest.url}/form/${webhookId}`;
	// n8n publishes in the background: until it has, it knows no such form.
	await scene.until('the form is published', async () => (await fetch(url)).ok);
	return { url, published };
}
