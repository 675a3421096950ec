import { deepEqual, equal, ok } from 'node:assert/strict';
import { DataTable } from '../data-table';
import { videosOf } from '../item-videos';
import type { Execution } from '../n8n-rest';
import type { Case, Scene } from '../scene';
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
		const saved = await savedIn(scene, await example.runBySchedule());
		const table = await DataTable.named(stage.rest, 'Seedance fetched');
		const known = async () =>
			Object.fromEntries(
				(await table.rows())
					.filter(({ taskId }) => batch.taskIds(4).includes(String(taskId)))
					.map(({ taskId, status, videoUrl }) => [String(taskId), { status, videoUrl }]),
			);
		const withVideo = (taskId: string) => ({
			[taskId]: { status: 'completed', videoUrl: saved.get(taskId) },
		});
		const firstNight = {
			...withVideo(fetched),
			...withVideo(late),
			[failed]: { status: 'failed', videoUrl: null },
		};
		deepEqual(await known(), firstNight);
		ok(saved.has(fetched) && saved.has(late) && !saved.has(broken));

		// What could not be downloaded comes with the next night, and nothing comes twice.
		const downloads = [fetched, late].map((taskId) => journal.downloads(taskId).length);
		const next = await savedIn(scene, await example.run(everyNight));
		ok(!next.has(fetched) && !next.has(late));
		deepEqual([...(await savedIn(scene, await example.run(everyNight))).keys()], []);
		const url = next.get(broken);
		ok(url !== undefined);
		deepEqual(await known(), { ...firstNight, [broken]: { status: 'completed', videoUrl: url } });
		deepEqual(
			[fetched, late].map((taskId) => journal.downloads(taskId).length),
			downloads,
		);
		equal(journal.submits().length, 4);
	},
};

/** The URLs of the videos that came as files, by their tasks. */
async function savedIn(scene: Scene, execution: Execution): Promise<Map<string, string>> {
	const videos = await videosOf(scene, execution, 'Save video here');
	return new Map(videos.map(({ taskId, videoUrl }) => [taskId, videoUrl]));
}

/** Whether a download is that of a row. */
const isOf =
	(batch: Awaited<ReturnType<Scene['publish']>>, row: number) =>
	({ body }: { body?: Readonly<Record<string, unknown>> }): boolean =>
		body !== undefined && batch.isRow(row)({ body });
