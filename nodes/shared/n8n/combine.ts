/** Combines the finished videos of a run into one item, ready for a service that joins them. */
import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { outputField } from '../../../seedance/api/fetchOutput';
import { sumOf } from '../../../seedance/models/schema';
import { lenient, z } from '../../../seedance/zod';

const videoSchema = z
	.object({
		status: z.literal('completed'),
		videoUrl: z.string().min(1),
		durationSeconds: lenient(z.number().positive()),
		estimatedCostUsd: lenient(z.number()),
	})
	.passthrough();
type Video = z.output<typeof videoSchema>;

interface Found {
	readonly item: INodeExecutionData;
	readonly video: Video;
}

/** Adds seconds without the noise of binary fractions. */
const plus = (a: number, b: number) => Math.round((a + b) * 1000) / 1000;

/** The incoming items of an output item. */
const inputsOf = ({ pairedItem }: INodeExecutionData) =>
	[pairedItem].flat().flatMap((paired) => {
		if (paired === undefined) return [];
		return typeof paired === 'number' ? [paired] : [paired.item];
	});

/** One item with the videos of all, in their order. */
function combinedItem(found: readonly Found[], firstField: string): INodeExecutionData {
	const binary: IBinaryKeyData = {};
	const addFiles = (files: IBinaryKeyData = {}): string[] =>
		Object.values(files).map((file) => {
			const field = outputField(firstField, Object.keys(binary).length);
			binary[field] = file;
			return field;
		});
	// After a video of unknown length nobody knows where the next one starts.
	let start: number | null = 0;
	const videos = found.map(({ item, video }): IDataObject => {
		const { videoUrl, durationSeconds = null, ...others } = video;
		const files = addFiles(item.binary);
		const startSeconds: number | null = start;
		start = start === null || durationSeconds === null ? null : plus(start, durationSeconds);
		return {
			videoUrl,
			durationSeconds,
			startSeconds,
			...(others as IDataObject),
			...(files.length > 0 && { files }),
		};
	});
	const { usd, unpriced } = sumOf(found.map(({ video }) => video.estimatedCostUsd));
	const inputs = new Set(found.flatMap(({ item }) => inputsOf(item)));
	return {
		json: {
			videos,
			videoCount: videos.length,
			totalSeconds: start,
			...(unpriced === 0 && { estimatedCostUsd: usd }),
		},
		...(Object.keys(binary).length > 0 && { binary }),
		pairedItem: [...inputs].map((item) => ({ item })),
	};
}

/**
 * Puts the finished videos of an output into one item, before all other items, such as errors and
 * tasks that have ended without a video, which stay as they are. Without a finished video, nothing
 * changes.
 * @param firstField the binary field of the first file; the others get a number
 */
export function combineVideos(
	output: readonly INodeExecutionData[],
	firstField: string,
): INodeExecutionData[] {
	const videos = new Map<INodeExecutionData, Video>();
	for (const item of output) {
		const parsed = videoSchema.safeParse(item.json);
		if (parsed.success) videos.set(item, parsed.data);
	}
	if (videos.size === 0) return [...output];
	const found = [...videos].map(([item, video]) => ({ item, video }));
	return [combinedItem(found, firstField), ...output.filter((item) => !videos.has(item))];
}
