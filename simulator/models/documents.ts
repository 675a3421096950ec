import { z } from 'zod';
import { handWrittenSchemas, type JsonSchema } from '../acceptance/hand-written';
import { ratesPricing, type UsdPer5s } from '../prices/rates';
import { listedProperty } from './listed-property';
import type { OfferedModel } from './offered-model';

const SHARED: Readonly<Record<string, string>> = {
	prompt: 'The positive prompt for the generation.',
	last_image: 'End image, supports both URL and Base64 format.',
	duration: 'The duration of the generated media in seconds.',
	aspect_ratio: 'The aspect ratio of the generated media.',
	resolution: 'Video resolution.',
	generate_audio: 'Whether to generate audio.',
	camera_fixed: 'Whether to fix the camera position.',
	seed: 'The random seed to use for the generation. -1 means a random seed will be used.',
};

const PICTURE_RULES =
	'Supported image formats include .jpg/.jpeg/.png; The image file size cannot exceed 10MB, and the image resolution should not be less than 300*300px.';

interface Words {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** Descriptions of parameters that only this document's request table has. */
	readonly own?: Readonly<Record<string, string>>;
	readonly usdPer5s: UsdPer5s;
}

/**
 * The descriptions of the five documents, and the published prices (docs/internals/api.md#prices).
 */
const DOCUMENTS: readonly Words[] = [
	{
		id: 'bytedance/seedance-v1-pro-i2v-480p',
		name: 'Bytedance Seedance V1 Pro I2V 480p',
		type: 'image-to-video',
		own: {
			prompt: 'The positive prompt for the generation.max length 2000',
			image: `Input image for video generation; ${PICTURE_RULES}`,
		},
		usdPer5s: 0.15,
	},
	{
		id: 'bytedance/seedance-v1-lite-i2v-720p',
		name: 'Bytedance Seedance V1 Lite I2V 720p',
		type: 'image-to-video',
		own: {
			prompt: 'The positive prompt for the generation.max length 2000',
			image: `Input image supports both URL and Base64 format; ${PICTURE_RULES}`,
		},
		usdPer5s: 0.16,
	},
	{
		id: 'bytedance/seedance-v1.5-pro/image-to-video',
		name: 'Bytedance Seedance V1.5 Pro Image To Video',
		type: 'image-to-video',
		// The document describes all three in the same way.
		own: {
			image: 'The positive prompt for the generation.',
			last_image: 'The positive prompt for the generation.',
		},
		usdPer5s: { '480p': { silent: 0.06, audio: 0.12 }, '720p': { silent: 0.13, audio: 0.26 } },
	},
	{
		id: 'bytedance/seedance-2.0/image-to-video',
		name: 'Bytedance Seedance 2.0 Image To Video',
		type: 'image-to-video',
		own: {
			images:
				'Reference images (up to 4) to guide the visual style, characters, or scene composition.',
			prompt: 'Describe the scene, action, camera movement, and mood for the video.',
			duration: 'The duration of the generated video in seconds.',
		},
		usdPer5s: 1.2,
	},
	{
		id: 'bytedance/seedance-v1-lite-t2v-480p',
		name: 'Bytedance Seedance V1 Lite T2V 480p',
		type: 'text-to-video',
		usdPer5s: 0.08,
	},
];

/** The five models of the documents, with the schemas typed by hand. */
export function documentedModels(): readonly OfferedModel[] {
	return DOCUMENTS.map(({ id, name, type, own, usdPer5s }) => ({
		id,
		name,
		description: `${name}.`,
		type,
		schema: listedSchema(handWrittenSchemas[id], { ...SHARED, ...own }),
		pricing: ratesPricing(usdPer5s),
	}));
}

const handWrittenSchema = z.object({
	properties: z.record(z.record(z.unknown())),
	required: z.array(z.string()),
});

function listedSchema(
	handWritten: JsonSchema | undefined,
	words: Readonly<Record<string, string>>,
): JsonSchema {
	const { properties, required } = handWrittenSchema.parse(handWritten);
	const entries = Object.entries(properties);
	return {
		type: 'object',
		properties: Object.fromEntries(
			entries.map(([name, schema]) => [name, listedProperty(name, schema, words[name] ?? '')]),
		),
		required,
		'x-order-properties': entries.map(([name]) => name),
		additionalProperties: false,
	};
}
