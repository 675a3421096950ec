/** The maximum cost of an execution, dry runs, and the hint after a manual run. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { ourNode } from '../batch-workflow';
import { withPerson } from '../person';
import { itemsOf } from '../published';
import type { Case } from '../scene';
import { storeThreeVideos, threeBodies, usdOfOne } from '../three-videos';
import { problem } from '../../../seedance/errors/messages';

const model = 'bytedance/seedance-2.0-fast/text-to-video';

export const money: Case = {
	name: 'money',
	shows: 'Three videos above the maximum, a preview of them, then without it: what the panel says',
	play: async (scene) => {
		const { journal } = scene;
		const workflow = await storeThreeVideos(scene, 'money');
		await withPerson(scene, async (person) => {
			const panel = await person.openNode(workflow.workflowId, ourNode);
			const run = async () => {
				await panel.executeStep();
				return await workflow.ended(await workflow.newExecution());
			};
			await panel.addOption('Cost Limits');
			await panel.fill('maximumCostUsd', '2');
			equal((await run()).status, 'error');
			await panel.untilOutputShows('$2.40');
			const { message, description } = await panel.readError();
			ok(message.startsWith(problem('costAboveMaximum').message), message);
			for (const amount of [/\$2\.40/, /\$2\.00/, /\$0\.80/]) match(description, amount);
			await panel.takePicture('money-maximum');

			await panel.fill('maximumCostUsd', '3');
			await panel.addOption('Preview Only (Dry Run)');
			const dry = itemsOf(await run(), ourNode);
			deepEqual(
				dry.map(({ status, model, prompt, estimatedCostUsd, priceSource }) => [
					...[status, model, prompt, estimatedCostUsd, priceSource],
				]),
				threeBodies.map(({ prompt }) => ['dryRun', model, prompt, usdOfOne, 'quote']),
			);
			await panel.untilOutputShows('3 items');
			await panel.showOutputSchema();
			await panel.takePicture('money-dry-run');
			deepEqual(journal.submits(), []);

			await panel.removeOption('previewOnly');
			equal((await run()).status, 'success');
			deepEqual(
				journal.accepted().map((submit) => submit.body),
				threeBodies,
			);
			await panel.untilOutputShows('Created 3 videos');
			const [hint = ''] = await panel.readHints();
			match(hint, /3 .*\$2\.40/);
			await panel.takePicture('money-hint');
		});
	},
};
