import { ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Execution } from './n8n-rest';
import { itemsOf } from './published';
import type { Scene } from './scene';
import { checkVideoFile } from './video-file';

const writtenSchema = z.object({ taskId: z.string(), videoUrl: z.string(), fileName: z.string() });

/** A video that a workflow wrote to disk. */
export type WrittenVideo = z.infer<typeof writtenSchema>;

/** What a node has written, each file checked to be the very video of its task. */
export async function writtenVideos(
	{ stage }: Scene,
	execution: Execution,
	writer: string,
): Promise<WrittenVideo[]> {
	const written = itemsOf(execution, writer).map((item) => writtenSchema.parse(item));
	for (const { fileName, videoUrl } of written) {
		const file = resolve(stage.home, fileName);
		checkVideoFile(file);
		const video = Buffer.from(await (await fetch(videoUrl)).arrayBuffer());
		ok(readFileSync(file).equals(video), `${fileName} is the video of ${videoUrl}`);
	}
	return written;
}
