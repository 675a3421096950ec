/** The nodes that create videos, for tests of what they have in common. */
import type { IDataObject } from 'n8n-workflow';
import { modelOf } from './bench';
import type { SeedanceNode } from './bench';

export interface Submitter {
	readonly node: SeedanceNode;
	/** What it needs besides a prompt. */
	readonly media: IDataObject;
	/** A model with a seed. */
	readonly seeded: IDataObject;
}

export const textToVideo: Submitter = {
	node: 'seedanceTextToVideo',
	media: {},
	seeded: modelOf('bytedance/seedance-v1.5-pro/text-to-video'),
};

export const videoToVideo: Submitter = {
	node: 'seedanceVideoToVideo',
	media: { video: 'https://example.com/clip.mp4' },
	seeded: modelOf('bytedance/seedance-v1.5-pro/video-extend'),
};

/** One of those without files, and the one whose videos are files or URLs of the item. */
export const submitters: readonly Submitter[] = [textToVideo, videoToVideo];
