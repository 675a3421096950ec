import { deepEqual, equal } from 'node:assert/strict';
import { resolve } from 'node:path';
import { DataTable } from '../data-table';
import type { Case, Scene } from '../scene';
import { checkVideoFile } from '../video-file';
import { Example } from './example';

const everyNight = 'Every night at 3';

export const nightlyCatchUp: Case = {
	name: 'nightly-catch-up',
	shows: 'Videos that were paid for and never fetched are files after the night, each fetched once',
	lines: [1, 2],
	play: async (scene) => {
		const { journal, faults, stage } = scene;
		const batch = await scene.publish('nightly', { parameters: { return: 'taskId' } });
		// The last one is still unfinished when the night begins.
		stage.simulator.setTaskMs((submit) => (batch.isRow(3)(submit) ? 15_000 : 500));
		faults.onTask({ kind: 'failTask', code: 1403 }, { match: batch.isRow(2) });
		faults.onDownload({ kind: 'serverError' }, { match: isOf(batch, 1), times: 3 });
		equal((await batch.run(4)).status, 'success');
		const [fetched = '', broken = '', failed = '', late = ''] = batch.taskIds(4);
		await scene.later(1000);

		const example = await Example.open(scene, 'nightly-catch-up');
		await example.runBySchedule();
		const table = await DataTable.named(stage.rest, 'Seedance fetched');
		const known = async () =>
			Object.fromEntries(
				(await table.rows())
					.filter(({ taskId }) => batch.taskIds(4).includes(String(taskId)))
					.map(({ taskId, status, videoFile }) => [String(taskId), { status, videoFile }]),
			);
		const withFile = (taskId: string) => ({
			[taskId]: { status: 'completed', videoFile: `.n8n-files/${taskId}.mp4` },
		});
		const firstNight = {
			...withFile(fetched),
			...withFile(late),
			[failed]: { status: 'failed', videoFile: null },
		};
		deepEqual(await known(), firstNight);
		checkVideoFile(resolve(stage.home, `.n8n-files/${fetched}.mp4`));
		checkVideoFile(resolve(stage.home, `.n8n-files/${late}.mp4`));

		// What could not be downloaded comes with the next night, and nothing comes twice.
		const downloads = [fetched, late].map((taskId) => journal.downloads(taskId).length);
		await example.run(everyNight);
		await example.run(everyNight);
		deepEqual(await known(), { ...firstNight, ...withFile(broken) });
		checkVideoFile(resolve(stage.home, `.n8n-files/${broken}.mp4`));
		deepEqual(
			[fetched, late].map((taskId) => journal.downloads(taskId).length),
			downloads,
		);
		equal(journal.submits().length, 4);
	},
};

/** Whether a download is that of a row. */
const isOf =
	(batch: Awaited<ReturnType<Scene['publish']>>, row: number) =>
	({ body }: { body?: Readonly<Record<string, unknown>> }): boolean =>
		body !== undefined && batch.isRow(row)({ body });
