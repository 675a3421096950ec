import { runExample } from '../example-run';
import { storedExample } from '../examples';
import type { Case } from '../scene';

const makesVideoFile = (name: string, shows: string): Case => ({
	name,
	shows,
	lines: [1, 2],
	play: async ({ stage, signal }) => {
		// That the file is a video is checked there.
		await runExample(stage.rest, storedExample(stage, name), 60_000, signal);
	},
});

export const promptToVideoFile = makesVideoFile(
	'prompt-to-video-file',
	'A prompt becomes a video file in the workflow',
);

export const imageToVideoFile = makesVideoFile(
	'image-to-video-file',
	'An image becomes a video file in the workflow',
);
