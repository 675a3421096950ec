import type { Page } from 'playwright-core';
import { ourNode } from '../batch-workflow';
import type { Scene } from '../scene';
import { storeThreeVideos } from '../three-videos';
import type { Camera } from './camera';
import type { Editor } from './editor';
import { PanelInEditor } from './node-panel';

/** Three videos above the maximum cost, their dry run, and the hint after they are made. */
export async function takeMoney(
	scene: Scene,
	page: Page,
	editor: Editor,
	camera: Camera,
): Promise<void> {
	const workflow = await storeThreeVideos(scene, 'Three videos');
	await editor.openWorkflow(workflow.workflowId);
	await editor.openNode(ourNode);
	const panel = new PanelInEditor(page, editor, camera, ourNode, '');
	const run = async () => {
		await panel.executeStep();
		await workflow.ended(await workflow.newExecution());
	};
	await panel.addOption('Cost Limits');
	await panel.fill('maximumCostUsd', '2');
	await run();
	await panel.untilOutputShows('This run would cost more');
	await panel.takePicture('money-maximum');

	await panel.fill('maximumCostUsd', '3');
	await panel.addOption('Preview Only (Dry Run)');
	await run();
	await panel.untilOutputShows('3 items');
	await panel.showOutputSchema();
	await panel.takePicture('money-dry-run');

	await panel.removeOption('previewOnly');
	await run();
	await panel.untilOutputShows('Created 3 videos');
	await panel.takePicture('money-hint');
}
