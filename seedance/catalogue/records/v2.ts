/** Seedance 2.0: standard, fast and mini, each plain and turbo, and the spicy ones. */
import {
	aspectRatio,
	aspectRatioOfImage,
	durationChoices,
	durationRange,
	enableWebSearch,
	generateAudio,
	image,
	lastImage,
	prompt,
	references,
	resolution,
	seed,
	sixRatios,
	sixRatios2,
} from '../parameters';
import type { ModelRecord } from '../types';
import * as prices from './prices';

const duration = durationRange(4, 15);
const ofText = { prompt, duration, aspect_ratio: aspectRatio(sixRatios2) };
const referenceMedia = {
	reference_images: references('image', { maxItems: 9 }, 'Pictures of what the video shows'),
	reference_videos: references('video', { maxItems: 3 }, 'Videos whose motion or style to follow'),
	reference_audios: references('audio', { maxItems: 3 }, 'Sounds or voices to follow'),
};
/** The page of 2.0 says how long they may be; those of its siblings have not been read to that end. */
const shortReferenceMedia = {
	...referenceMedia,
	reference_videos: references(
		'video',
		{ maxItems: 3 },
		'Videos whose motion or style to follow, 15 seconds in total',
	),
	reference_audios: references(
		'audio',
		{ maxItems: 3 },
		'Sounds or voices to follow, 15 seconds in total',
	),
};
const ofImage = {
	image,
	prompt,
	duration,
	aspect_ratio: aspectRatioOfImage(sixRatios2),
	last_image: lastImage,
};
const soundAndSearch = { generate_audio: generateAudio, enable_web_search: enableWebSearch };
const plain = { resolution: resolution('480p', '720p', '1080p', '4k'), ...soundAndSearch };
/** Audio and web search stand on the page of the mini text model; its five siblings share its form. */
const turbo = { resolution: resolution('720p', '1080p'), ...soundAndSearch };
const spicy = {
	image,
	prompt,
	duration,
	aspect_ratio: aspectRatioOfImage(sixRatios),
	resolution: resolution('480p', '720p', '1080p', '4k'),
	generate_audio: generateAudio,
	last_image: lastImage,
	seed,
};
const text = { mode: 'text-to-video', generation: '2.0', required: ['prompt'] } as const;
const fromImage = {
	mode: 'image-to-video',
	generation: '2.0',
	required: ['prompt', 'image'],
} as const;

const docs = (page: string) => `https://wavespeed.ai/docs/docs-api/bytedance/bytedance-${page}`;
const contractTest = 'third-party contract test';

export const v2: readonly ModelRecord[] = [
	{
		...text,
		id: 'bytedance/seedance-2.0/text-to-video',
		displayName: 'Seedance 2.0 Text to Video',
		tier: 'standard',
		typicalSeconds: 120,
		parameters: { ...ofText, ...plain, ...shortReferenceMedia },
		source: `${docs('seedance-2.0-text-to-video')}; limits from a ${contractTest}`,
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0/image-to-video',
		displayName: 'Seedance 2.0 Image to Video',
		tier: 'standard',
		typicalSeconds: 120,
		parameters: {
			images: references(
				'image',
				{ minItems: 1, maxItems: 4, default: [] },
				'Reference images for style, characters or the scene',
			),
			prompt,
			duration: durationChoices(5, 10, 15),
		},
		required: ['images', 'prompt'],
		source: 'document 003_e3f5cf4fc7b9fe0c.txt',
		confidence: 'document',
		price: prices.i2v2,
	},
	{
		...text,
		id: 'bytedance/seedance-2.0/text-to-video-turbo',
		displayName: 'Seedance 2.0 Turbo Text to Video',
		tier: 'standard-turbo',
		typicalSeconds: 90,
		parameters: { ...ofText, ...turbo, ...referenceMedia },
		source: contractTest,
		confidence: 'third-party',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0/image-to-video-turbo',
		displayName: 'Seedance 2.0 Turbo Image to Video',
		tier: 'standard-turbo',
		typicalSeconds: 90,
		parameters: { ...ofImage, ...turbo },
		source: contractTest,
		confidence: 'third-party',
	},
	{
		...text,
		id: 'bytedance/seedance-2.0-fast/text-to-video',
		displayName: 'Seedance 2.0 Fast Text to Video',
		tier: 'fast',
		typicalSeconds: 80,
		parameters: { ...ofText, ...plain, ...referenceMedia },
		source: `${docs('seedance-2.0-fast-text-to-video')}; ${contractTest}`,
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0-fast/image-to-video',
		displayName: 'Seedance 2.0 Fast Image to Video',
		tier: 'fast',
		typicalSeconds: 80,
		parameters: { ...ofImage, ...plain },
		source: docs('seedance-2.0-fast-image-to-video'),
		confidence: 'docs-partial',
	},
	{
		...text,
		id: 'bytedance/seedance-2.0-fast/text-to-video-turbo',
		displayName: 'Seedance 2.0 Fast Turbo Text to Video',
		tier: 'fast-turbo',
		typicalSeconds: 60,
		parameters: { ...ofText, ...turbo, ...referenceMedia },
		source: docs('seedance-2.0-fast-text-to-video-turbo'),
		confidence: 'docs',
		price: prices.fastTurbo2,
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0-fast/image-to-video-turbo',
		displayName: 'Seedance 2.0 Fast Turbo Image to Video',
		tier: 'fast-turbo',
		typicalSeconds: 60,
		parameters: { ...ofImage, ...turbo },
		source: docs('seedance-2.0-fast-image-to-video-turbo'),
		confidence: 'docs',
		price: prices.fastTurbo2,
	},
	{
		...text,
		id: 'bytedance/seedance-2.0-mini/text-to-video',
		displayName: 'Seedance 2.0 Mini Text to Video',
		tier: 'mini',
		typicalSeconds: 60,
		parameters: { ...ofText, ...plain, ...referenceMedia },
		source: `${docs('seedance-2.0-mini-text-to-video')}; ${contractTest}`,
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0-mini/image-to-video',
		displayName: 'Seedance 2.0 Mini Image to Video',
		tier: 'mini',
		typicalSeconds: 60,
		parameters: { ...ofImage, ...plain },
		source: docs('seedance-2.0-mini-image-to-video'),
		confidence: 'docs-partial',
	},
	{
		...text,
		id: 'bytedance/seedance-2.0-mini/text-to-video-turbo',
		displayName: 'Seedance 2.0 Mini Turbo Text to Video',
		tier: 'mini-turbo',
		typicalSeconds: 45,
		parameters: { ...ofText, ...turbo, ...referenceMedia },
		source: `${docs('seedance-2.0-mini-text-to-video-turbo')}; ${contractTest}`,
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0-mini/image-to-video-turbo',
		displayName: 'Seedance 2.0 Mini Turbo Image to Video',
		tier: 'mini-turbo',
		typicalSeconds: 45,
		parameters: { ...ofImage, ...turbo },
		source: contractTest,
		confidence: 'third-party',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0/image-to-video-spicy',
		displayName: 'Seedance 2.0 Image to Video Spicy',
		tier: 'spicy',
		typicalSeconds: 120,
		parameters: spicy,
		required: ['image'],
		source: `third party quoting ${docs('seedance-2.0-image-to-video-spicy')}`,
		confidence: 'third-party',
	},
	{
		...fromImage,
		id: 'bytedance/seedance-2.0-fast/image-to-video-spicy',
		displayName: 'Seedance 2.0 Fast Image to Video Spicy',
		tier: 'fast-spicy',
		typicalSeconds: 80,
		parameters: spicy,
		required: ['image'],
		source: `${docs('seedance-2.0-fast-image-to-video-spicy')}; 4k from a third party quoting it`,
		confidence: 'docs-partial',
	},
];
