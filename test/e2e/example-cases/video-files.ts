import { runExample } from '../example-run';
import { storedExample } from '../examples';
import type { Case } from '../scene';

const leavesVideoFile = (name: string, shows: string): Case => ({
	name,
	shows,
	lines: [1, 2],
	play: async ({ stage, signal }) => {
		// That the file is a video is checked there.
		await runExample(stage.rest, storedExample(stage, name), stage.home, 60_000, signal);
	},
});

export const promptToVideoFile = leavesVideoFile(
	'prompt-to-video-file',
	'A prompt becomes a video file on the disk',
);

export const imageToVideoFile = leavesVideoFile(
	'image-to-video-file',
	'A picture becomes a video file on the disk',
);
