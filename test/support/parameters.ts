/** Parameters as models have them, for tests that need some. */
import type { MediaKind } from '../../seedance/media/fileType';
import type {
	BooleanParameter,
	ListParameter,
	NumberParameter,
	StringParameter,
} from '../../seedance/models';

export const image: StringParameter = {
	type: 'string',
	'x-accept': 'image/*',
	description: 'First frame',
	files: { formats: ['JPEG', 'PNG'] },
};

export const prompt2000: StringParameter = { type: 'string', maxLength: 2000 };

export const seed: NumberParameter = {
	type: 'integer',
	minimum: -1,
	maximum: 2147483647,
	default: -1,
	description: 'Random seed',
};

export const cameraFixed: BooleanParameter = { type: 'boolean', default: false };

export const resolution = (...tiers: string[]): StringParameter => ({
	type: 'string',
	default: '720p',
	enum: tiers,
});

export const references = (
	media: MediaKind,
	limits: Pick<ListParameter, 'minItems' | 'maxItems' | 'default'>,
): ListParameter => ({
	type: 'array',
	items: { type: 'string', minLength: 1 },
	'x-accept': `${media}/*`,
	...limits,
});
