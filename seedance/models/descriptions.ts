/** Descriptions of parameters for the n8n panel, by their API names. */
import type { Parameter } from './schema';

type Describe = (parameter: Parameter) => string;

const inTotal = ({ files }: Parameter) =>
	files?.totalSeconds === undefined ? '' : `, ${files.totalSeconds} seconds in total`;

const known: Readonly<Record<string, Describe>> = {
	prompt: () => 'What happens in the video: subject, action, camera, mood',
	image: () => 'The first frame of the video',
	images: () => 'Reference images for style, characters or the scene',
	last_image: () => 'The last frame of the video',
	reference_images: () => 'Pictures of what the video shows',
	reference_videos: (parameter) => `Videos whose motion or style to follow${inTotal(parameter)}`,
	reference_audios: (parameter) => `Sounds or voices to follow${inTotal(parameter)}`,
	duration: () => 'Length of the video in seconds',
	aspect_ratio: ({ default: preset }) =>
		`Shape of the picture, width to height${preset === undefined ? '; left out, the image decides' : ''}`,
	resolution: ({ default: preset }) =>
		`Picture height; a higher one costs more${preset === undefined ? '. Left out, the model decides' : ''}`,
	generate_audio: () =>
		'Whether to make a matching sound track; a silent video costs less on some models',
	camera_fixed: () => 'Whether to keep the camera where it is',
	seed: () => 'Number that makes a result repeatable; -1 picks one at random',
	enable_web_search: () => 'Whether the model may look things up on the web',
};

/** One sentence about a parameter for the panel: ours if we have one, otherwise the API's. */
export function descriptionOf(name: string, parameter: Parameter): string {
	const describe = Object.hasOwn(known, name) ? known[name] : undefined;
	return describe?.(parameter) ?? parameter.description ?? '';
}
