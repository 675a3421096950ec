/**
 * Models that we know by name and that no node offers yet: they take a video, or nobody has shown
 * their parameters. Recorded so that a person who enters such an id hears why it is refused.
 */
import type { Mode, ModelRecord } from '../types';

const takesVideo = 'it works on an existing video, which these nodes do not offer yet';

function record(
	id: string,
	displayName: string,
	mode: Mode,
	generation: ModelRecord['generation'],
	tier: string,
	notOfferedBecause: string = takesVideo,
): ModelRecord {
	return {
		id: `bytedance/${id}`,
		displayName,
		mode,
		generation,
		tier,
		parameters: {},
		required: [],
		typicalSeconds: 120,
		source: 'reference/seedance-models.json',
		confidence: notOfferedBecause === takesVideo ? 'docs' : 'mentioned',
		notOfferedBecause,
	};
}

export const notOffered: readonly ModelRecord[] = [
	record('seedance-2.0/video-edit', 'Seedance 2.0 Video Edit', 'video-edit', '2.0', 'standard'),
	record(
		'seedance-2.0/video-extend',
		'Seedance 2.0 Video Extend',
		'video-extend',
		'2.0',
		'standard',
	),
	record(
		'seedance-2.0-fast/video-edit',
		'Seedance 2.0 Fast Video Edit',
		'video-edit',
		'2.0',
		'fast',
	),
	record(
		'seedance-2.0-fast/video-extend',
		'Seedance 2.0 Fast Video Extend',
		'video-extend',
		'2.0',
		'fast',
	),
	record(
		'seedance-2.0/video-edit-turbo',
		'Seedance 2.0 Video Edit Turbo',
		'video-edit',
		'2.0',
		'standard-turbo',
	),
	record(
		'seedance-2.0-mini/video-edit-turbo',
		'Seedance 2.0 Mini Video Edit Turbo',
		'video-edit',
		'2.0',
		'mini-turbo',
	),
	record('seedance-2.5/video-edit', 'Seedance 2.5 Video Edit', 'video-edit', '2.5', 'standard'),
	record(
		'seedance-2.5/video-extend',
		'Seedance 2.5 Video Extend',
		'video-extend',
		'2.5',
		'standard',
	),
	record('video-upscaler', 'Video Upscaler', 'upscale', 'none', 'upscaler'),
	// Document 002 names it in the text of a link.
	record(
		'seedance-upscaler',
		'Seedance Upscaler',
		'upscale',
		'none',
		'upscaler',
		'WaveSpeedAI knows it as bytedance/video-upscaler, and it works on an existing video',
	),
	record(
		'seedance-2.0-fast/reference-to-video-turbo',
		'Seedance 2.0 Fast Turbo Reference to Video',
		'reference-to-video',
		'2.0',
		'fast-turbo',
		'its path is a guess and its parameters are not documented',
	),
];
