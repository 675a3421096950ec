import { watchPanels } from '../../test/e2e/panel-repaint';
import type { RepaintWatch } from '../../test/e2e/panel-repaint';
import { openStage } from '../../test/e2e/stage';
import type { Stage } from '../../test/e2e/stage';
import { stopSignal } from '../../test/e2e/stop-signal';
import type { Bench, Figure } from '../bench';
import { quantile } from '../statistics';
import { panels } from './panels';
import type { WatchedPanel } from './panels';

async function repaintTime(
	{ title, atMost, watch: play }: WatchedPanel,
	stage: Stage,
	watch: RepaintWatch,
	say: (line: string) => void,
): Promise<Figure> {
	const repaints = await play(stage, watch);
	say(`\n${title}`);
	for (const { chosen, ms } of repaints) say(`  ${ms.toFixed(0).padStart(5)} ms  ${chosen}`);
	const times = repaints.map(({ ms }) => ms);
	return {
		name: title,
		figure: quantile(times, 0.5),
		unit: 'ms',
		...(atMost !== undefined && { atMost }),
		samples: times.length,
	};
}

/** Measures how long a person waits for the fields of the model that they chose. */
export const panel: Bench = {
	about: 'the time to repaint a node’s panel when another model is chosen',
	how:
		'A real n8n 2.x with the package installed from its tarball, its editor in headless Chromium. Measured ' +
		'in the page: from the click on an entry to the frame that shows the last change of the panel that can be ' +
		'seen. Fields differ from one choice to the next. The panels beside them show n8n’s part of it.',
	async run({ say }) {
		const signal = stopSignal();
		const stage = await openStage({ line: 2, taskSeconds: 1, signal });
		try {
			const watch = await watchPanels(stage, signal);
			const figures: Figure[] = [];
			for (const one of panels) figures.push(await repaintTime(one, stage, watch, say));
			const types = await watch.loadedTypes();
			await watch.close();
			say(`\nn8n ${stage.n8nVersion}`);
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
