/** The panels that are measured, and what is chosen in them. */
import { chainNode, manualChain, seedanceNode } from '../../test/e2e/chain';
import type { FieldsAfter, Repaint, RepaintWatch } from '../../test/e2e/panel-repaint';
import type { Stage } from '../../test/e2e/stage';

export interface WatchedPanel {
	readonly title: string;
	/** In ms; absent for a panel that isn't ours. */
	readonly atMost?: number;
	watch(stage: Stage, watch: RepaintWatch): Promise<Repaint[]>;
}

/** The name that the editor tests give the node that they open. */
const nodeName = 'Seedance';
const limitMs = 200;

const repeated = (names: readonly string[], times: number) =>
	Array.from({ length: times }, () => names).flat();

interface Choices {
	readonly type: string;
	readonly models: readonly string[];
	readonly fieldsAfter?: FieldsAfter;
	readonly atMost?: number;
}

const ours = (
	title: string,
	{ type, models, fieldsAfter = 'others', atMost }: Choices,
): WatchedPanel => ({
	title,
	...(atMost !== undefined && { atMost }),
	watch: async ({ credentialId, rest }, watch) => {
		const model = { __rl: true, mode: 'list', value: models.at(-1) };
		const node = seedanceNode(nodeName, type, credentialId, { model });
		const workflowId = await rest.addWorkflow(manualChain(`Repaint ${title}`, [node]));
		return await watch.changeModel(workflowId, models, fieldsAfter);
	},
});

/** Each model has other fields than the one before it. The node starts with the last. */
const textModels = ['bytedance/seedance-v1-lite-t2v-480p', 'bytedance/seedance-2.0/text-to-video'];

const imageModels = [
	'bytedance/seedance-v1-pro-i2v-480p',
	'bytedance/seedance-2.0/image-to-video',
	'bytedance/seedance-v1-lite-i2v-720p',
	'bytedance/seedance-v1.5-pro/image-to-video',
];

/** n8n redraws the whole panel for these as well, so they show n8n's own share of the time. */
const sameFields = ['bytedance/seedance-v1-lite-i2v-720p', 'bytedance/seedance-v1-lite-i2v-480p'];

const operations = ['Send Photo', 'Send Location', 'Edit Message Text', 'Send Message'];

export const panels: readonly WatchedPanel[] = [
	ours('Text to Video: from the choice of a model to its fields', {
		type: 'seedanceTextToVideo',
		models: repeated(textModels, 6),
		atMost: limitMs,
	}),
	ours('Image to Video: from the choice of a model to its fields', {
		type: 'seedanceImageToVideo',
		models: repeated(imageModels, 3),
		atMost: limitMs,
	}),
	ours('beside them: Image to Video, another model with the same fields', {
		type: 'seedanceImageToVideo',
		models: repeated(sameFields, 6),
		fieldsAfter: 'same',
	}),
	{
		title: 'beside them: n8n’s own Telegram node, another operation',
		watch: async ({ rest }, watch) => {
			const parameters = { operation: 'sendMessage', chatId: '1', text: 'Hello' };
			const node = chainNode(nodeName, 'n8n-nodes-base.telegram', 1.2, parameters);
			const workflowId = await rest.addWorkflow(manualChain('Repaint Telegram', [node]));
			return await watch.changeChoice(workflowId, 'operation', repeated(operations, 3));
		},
	},
];
