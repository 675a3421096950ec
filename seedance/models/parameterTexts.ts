/** Descriptions of parameters for the n8n panel, by their API names. */
import type { Parameter } from './schema';

type Describe = (parameter: Parameter) => string;

/** Whether a duration is that of the new part of a longer video. */
export const isExtension = ({ description = '' }: Parameter) =>
	/\bappend\b|extend/.test(description);

/** What a parameter that is left out is taken from. */
export const inputOf = ({ description = '' }: Parameter) =>
	/input video/.test(description) ? 'video' : 'image';

const inTotal = ({ files }: Parameter) =>
	files?.totalSeconds === undefined ? '' : `, ${files.totalSeconds} seconds in total`;

const known: Readonly<Record<string, Describe>> = {
	prompt: () => 'What happens in the video: subject, action, camera, and mood',
	video: () => 'The video to extend, edit, or upscale',
	audio: () => 'What the person in the image says or sings',
	image: ({ description = '' }) =>
		/character|portrait/.test(description)
			? 'The person or character of the video'
			: 'The first frame of the video',
	images: () => 'Images for style, characters, or the scene',
	last_image: () => 'The last frame of the video',
	reference_images: () => 'Images of what the video shows',
	reference_videos: (parameter) => `Videos whose motion or style to follow${inTotal(parameter)}`,
	reference_audios: (parameter) => `Music or voices to follow${inTotal(parameter)}`,
	duration: (parameter) =>
		isExtension(parameter)
			? 'Seconds to add to the video. You pay for these only.'
			: 'Length of the video. Longer videos cost more.',
	aspect_ratio: (parameter) =>
		`Width-to-height ratio${parameter.default === undefined ? `. Leave empty to match the ${inputOf(parameter)}.` : ''}`,
	resolution: ({ default: preset }) =>
		`Higher resolutions cost more${preset === undefined ? '. Leave empty to use the model’s default.' : ''}`,
	target_resolution: () => 'The resolution of the new file. Higher resolutions cost more.',
	generate_audio: ({ description = '' }) =>
		/input video/.test(description)
			? 'Whether to make new audio that fits the result. When off, the audio of your video stays.'
			: 'Whether the video has audio that fits the scene. Silent videos cost less with some models.',
	camera_fixed: () => 'Whether to keep the camera still',
	seed: () => 'Use the same number to get a similar video again. -1 picks one at random.',
	enable_web_search: () => 'Whether the model may search the web',
};

/** One sentence about a parameter for the panel: ours if we have one, otherwise the API's. */
export function descriptionOf(name: string, parameter: Parameter): string {
	const describe = Object.hasOwn(known, name) ? known[name] : undefined;
	return describe?.(parameter) ?? parameter.description ?? '';
}
