import { deepEqual, equal, match } from 'node:assert/strict';
import { DataTable, type TableRow } from '../data-table';
import type { Case } from '../scene';
import { videosOf, type ItemVideo } from '../item-videos';
import { Example } from './example';

const submitNow = 'Submit new rows';
const fetchNow = 'Every 5 minutes';

const statuses = (rows: readonly TableRow[]) => rows.map(({ status }) => status);

export const rowsSubmitThenFetch: Case = {
	name: 'rows-submit-then-fetch',
	shows: 'Rows of a data table are submitted once each; their videos come later, on a schedule',
	lines: [1, 2],
	play: async (scene) => {
		const { journal, faults, stage } = scene;
		faults.onTask({ kind: 'failTask', code: 1403 }, { match: isOf('rows fails') });
		faults.onTask({ kind: 'stuck' }, { match: isOf('rows lasts') });
		const example = await Example.open(scene, 'rows-submit-then-fetch');

		// The first run makes the table and submits the two rows that come with it.
		await example.run(submitNow);
		const table = await DataTable.named(stage.rest, 'Seedance videos');
		deepEqual(statuses(await table.rows()), ['submitted', 'submitted']);

		// A person adds rows, one of them still without a prompt.
		await table.add({ prompt: 'rows fails' }, { prompt: 'rows lasts' }, {});
		await example.run(submitNow);
		await example.run(submitNow);
		const submitted = await table.rows();
		deepEqual(
			submitted.map(({ prompt, taskId }) => [prompt, taskId]),
			[...journal.accepted().map(({ body, taskId }) => [body.prompt, taskId]), [null, null]].sort(
				byPromptOf(submitted),
			),
		);
		equal(journal.submits().length, 4);

		// The rows of the second run end later than those of the first: each of the three is waited for.
		const saved: ItemVideo[] = [];
		await scene.until('the three tasks that end have been fetched', async () => {
			saved.push(...(await videosOf(scene, await example.run(fetchNow), 'Save video here')));
			return (
				(await table.rows()).filter(({ status }) => status === 'done' || status === 'failed')
					.length === 3
			);
		});
		const fetched = await table.rows();
		deepEqual(statuses(fetched), ['done', 'done', 'failed', 'submitted', null]);
		const done = ({ taskId, videoUrl }: TableRow) => [taskId, videoUrl];
		const byTask = (one: unknown[], other: unknown[]) =>
			String(one[0]).localeCompare(String(other[0]));
		deepEqual(
			saved.map(({ taskId, videoUrl }) => [taskId, videoUrl]).sort(byTask),
			fetched.slice(0, 2).map(done).sort(byTask),
		);
		match(String(fetched[2]?.note), /Execution failed/);

		// What is done is left alone.
		await example.run(fetchNow);
		// Each by the node and by this case.
		equal(journal.downloads().length, 2 * saved.length);

		// This simulates a crash before the ID was written. The row gets its paid video.
		await table.change(Number(fetched[3]?.id), { status: null, taskId: null });
		await example.run(submitNow);
		equal(journal.submits().length, 4);
		const [, , , lost] = await table.rows();
		deepEqual([lost?.status, lost?.taskId], ['submitted', fetched[3]?.taskId]);
	},
};

const isOf =
	(prompt: string) =>
	({ body }: { body: Readonly<Record<string, unknown>> }): boolean =>
		body.prompt === prompt;

/** Sorts pairs as their prompts come in the table. */
function byPromptOf(rows: readonly TableRow[]) {
	const place = ([prompt]: readonly unknown[]) => rows.findIndex((row) => row.prompt === prompt);
	return (a: readonly unknown[], b: readonly unknown[]) => place(a) - place(b);
}
