import { manualChain, seedanceNode } from '../../test/e2e/chain';
import { watchPanels } from '../../test/e2e/panel-repaint';
import { openStage } from '../../test/e2e/stage';
import { stopSignal } from '../../test/e2e/stop-signal';
import type { Bench, Figure } from '../bench';
import { quantile } from '../statistics';

/** As the workflows for pictures call it. */
const nodeName = 'Seedance';

/** Each model has other fields than the one before it; new nodes begin with v1.5. */
const nodes = [
	{
		title: 'Text to Video',
		type: 'seedanceTextToVideo',
		models: [
			'seedance-v1-lite-t2v-480p',
			'seedance-2.0/text-to-video',
			'seedance-v1.5-pro/text-to-video',
		],
		times: 4,
	},
	{
		title: 'Image to Video',
		type: 'seedanceImageToVideo',
		models: [
			'seedance-v1-pro-i2v-480p',
			'seedance-2.0/image-to-video',
			'seedance-v1-lite-i2v-720p',
			'seedance-v1.5-pro/image-to-video',
		],
		times: 3,
	},
];

/** How long a person waits for the fields of the model that they chose. */
export const panel: Bench = {
	about: 'the time to repaint a node’s panel when another model is chosen',
	how:
		'A real n8n with the package installed from its tarball, its editor in headless Chromium. Measured in ' +
		'the page: from the click on a model’s entry to the frame that shows the last change of the panel. ' +
		'The models differ in fields from one to the next.',
	async run({ say }) {
		const signal = stopSignal();
		const stage = await openStage({ taskSeconds: 1, signal });
		try {
			const watch = await watchPanels(stage, signal);
			const figures: Figure[] = [];
			for (const { title, type, models, times } of nodes) {
				const node = seedanceNode(nodeName, type, stage.credentialId, {});
				const workflowId = await stage.rest.addWorkflow(manualChain(`Repaint ${title}`, [node]));
				const all = Array.from({ length: times }, () => models).flat();
				const repaints = await watch.change(
					workflowId,
					all.map((model) => `bytedance/${model}`),
				);
				say(`\n${title}, n8n ${stage.n8nVersion}`);
				for (const { model, ms } of repaints) say(`  ${ms.toFixed(0).padStart(5)} ms  ${model}`);
				figures.push({
					name: `${title}: from the choice to the new fields (n8n ${stage.n8nVersion})`,
					figure: quantile(
						repaints.map(({ ms }) => ms),
						0.5,
					),
					unit: 'ms',
					atMost: 200,
					samples: repaints.length,
				});
			}
			const types = await watch.loadedTypes();
			await watch.close();
			return [
				...figures,
				{ name: 'the nodes in types/nodes.json', figure: types.nodes, unit: 'bytes' },
				{ name: 'the same nodes as tools, added by n8n', figure: types.tools, unit: 'bytes' },
			];
		} finally {
			await stage.close();
		}
	},
};
