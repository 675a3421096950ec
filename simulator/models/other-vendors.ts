import type { JsonSchema } from '../acceptance/hand-written';
import { flatPricing, perSecondPricing } from '../prices/simple';
import { listedProperty } from './listed-property';
import type { OfferedModel } from './offered-model';

/**
 * Two models of other vendors, of which the API lists hundreds. Their parameters and prices are
 * made up. Submits are validated like any other, and the output is always a video.
 */
export function otherVendorsModels(): readonly OfferedModel[] {
	return [
		{
			id: 'wavespeed-ai/flux-schnell',
			name: 'Flux Schnell',
			description: 'Pictures from text.',
			type: 'text-to-image',
			schema: schemaOf(['prompt'], {
				prompt: [{ type: 'string', minLength: 1 }, 'The prompt to generate an image from.'],
				image: [{ type: 'string' }, 'The image to start from.'],
				size: [{ type: 'string', default: '1024*1024' }, 'Width and height in pixels.'],
				strength: [
					{ type: 'number', default: 0.8, minimum: 0, maximum: 1 },
					'How far to depart from the image.',
				],
				loras: [
					{
						type: 'array',
						maxItems: 3,
						items: {
							type: 'object',
							properties: { path: { type: 'string' }, scale: { type: 'number' } },
							required: ['path'],
						},
						default: [],
						'x-ui-component': 'loras',
					},
					'LoRAs to apply.',
				],
				seed: [{ type: 'integer', nullable: true, minimum: -1 }, 'The random seed.'],
			}),
			pricing: flatPricing(0.003),
		},
		{
			id: 'alibaba/wan-2.6/text-to-video',
			name: 'Alibaba Wan 2.6 Text To Video',
			description: 'Videos from text.',
			type: 'text-to-video',
			schema: schemaOf(['prompt'], {
				prompt: [{ type: 'string', minLength: 1 }, 'What happens in the video.'],
				negative_prompt: [{ type: 'string' }, 'What it must not show.'],
				audio: [{ type: 'string' }, 'Audio URL to guide the sound.'],
				size: [
					{ type: 'string', enum: ['1280*720', '720*1280', '1920*1080'], default: '1280*720' },
					'Width and height in pixels.',
				],
				duration: [{ type: 'integer', enum: [5, 10, 15], default: 5 }, 'The length in seconds.'],
				enable_prompt_expansion: [
					{ type: 'boolean', default: false },
					'Lets it add to the prompt.',
				],
				seed: [
					{ type: 'integer', default: -1, minimum: -1, maximum: 2147483647 },
					'The random seed.',
				],
			}),
			pricing: perSecondPricing(0.1, 0.5, 5),
		},
	];
}

function schemaOf(
	required: readonly string[],
	parameters: Readonly<Record<string, readonly [JsonSchema, string]>>,
): JsonSchema {
	const entries = Object.entries(parameters);
	return {
		type: 'object',
		properties: Object.fromEntries(
			entries.map(([name, [schema, words]]) => [name, listedProperty(name, schema, words)]),
		),
		required,
		'x-order-properties': entries.map(([name]) => name),
		additionalProperties: false,
	};
}
