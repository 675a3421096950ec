/** Seedance 2.5. */
import {
	aspectRatio,
	durationRange,
	generateAudio,
	image,
	lastImage,
	prompt,
	references,
	resolution,
	seed,
	sixRatios2,
} from '../parameters';
import type { ModelRecord } from '../types';

const allTiers = resolution('480p', '720p', '1080p', '4k');
const turboTiers = resolution('720p', '1080p');
const ofText = {
	prompt,
	duration: durationRange(4, 30),
	aspect_ratio: aspectRatio(sixRatios2),
	generate_audio: generateAudio,
	reference_images: references('image', { maxItems: 30 }, 'Pictures of what the video shows'),
	reference_videos: references(
		'video',
		{ maxItems: 10 },
		'Videos whose motion or style to follow, 30 seconds in total',
	),
	reference_audios: references(
		'audio',
		{ maxItems: 10 },
		'Sounds or voices to follow, 30 seconds in total',
	),
};
/** No aspect ratio: the picture decides the frame. */
const ofImage = {
	image,
	prompt,
	duration: durationRange(4, 30),
	generate_audio: generateAudio,
	last_image: lastImage,
};
const text = { mode: 'text-to-video', generation: '2.5', required: ['prompt'] } as const;
const fromImage = {
	mode: 'image-to-video',
	generation: '2.5',
	required: ['prompt', 'image'],
} as const;
/** One reported run: 176 s for 4 s of video at 480p. */
const standard = { tier: 'standard', typicalSeconds: 180 } as const;
const turbo = { tier: 'turbo', typicalSeconds: 120 } as const;

const docs = (page: string) => `https://wavespeed.ai/docs/docs-api/bytedance/bytedance-${page}`;
const typedClient = `third-party typed client citing ${docs('seedance-2.5-image-to-video')}`;

export const v25: readonly ModelRecord[] = [
	{
		...text,
		...standard,
		id: 'bytedance/seedance-2.5/text-to-video',
		displayName: 'Seedance 2.5 Text to Video',
		parameters: { ...ofText, resolution: allTiers },
		source: 'copy of the model page llms.txt; list limits from a third-party contract test',
		confidence: 'docs',
	},
	{
		...text,
		...turbo,
		id: 'bytedance/seedance-2.5/text-to-video-turbo',
		displayName: 'Seedance 2.5 Turbo Text to Video',
		parameters: { ...ofText, resolution: turboTiers },
		source: docs('seedance-2.5-text-to-video-turbo'),
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		...standard,
		id: 'bytedance/seedance-2.5/image-to-video',
		displayName: 'Seedance 2.5 Image to Video',
		parameters: { ...ofImage, resolution: allTiers },
		source: typedClient,
		confidence: 'third-party',
	},
	{
		...fromImage,
		...turbo,
		id: 'bytedance/seedance-2.5/image-to-video-turbo',
		displayName: 'Seedance 2.5 Turbo Image to Video',
		parameters: { ...ofImage, resolution: turboTiers },
		source: typedClient,
		confidence: 'third-party',
	},
	{
		...fromImage,
		...standard,
		tier: 'spicy',
		id: 'bytedance/seedance-2.5/image-to-video-spicy',
		displayName: 'Seedance 2.5 Image to Video Spicy',
		parameters: { ...ofImage, resolution: allTiers, seed },
		required: ['image'],
		source: `${typedClient}; duration from a copy of the model page llms.txt`,
		confidence: 'third-party',
	},
];
