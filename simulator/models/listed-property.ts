import type { JsonSchema } from '../acceptance/hand-written';

const MEDIA = ['image', 'video', 'audio'] as const;

/**
 * A property with what the list adds for forms (docs/internals/api.md#model-list): a title and a
 * component. They don't change what it accepts.
 */
export function listedProperty(name: string, schema: JsonSchema, description: string): JsonSchema {
	const { type, ...rules } = schema;
	return { type, title: titleOf(name), description, ...rules, ...component(name, schema) };
}

function component(name: string, schema: JsonSchema): JsonSchema {
	const media = MEDIA.find((kind) => new RegExp(`(?:^|_)${kind}s?$`).test(name));
	if (media !== undefined && schema.enum === undefined) {
		const uploader = schema.type === 'array' ? 'uploaders' : 'uploader';
		return { 'x-ui-component': uploader, 'x-accept': `${media}/*` };
	}
	if (schema.enum !== undefined) return { 'x-ui-component': 'select' };
	const hasRange = schema.minimum !== undefined && schema.maximum !== undefined;
	if (hasRange && name !== 'seed') return { step: 1, 'x-ui-component': 'slider' };
	return {};
}

function titleOf(name: string): string {
	return name
		.split('_')
		.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
		.join(' ');
}
