import type { Locator } from 'playwright-core';
import type { ShownVideo } from '../person';
import { PlainMessage } from '../say';

/** What is asked of a video element; the DOM's own types are not those of Node. */
interface VideoElement {
	readonly videoWidth: number;
	readonly videoHeight: number;
	/** In seconds. */
	readonly duration: number;
	/** In seconds; 0 until it is loaded and plays. */
	readonly currentTime: number;
	pause(): void;
	playbackRate: number;
	play(): Promise<void>;
}

/** So much of a video is watched, in seconds: beyond its first frames, and short of its end. */
const watchedSeconds = 2;
const patienceMs = 20_000;

/** Plays a video up to a fixed time and pauses it, so that screenshots are equal. */
export async function watch(video: Locator): Promise<ShownVideo> {
	const deadline = Date.now() + patienceMs;
	while ((await video.evaluate(timeOf)) < watchedSeconds) {
		if (Date.now() > deadline)
			throw new PlainMessage('The editor shows a video that does not play.');
		await video.page().waitForTimeout(100);
	}
	return await video.evaluate((it) => {
		const seen = it as unknown as VideoElement;
		seen.pause();
		return { width: seen.videoWidth, height: seen.videoHeight, seconds: seen.duration };
	});
}

const timeOf = (video: unknown) => (video as VideoElement).currentTime;

/** Plays a video so slowly that a screenshot can be taken of each of its moments. */
export async function playSlowly(video: Locator): Promise<void> {
	await video.evaluate(async (it) => {
		const seen = it as unknown as VideoElement;
		seen.playbackRate = 0.1;
		await seen.play();
	});
}

/** Where a video is, in seconds. */
export const positionOf = async (video: Locator): Promise<number> => await video.evaluate(timeOf);
