/**
 * Ten request schemas in the form of the API's model list (docs/internals/api.md#model-list), which
 * together use every keyword that we read. Their content is made up; ajv decides what they mean.
 */
import type { ObjectSchema, PropertySchema } from './jsonSchema';

export interface LiveSchema extends ObjectSchema {
	readonly type: 'object';
	readonly 'x-order-properties'?: readonly string[];
	readonly [keyword: string]: unknown;
}

const closed = (
	properties: Readonly<Record<string, PropertySchema>>,
	required: readonly string[],
	more: Readonly<Record<string, unknown>> = {},
): LiveSchema => ({ type: 'object', properties, required, additionalProperties: false, ...more });

const picture: PropertySchema = {
	type: 'string',
	'x-ui-component': 'uploader',
	'x-accept': 'image/*',
	'x-placeholder': 'https://…',
};

const lora: PropertySchema = {
	type: 'object',
	properties: {
		path: { type: 'string', minLength: 1, maxLength: 9 },
		scale: { type: 'number', default: 1, minimum: 0, maximum: 4, step: 0.1 },
	},
	required: ['path'],
	additionalProperties: false,
};

/** By what each is about. */
export const liveSchemas: Readonly<Record<string, LiveSchema>> = {
	texts: closed(
		{
			prompt: { type: 'string', title: 'Prompt', minLength: 2, maxLength: 2000 },
			caption: { type: 'string', maxLength: 12, default: '' },
			note: { type: 'string', nullable: true, maxLength: 5, default: null },
			sign: { type: ['string', 'null'], minLength: 1 },
			letter: { type: 'string', minLength: 1, maxLength: 1 },
			nothing: { type: 'string', maxLength: 0 },
		},
		['prompt', 'caption'],
	),
	choices: closed(
		{
			aspect_ratio: { type: 'string', enum: ['16:9', '9:16', 'auto'], default: 'auto' },
			style: { type: 'string', nullable: true, enum: ['film', 'Film', 'anime', null] },
			mood: { type: 'string', nullable: true, enum: ['calm', 'wild'] },
			size: { type: ['integer', 'null'], enum: [480, 720, null], 'x-enum': ['480p', '720p'] },
			speed: { type: 'number', enum: [0.5, 1, 2], 'x-ui-component': 'select' },
			steps: { type: 'integer', enum: [1, 2, 3, 50], minimum: 2, examples: [2, 3, 50] },
			agreed: { type: 'boolean', enum: [true] },
			short: { type: 'string', enum: ['a', 'ab', '🦊🦊'], maxLength: 2 },
		},
		['aspect_ratio', 'size'],
	),
	'whole numbers': closed(
		{
			duration: { type: 'integer', minimum: 4, maximum: 12, step: 1, default: 5 },
			seed: { type: 'integer', minimum: -1, maximum: 2147483647, default: -1 },
			least: { type: 'integer', minimum: -3 },
			most: { type: 'integer', maximum: 1000000 },
			free: { type: 'integer' },
			huge: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
			maybe: { type: 'integer', nullable: true, minimum: 1, maximum: 1 },
			from_half: { type: 'integer', minimum: 0.5, maximum: 3.5 },
		},
		['duration'],
	),
	numbers: closed(
		{
			guidance: { type: 'number', minimum: 0.1, maximum: 0.3, step: 0.05, default: 0.2 },
			scale: { type: 'number', minimum: -1.5, maximum: 1.5, 'x-ui-component': 'slider' },
			least: { type: 'number', minimum: 0 },
			most: { type: 'number', maximum: -0.5 },
			free: { type: 'number', 'x-hidden': true },
			maybe: { type: ['null', 'number'], minimum: 0, maximum: 1 },
		},
		['guidance'],
	),
	switches: closed(
		{
			generate_audio: { type: 'boolean', default: true, description: 'With sound' },
			camera_fixed: { type: 'boolean', nullable: true },
			loop: { type: ['boolean', 'null'], default: null },
			never: { type: 'boolean', enum: [false, null], nullable: true },
		},
		['generate_audio'],
	),
	'lists of texts': closed(
		{
			images: {
				type: 'array',
				items: picture,
				minItems: 2,
				maxItems: 4,
				'x-ui-component': 'uploaders',
			},
			reference_videos: { type: 'array', items: { type: 'string', minLength: 3 }, maxItems: 2 },
			words: {
				type: 'array',
				items: { type: 'string', maxLength: 3 },
				minItems: 1,
				nullable: true,
			},
			tags: {
				type: 'array',
				items: { type: 'string', enum: ['a', 'b', 'c'] },
				maxItems: 3,
				default: [],
			},
			gaps: { type: 'array', items: { type: 'string', nullable: true }, minItems: 3, maxItems: 3 },
		},
		['images'],
	),
	'lists of other things': closed(
		{
			points: {
				type: 'array',
				items: {
					type: 'array',
					items: { type: 'number', minimum: 0, maximum: 1 },
					minItems: 2,
					maxItems: 2,
				},
				maxItems: 5,
			},
			frames: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 99 }, minItems: 1 },
			flags: { type: 'array', items: { type: 'boolean' }, maxItems: 1 },
			anything: { type: 'array', 'x-ui-component': 'array', minItems: 1, maxItems: 3 },
			loras: { type: 'array', items: lora, maxItems: 2, 'x-ui-component': 'loras' },
			empty: { type: 'array', items: {}, maxItems: 0 },
		},
		['frames'],
	),
	objects: closed(
		{
			camera: {
				type: 'object',
				properties: {
					motion: { type: 'string', enum: ['pan', 'tilt'] },
					strength: { type: 'integer', minimum: 1, maximum: 10, default: 5 },
				},
				required: ['motion'],
				additionalProperties: false,
				default: { motion: 'pan' },
			},
			output: {
				type: 'object',
				properties: {
					size: lora,
					names: { type: 'array', items: { type: 'string' }, maxItems: 2 },
				},
				required: [],
			},
			extra: { type: 'object', additionalProperties: true, nullable: true },
			marked: { type: 'object', required: ['mark'], properties: { other: { type: 'boolean' } } },
			nothing: { type: 'object', additionalProperties: false },
		},
		['camera'],
		{ title: 'Request' },
	),
	'without types': closed(
		{
			prompt: { type: 'string', maxLength: 20, minLength: 1 },
			anything: { title: 'Anything', description: 'Whatever it is' },
			needed: { 'x-placeholder': 'JSON', default: 5 },
			described: {},
		},
		['prompt', 'needed'],
	),
	// As the list has it for most models: nothing on additional properties.
	'a model': {
		type: 'object',
		properties: {
			prompt: { type: 'string', description: 'What happens', maxLength: 2000 },
			image: picture,
			last_image: { ...picture, nullable: true },
			resolution: { type: 'string', enum: ['480p', '720p', '1080p'], default: '720p' },
			duration: {
				type: 'integer',
				minimum: 4,
				maximum: 15,
				default: 5,
				'x-ui-component': 'slider',
			},
			generate_audio: { type: 'boolean', default: true },
			seed: { type: 'integer', minimum: -1, maximum: 2147483647, default: -1, 'x-hidden': true },
		},
		required: ['prompt', 'image'],
		'x-order-properties': ['image', 'last_image', 'prompt'],
	},
};
