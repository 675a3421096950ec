import { deepEqual, equal, match } from 'node:assert/strict';
import { z } from 'zod';
import { untilEnded } from '../example-run';
import { videosOf } from '../item-videos';
import { withOutside, type SentRequest } from '../outside';
import type { Case } from '../scene';
import { exampleWithOutside } from '../stand-ins';

const name = 'sheet-products-to-drive';
const everyHour = 'Every hour';

const cells = z.record(z.string());

export const sheetProductsToDrive: Case = {
	name,
	shows: 'Rows become videos in Drive; one whose row could not be written is not charged again',
	play: async (scene) => {
		const { journal, faults, stage } = scene;
		const row = (sku: string, status: string) => ({
			sku,
			image: stage.imageUrl,
			prompt: `${sku} turns`,
			status,
			video: '',
		});
		const rows: Array<Record<string, string>> = [
			row('cup', ''),
			row('vase', 'done'),
			row('bowl', ''),
			row('jug', ''),
		];
		let isSheetDown = true;
		const answer = ({ path, query, json }: SentRequest) => {
			if (path === '/sheet/read') return rows;
			const file = query.get('name') ?? '';
			if (path === '/drive/upload') return { id: file, webViewLink: `https://drive.test/${file}` };
			if (path !== '/sheet/update') return undefined;
			if (isSheetDown) throw new Error('The sheet cannot be written now');
			const given = cells.parse(json);
			const found = rows.find(({ sku }) => sku === given.sku);
			if (found !== undefined) Object.assign(found, given);
			return given;
		};
		faults.onTask(
			{ kind: 'failTask' },
			{ match: ({ body }) => body.prompt === 'jug turns', times: 2 },
		);
		await withOutside(answer, async (outside) => {
			const workflow = await exampleWithOutside(scene, name, outside.url, {});
			const id = await stage.rest.addWorkflow(workflow);
			const run = async () =>
				await untilEnded(stage.rest, await stage.rest.run(id, everyHour), 60_000, scene.signal);

			equal((await run()).status, 'error');
			equal(journal.accepted().length, 3);

			isSheetDown = false;
			const again = await run();
			equal(again.status, 'success', again.data.resultData.error?.message);
			// The two that are ready are handed out again, and the one that failed, for which nobody paid, is tried again.
			equal(journal.accepted().length, 4);
			deepEqual(
				journal
					.accepted()
					.map(({ body }) => body.prompt)
					.sort(),
				['bowl turns', 'cup turns', 'jug turns', 'jug turns'],
			);
			const written = rows.map(({ sku, status, video }) => [sku, status, video]);
			deepEqual(written.slice(0, 3), [
				['cup', 'done', 'https://drive.test/cup.mp4'],
				['vase', 'done', ''],
				['bowl', 'done', 'https://drive.test/bowl.mp4'],
			]);
			match(String(rows[3]?.status), /^failed: /);
			const videos = await videosOf(scene, again, 'Make videos');
			const uploads = outside.to('/drive/upload').slice(-videos.length);
			deepEqual(
				uploads.map(({ query, body }, i) => [query.get('name'), videos[i]?.bytes.equals(body)]),
				[
					['cup.mp4', true],
					['bowl.mp4', true],
				],
			);

			// What is done is left alone.
			await run();
			equal(journal.accepted().length, 4);
		});
	},
};
