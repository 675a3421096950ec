import type { LiveModel } from '../../simulator';

/** A model that is newer than this package: only the simulator's list has it. */
export const newerModel: LiveModel = {
	id: 'bytedance/seedance-3.0/text-to-video',
	name: 'Seedance 3.0 Text to Video',
	type: 'text-to-video',
	basePriceUsd: 0.4,
	usdPerSecond: 0.1,
	schema: {
		type: 'object',
		required: ['prompt'],
		properties: {
			prompt: { type: 'string', description: 'What the video shows.' },
			duration: { type: 'integer', minimum: 4, maximum: 20, default: 5 },
			style: { type: 'string', enum: ['film', 'ink'], default: 'film' },
			hdr: { type: 'boolean', default: false },
			negative_prompt: { type: 'string', maxLength: 500 },
			reference_images: { type: 'array', items: { type: 'string' }, maxItems: 4 },
			seed: { type: 'integer', default: -1 },
		},
	},
};
