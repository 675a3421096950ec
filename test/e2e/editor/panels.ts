import { chain, manualChain, seedanceNode } from '../chain';
import { inGroups } from '../../support/panel';
import type { Workflow } from '../examples';

/** A screenshot of a node's panel. */
export interface PanelPicture {
	/** File name without ".png". */
	file: string;
	/** Type name of the node without the package's. */
	node: string;
	/** The model that is chosen from the list, or the default one. */
	model?: string;
	/** What is set before it is opened. */
	parameters?: Record<string, unknown>;
	/** What is added to the form of a model that the package does not know. */
	add?: readonly string[];
	/** What is opened before the screenshot. */
	open?: 'model' | 'Options';
}

/** The name of the node in the workflows of the screenshots. */
export const panelNode = 'Seedance';

const textToVideo = 'seedanceTextToVideo';
const imageToVideo = 'seedanceImageToVideo';
const videoToVideo = 'seedanceVideoToVideo';
const waitForCompletion = 'seedanceWaitForCompletion';

/** All screenshots of panels: each new node, then with other models. */
export const panelPictures: PanelPicture[] = [
	{ file: 'text-to-video', node: textToVideo },
	{ file: 'image-to-video', node: imageToVideo },
	{ file: 'video-to-video', node: videoToVideo },
	{ file: 'video-to-video-edit', node: videoToVideo, model: 'bytedance/seedance-2.5/video-edit' },
	{ file: 'video-to-video-upscale', node: videoToVideo, model: 'bytedance/video-upscaler' },
	{
		file: 'video-to-video-motion',
		node: videoToVideo,
		model: 'bytedance/seedance-2.5/motion-control',
	},
	{ file: 'get-result', node: 'seedanceGetResult' },
	{
		file: 'get-many',
		node: 'seedanceGetResult',
		parameters: { operation: 'getAll', filters: { status: 'completed', createdAfter: '' } },
	},
	{ file: 'wait-for-completion', node: waitForCompletion },
	{
		file: 'wait-suspended',
		node: waitForCompletion,
		parameters: { waitUsing: 'suspend', options: inGroups({ recheckMinutes: 5 }) },
	},
	{
		file: 'trigger',
		node: 'seedanceTrigger',
		parameters: { options: { models: [], simplify: true, verifyState: true } },
	},
	{
		file: 'options-of-callbacks',
		node: textToVideo,
		parameters: {
			options: inGroups({
				callbackUrl: 'https://n8n.example.com/webhook/0b5c/seedance',
				notifyWhenDone: 'url',
				recheckMinutes: 5,
				reference: '={{ $json.rowId }}',
				waitUsing: 'suspend',
			}),
		},
	},
	modelPanel(imageToVideo, 'seedance-v1-pro-i2v-480p'),
	modelPanel(imageToVideo, 'seedance-v1-lite-i2v-720p'),
	modelPanel(imageToVideo, 'seedance-v1.5-pro/image-to-video'),
	modelPanel(imageToVideo, 'seedance-2.0/image-to-video'),
	modelPanel(textToVideo, 'seedance-v1-lite-t2v-480p'),
	{
		file: 'model-form',
		node: textToVideo,
		parameters: { model: { __rl: true, mode: 'id', value: 'alibaba/wan-2.6/text-to-video' } },
		add: ['Size', 'Enable Prompt Expansion', 'Negative Prompt', 'Seed'],
	},
	{ file: 'model-list', node: textToVideo, open: 'model' },
	{ file: 'model-list-image', node: imageToVideo, open: 'model' },
	{ file: 'model-list-video', node: videoToVideo, open: 'model' },
	{
		file: 'options-advanced',
		node: imageToVideo,
		parameters: { options: { advanced: { values: {} }, references: { values: {} } } },
	},
	{
		file: 'options-of-output',
		node: imageToVideo,
		parameters: {
			options: {
				errorHandling: { values: {} },
				file: { values: {} },
				output: { values: {} },
			},
		},
	},
	{ file: 'options', node: textToVideo, open: 'Options' },
	{
		file: 'options-of-money',
		node: textToVideo,
		parameters: {
			options: inGroups({
				previewOnly: 'manual',
				keepBalanceAboveUsd: 20,
				liveQuote: 'always',
				maximumCostUsd: 5,
			}),
		},
	},
	{
		file: 'options-of-retries',
		node: textToVideo,
		parameters: {
			options: inGroups({
				ifOutcomeIsUnknown: 'stop',
				requestKey: '={{ $json.recordId }}',
				submitDeadlineMinutes: 60,
				submitsAtOnce: 5,
			}),
		},
	},
];

/** The workflow of a screenshot. */
export function panelWorkflow(picture: PanelPicture, credentialId: string): Workflow {
	const { file, node: type, parameters = {} } = picture;
	const node = seedanceNode(panelNode, type, credentialId, parameters);
	const isTrigger = type.endsWith('Trigger');
	return isTrigger ? chain(`Panel ${file}`, [node]) : manualChain(`Panel ${file}`, [node]);
}

function modelPanel(node: string, name: string): PanelPicture {
	return { file: `model-${name.replace(/\W+/g, '-')}`, node, model: `bytedance/${name}` };
}
