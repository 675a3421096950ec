/** Items with files, for tests of image, video and audio inputs. */
import { createHash } from 'node:crypto';
import type { IBinaryData, IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { startWorkflow } from '../engine/run';
import { png } from '../support/media/images';
import { chainOf, seedance, setupFor } from './bench';
import type { Step } from './bench';
import type { TestSimulator } from './test-simulator';

export const submitNode = 'seedanceImageToVideo';

/** A file as n8n keeps it in an item where it has no store. */
export const binary = (
	bytes: Uint8Array,
	fileName = 'photo.png',
	mimeType = 'image/png',
): IBinaryData => ({ data: Buffer.from(bytes).toString('base64'), mimeType, fileName });

export const item = (files: Record<string, IBinaryData>, json: IDataObject = {}) => ({
	json,
	binary: files,
});

/** A chain of nodes after a Source that emits these items, files included. */
export function chainOfItems(items: readonly INodeExecutionData[], steps: readonly Step[]) {
	const json = chainOf([], steps);
	const source = json.nodes.find(({ name }) => name === 'Source');
	if (source === undefined) throw new Error('No Source');
	source.parameters = { items: JSON.stringify(items) };
	return json;
}

/** Runs such a chain. */
export const runItems = async (
	baseUrl: string,
	items: readonly INodeExecutionData[],
	steps: readonly Step[],
) => await startWorkflow(chainOfItems(items, steps), setupFor(baseUrl)).done;

/** A node that makes videos of images without waiting for them. */
export const submitting = (parameters: IDataObject = {}, settings: object = {}) =>
	seedance(submitNode, { prompt: 'It moves', return: 'taskId', ...parameters }, settings);

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const seedance2 = { model: byId('bytedance/seedance-2.0/image-to-video') };
export const lite = { model: byId('bytedance/seedance-v1-lite-i2v-720p') };

export const photo = png(640, 480);
export const logo = png(300, 300);
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const messageOf = ({ data }: IRun) => data.resultData.error?.message;

/** Submits items with files, and what the simulator has seen of it. */
export const mediaBench = (simulator: TestSimulator) => ({
	run: async (
		items: readonly INodeExecutionData[],
		parameters: IDataObject = {},
		settings: object = {},
	) => await runItems(simulator.url, items, [submitting(parameters, settings)]),
	bodies: () => simulator.journal.accepted().map(({ body }) => body),
	/** Of tickets, uploads and submits. */
	counts: () => {
		const { journal } = simulator;
		return [journal.tickets().length, journal.uploads().length, journal.submits().length];
	},
});
