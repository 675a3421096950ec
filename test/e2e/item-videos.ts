import { equal, ok } from 'node:assert/strict';
import { z } from 'zod';
import type { Execution, ItemFile } from './execution';
import type { N8nRest } from './n8n-rest';
import { filesOf, itemsOf } from './published';
import { PlainMessage } from './say';
import type { Scene } from './scene';

/** A file of an item, out of n8n's store or out of the item. */
export async function bytesOf(rest: N8nRest, { id, data }: ItemFile): Promise<Buffer> {
	return id === undefined ? Buffer.from(data, 'base64') : await rest.download(id);
}

/** A video that an item carries. */
export interface ItemVideo {
	readonly taskId: string;
	readonly videoUrl: string;
	/** Of its file. */
	readonly fileName: string | undefined;
	readonly bytes: Buffer;
}

const itemSchema = z.object({ taskId: z.string(), videoUrl: z.string() });

/** The videos that a node has put out as files, each checked to begin as an MP4 does. */
export async function readVideos(
	rest: N8nRest,
	execution: Execution,
	node: string,
): Promise<ItemVideo[]> {
	const files = filesOf(execution, node);
	const videos = itemsOf(execution, node).map(async (json, i): Promise<ItemVideo> => {
		const item = itemSchema.parse(json);
		const file = files[i]?.data;
		if (file === undefined) throw new PlainMessage(`“${node}” put out no file for ${item.taskId}.`);
		equal(file.mimeType, 'video/mp4');
		const bytes = await bytesOf(rest, file);
		if (bytes.toString('latin1', 4, 8) !== 'ftyp') {
			throw new PlainMessage(`The file of ${item.taskId} does not begin as an MP4 does.`);
		}
		return { ...item, fileName: file.fileName, bytes };
	});
	return await Promise.all(videos);
}

/** The same, each file checked to be the very video of its task. */
export async function videosOf(
	{ stage }: Scene,
	execution: Execution,
	node: string,
): Promise<ItemVideo[]> {
	const videos = await readVideos(stage.rest, execution, node);
	for (const { bytes, videoUrl } of videos) {
		const video = Buffer.from(await (await fetch(videoUrl)).arrayBuffer());
		ok(bytes.equals(video), `The file is the video of ${videoUrl}`);
	}
	return videos;
}
