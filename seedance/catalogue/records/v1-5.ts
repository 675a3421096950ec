/**
 * Seedance 1.5 pro. Its provider withdrew it on 2026-11-11, as two other resellers announced.
 * WaveSpeedAI has published no notice.
 */
import {
	aspectRatio,
	aspectRatioOfImage,
	cameraFixed,
	durationRange,
	generateAudio,
	image,
	lastImage,
	prompt,
	resolution,
	seed,
	sixRatios,
} from '../parameters';
import type { ModelRecord } from '../types';
import * as prices from './prices';

const duration = durationRange(4, 12);
const rest = { generate_audio: generateAudio, camera_fixed: cameraFixed, seed };
const ofText = { prompt, duration, aspect_ratio: aspectRatio(sixRatios) };
const ofImage = {
	image,
	prompt,
	duration,
	aspect_ratio: aspectRatioOfImage(sixRatios),
	last_image: lastImage,
};
const text = {
	mode: 'text-to-video',
	generation: '1.5',
	retiring: { replacement: 'bytedance/seedance-2.0-fast/text-to-video' },
} as const;
/** Not seedance-2.0/image-to-video: by its document that one has neither a last frame nor an aspect ratio. */
const fromImage = {
	mode: 'image-to-video',
	generation: '1.5',
	retiring: { replacement: 'bytedance/seedance-2.0-fast/image-to-video' },
} as const;
/** Estimated: no figure is published for 1.5. */
const pro = { tier: 'pro', typicalSeconds: 60 } as const;
const proFast = { tier: 'pro-fast', typicalSeconds: 40 } as const;

const docs = (page: string) => `https://wavespeed.ai/docs/docs-api/bytedance/bytedance-${page}`;

export const v15: readonly ModelRecord[] = [
	{
		...text,
		...pro,
		id: 'bytedance/seedance-v1.5-pro/text-to-video',
		displayName: 'Seedance V1.5 Pro Text to Video',
		parameters: { ...ofText, resolution: resolution('480p', '720p', '1080p'), ...rest },
		required: ['prompt'],
		source: `WaveSpeedAI/agent-skills wavespeed-seedance-15-pro; ${docs('seedance-v1.5-pro-text-to-video')}`,
		confidence: 'official-repo',
		price: prices.pro15,
	},
	{
		...fromImage,
		...pro,
		id: 'bytedance/seedance-v1.5-pro/image-to-video',
		displayName: 'Seedance V1.5 Pro Image to Video',
		parameters: { ...ofImage, resolution: resolution('720p', '480p'), ...rest },
		required: ['prompt', 'image'],
		source: 'document 002_0e9a96f715cb861a.txt',
		confidence: 'document',
		price: prices.pro15,
	},
	{
		...text,
		...proFast,
		id: 'bytedance/seedance-v1.5-pro/text-to-video-fast',
		displayName: 'Seedance V1.5 Pro Fast Text to Video',
		parameters: { ...ofText, resolution: resolution('720p', '1080p'), ...rest },
		required: ['prompt'],
		source: docs('seedance-v1.5-pro-text-to-video-fast'),
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		...proFast,
		id: 'bytedance/seedance-v1.5-pro/image-to-video-fast',
		displayName: 'Seedance V1.5 Pro Fast Image to Video',
		parameters: { ...ofImage, resolution: resolution('720p', '1080p'), ...rest },
		required: ['prompt', 'image'],
		source: docs('seedance-v1.5-pro-image-to-video-fast'),
		confidence: 'docs-partial',
	},
	{
		...fromImage,
		retiring: { replacement: 'bytedance/seedance-2.0-fast/image-to-video-spicy' },
		tier: 'spicy',
		typicalSeconds: 60,
		id: 'bytedance/seedance-v1.5-pro/image-to-video-spicy',
		displayName: 'Seedance V1.5 Pro Image to Video Spicy',
		parameters: { ...ofImage, resolution: resolution('480p', '720p', '1080p'), ...rest },
		required: ['image'],
		source: docs('seedance-v1.5-pro-image-to-video-spicy'),
		confidence: 'docs',
	},
];
