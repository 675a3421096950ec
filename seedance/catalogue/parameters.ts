/** Parameters that several model records share. Descriptions are written for the n8n panel. */
import type {
	BooleanParameter,
	ListParameter,
	MediaKind,
	NumberParameter,
	StringParameter,
} from './types';

export const prompt: StringParameter = {
	type: 'string',
	description: 'What happens in the video: subject, action, camera, mood',
};
/** Documents 000 and 001: "max length 2000". */
export const prompt2000: StringParameter = { ...prompt, maxLength: 2000 };

export const image: StringParameter = {
	type: 'string',
	media: 'image',
	description: 'The first frame of the video',
};
export const lastImage: StringParameter = {
	type: 'string',
	media: 'image',
	description: 'The last frame of the video',
};

/** Documents 000 and 001: "Supported image formats include .jpg/.jpeg/.png". */
const jpegOrPng = ['JPEG', 'PNG'] as const;
export const jpegOrPngImage: StringParameter = { ...image, formats: jpegOrPng };
/**
 * Documents 000 and 001, and no other: "The image file size cannot exceed 10MB, and the image
 * resolution should not be less than 300*300px". 10 MB is read as the larger of its meanings.
 */
export const imageLimits = { mostBytes: 10 * 1024 * 1024, leastPixels: 300 } as const;
/** Document 001: "Input image supports both URL and Base64 format". */
export const base64Image: StringParameter = { ...jpegOrPngImage, acceptsBase64: true };
/** Documents 000 and 001: "End image, supports both URL and Base64 format." */
export const base64LastImage: StringParameter = { ...lastImage, acceptsBase64: true };

/** A list of reference media with its limits. */
export function references(
	media: MediaKind,
	limits: Pick<ListParameter, 'minItems' | 'maxItems' | 'default'>,
	description: string,
): ListParameter {
	const items = { type: 'string', media, description: '' } as const;
	return { type: 'array', items, ...limits, description };
}

const seconds = 'Length of the video in seconds';

/** Durations as a choice of single values. */
export const durationChoices = (...values: number[]): NumberParameter => ({
	type: 'integer',
	default: 5,
	enum: values,
	description: seconds,
});
/** Durations as a range of whole seconds. */
export const durationRange = (minimum: number, maximum: number): NumberParameter => ({
	type: 'integer',
	default: 5,
	minimum,
	maximum,
	description: seconds,
});
export const duration2to12 = durationChoices(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

/** The six ratios of the 1.x documents, in their order. */
export const sixRatios = ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16'] as const;
/** The same six as the 2.x pages list them. */
export const sixRatios2 = ['16:9', '9:16', '4:3', '3:4', '1:1', '21:9'] as const;

/** Aspect ratio with a preselected value. */
export const aspectRatio = (ratios: readonly string[]): StringParameter => ({
	type: 'string',
	default: '16:9',
	enum: ratios,
	description: 'Shape of the picture, width to height',
});
/** Aspect ratio that follows the image when it is left out. */
export const aspectRatioOfImage = (ratios: readonly string[]): StringParameter => ({
	type: 'string',
	enum: ratios,
	description: 'Shape of the picture, width to height; left out, the image decides',
});

/** Resolution with the preselected 720p that all documents with this parameter give. */
export const resolution = (...tiers: string[]): StringParameter => ({
	type: 'string',
	default: '720p',
	enum: tiers,
	description: 'Picture height; a higher one costs more',
});
/** Resolution of models whose default nobody has documented. */
export const resolutionWithoutDefault = (...tiers: string[]): StringParameter => ({
	type: 'string',
	enum: tiers,
	description: 'Picture height; a higher one costs more. Left out, the model decides',
});

export const generateAudio: BooleanParameter = {
	type: 'boolean',
	default: true,
	description: 'Whether to make a matching sound track; a silent video costs less on some models',
};
export const cameraFixed: BooleanParameter = {
	type: 'boolean',
	default: false,
	description: 'Whether to keep the camera where it is',
};
/** A seed whose default the source leaves open. */
export const seedWithoutDefault: NumberParameter = {
	type: 'integer',
	minimum: -1,
	maximum: 2147483647,
	description: 'Number that makes a result repeatable; -1 picks one at random',
};
export const seed: NumberParameter = { ...seedWithoutDefault, default: -1 };
export const enableWebSearch: BooleanParameter = {
	type: 'boolean',
	default: false,
	description: 'Whether the model may look things up on the web',
};
