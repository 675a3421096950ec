import { ourNode } from './batch-workflow';
import { chainNode, seedanceNode, splitNode } from './chain';
import { Published } from './published';
import type { Scene } from './scene';

const rows = ['A red fox in the snow', 'An owl over a field', 'A hare at dusk'];

/** What each of them costs at the simulator, in USD. */
export const usdOfOne = 0.8;

/** The request of each row by a node with default fields. */
export const threeBodies = rows.map((prompt) => ({
	prompt,
	duration: 5,
	aspect_ratio: '16:9',
	resolution: '720p',
	generate_audio: true,
}));

/** Stores a workflow that a person starts, with three items for one node that makes videos. */
export async function storeThreeVideos(scene: Scene, title: string): Promise<Published> {
	const jsonOutput = JSON.stringify({ body: { rows: rows.map((scenery) => ({ scenery })) } });
	const fields = chainNode('Edit Fields', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput });
	const parameters = { prompt: '={{ $json.scenery }}' };
	const { credentialId } = scene.stage;
	const node = seedanceNode(ourNode, 'seedanceTextToVideo', credentialId, parameters);
	return await Published.manual(scene, title, [fields, splitNode(), node]);
}
