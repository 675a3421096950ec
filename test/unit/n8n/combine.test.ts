/** Combine Into One Item: all finished videos in order, and nothing lost. */
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { combineVideos } from '../../../nodes/shared/n8n/combine';

const video = (id: string, more: IDataObject = {}, item = 0): INodeExecutionData => ({
	json: { videoUrl: `https://x.example/${id}.mp4`, status: 'completed', taskId: id, ...more },
	pairedItem: { item },
});
const file = (name: string) => ({ mimeType: 'video/mp4', data: '', fileName: name });
const only = (output: INodeExecutionData[]) => {
	expect(output).toHaveLength(1);
	return output[0]?.json;
};

it('says where each video starts, the useful fields first', () => {
	const json = only(
		combineVideos(
			[
				video('a', { durationSeconds: 5, prompt: 'One', rowId: 7, estimatedCostUsd: 0.26 }),
				video('b', { durationSeconds: 4.1, prompt: 'Two', estimatedCostUsd: 0.3 }, 1),
				video('c', { durationSeconds: 10, prompt: 'Three', estimatedCostUsd: 0.1 }, 2),
			],
			'data',
		),
	);
	expect(json).toMatchObject({ videoCount: 3, totalSeconds: 19.1, estimatedCostUsd: 0.66 });
	const videos = json?.videos as IDataObject[];
	expect(videos.map(({ startSeconds }) => startSeconds)).toEqual([0, 5, 9.1]);
	expect(Object.keys(videos[0] ?? {}).slice(0, 3)).toEqual([
		'videoUrl',
		'durationSeconds',
		'startSeconds',
	]);
	expect(videos[0]).toMatchObject({ taskId: 'a', prompt: 'One', rowId: 7 });
});

it('after a video of unknown length says that no start is known', () => {
	const json = only(
		combineVideos(
			[video('a', { durationSeconds: 5 }), video('b'), video('c', { durationSeconds: 5 })],
			'data',
		),
	);
	expect(
		(json?.videos as IDataObject[]).map(({ durationSeconds, startSeconds }) => [
			durationSeconds,
			startSeconds,
		]),
	).toEqual([
		[5, 0],
		[null, 5],
		[5, null],
	]);
	expect(json).toMatchObject({ totalSeconds: null });
	expect(json).not.toHaveProperty('estimatedCostUsd');
});

it('is linked to every incoming item, each once', () => {
	const [item] = combineVideos([video('a', {}, 0), video('b', {}, 0), video('c', {}, 3)], 'data');
	expect(item?.pairedItem).toEqual([{ item: 0 }, { item: 3 }]);
});

it('has all files, numbered in the order of the videos', () => {
	const first = { ...video('a'), binary: { data: file('a.mp4'), data_1: file('a-1.mp4') } };
	const third = { ...video('c', {}, 2), binary: { data: file('c.mp4') } };
	const [item] = combineVideos([first, video('b', {}, 1), third], 'data');
	const names = Object.entries(item?.binary ?? {}).map(([field, { fileName }]) => [
		field,
		fileName,
	]);
	expect(names).toEqual([
		['data', 'a.mp4'],
		['data_1', 'a-1.mp4'],
		['data_2', 'c.mp4'],
	]);
	expect((item?.json.videos as IDataObject[]).map(({ files }) => files)).toEqual([
		['data', 'data_1'],
		undefined,
		['data_2'],
	]);
});

it.each([
	['an error', { error: { message: 'No' } }],
	['a problem for an agent', { problem: 'No', taskId: 'x' }],
	[
		'a failed task with a URL of its input',
		{ status: 'failed', taskId: 'x', videoUrl: 'https://x.example' },
	],
	['a cancelled task', { status: 'deleted', taskId: 'x', timedOut: true }],
	['a skipped item', { status: 'skipped' }],
	['a preview', { status: 'dryRun' }],
	['a running task', { status: 'processing', taskId: 'x' }],
])('%s stays an item of its own, as it is', (_name, json) => {
	const other: INodeExecutionData = { json: json as IDataObject, pairedItem: { item: 1 } };
	const output = combineVideos([video('a'), other, video('b', {}, 2)], 'data');
	expect(output).toHaveLength(2);
	expect(output[0]?.json).toMatchObject({ videoCount: 2 });
	expect(output[1]).toBe(other);
	expect(combineVideos([other], 'data')).toEqual([other]);
});

it('loses no item, keeps the order, and the starts follow from the lengths', () => {
	const length = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined });
	const item = fc.record({ isVideo: fc.boolean(), length });
	fc.assert(
		fc.property(fc.array(item, { maxLength: 30 }), (given) => {
			const output = given.map(({ isVideo, length: seconds }, i) =>
				isVideo
					? video(`${i}`, seconds === undefined ? {} : { durationSeconds: seconds }, i)
					: { json: { error: { message: `${i}` } }, pairedItem: { item: i } },
			);
			const made = combineVideos(output, 'data');
			const videos = given.flatMap(({ isVideo, length: seconds }, i) =>
				isVideo ? [{ i, seconds }] : [],
			);
			if (videos.length === 0) return expect(made).toEqual(output);
			const [first, ...others] = made;
			expect(others).toEqual(output.filter((_, i) => given[i]?.isVideo !== true));
			const entries = first?.json.videos as IDataObject[];
			expect(entries.map(({ taskId }) => taskId)).toEqual(videos.map(({ i }) => `${i}`));
			entries.forEach(({ startSeconds }, at) => {
				const before = videos.slice(0, at).map(({ seconds }) => seconds);
				const isKnown = before.every((seconds) => seconds !== undefined);
				expect(startSeconds).toBe(
					isKnown ? before.reduce<number>((sum, one) => sum + (one ?? 0), 0) : null,
				);
			});
		}),
	);
});
