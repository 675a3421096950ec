/** The nodes that create videos, for tests of what they have in common. */
import type { IDataObject } from 'n8n-workflow';
import { modelOf, startModel } from './bench';
import type { SeedanceNode } from './bench';

export interface Submitter {
	readonly node: SeedanceNode;
	/** What it needs besides a prompt. */
	readonly media: IDataObject;
	/** The model of a new node, and what 5 seconds of it cost at the simulator. */
	readonly model: string;
	readonly usd: number;
	/** A model with a seed. */
	readonly seeded: IDataObject;
}

export const textToVideo: Submitter = {
	node: 'seedanceTextToVideo',
	media: {},
	model: startModel,
	usd: 0.8,
	seeded: modelOf('bytedance/seedance-v1.5-pro/text-to-video'),
};

export const videoToVideo: Submitter = {
	node: 'seedanceVideoToVideo',
	media: { video: 'https://example.com/clip.mp4' },
	model: 'bytedance/seedance-2.5/video-extend',
	usd: 0.9,
	seeded: modelOf('bytedance/seedance-v1.5-pro/video-extend'),
};

/** One of those without files, and the one whose videos are files or URLs of the item. */
export const submitters: readonly Submitter[] = [textToVideo, videoToVideo];
