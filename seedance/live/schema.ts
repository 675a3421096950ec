/** From the JSON Schema of a live model to parameters as the catalogue writes them (reference §G). */
import { lenient } from '../api/lenient';
import type { MediaKind, Parameter } from '../catalogue';
import { z } from '../zod';

const count = lenient(z.number().int().min(0));
const limit = lenient(z.number().finite());
const names = z.array(z.string()).catch([]);

// Whatever is oddly written is left out: the API judges what we do not check, and refuses it for nothing.
const propertySchema = z.object({
	type: z.union([z.string(), z.array(z.string())]).catch('any'),
	description: z.string().catch(''),
	default: z.unknown(),
	minimum: limit,
	maximum: limit,
	enum: lenient(z.array(z.unknown()).min(1)),
	items: z.unknown(),
	minItems: count,
	maxItems: count,
	minLength: count,
	maxLength: count,
	nullable: z.boolean().catch(false),
	properties: z.record(z.unknown()).catch({}),
	required: names,
	additionalProperties: z.unknown(),
	'x-ui-component': lenient(z.string()),
	'x-accept': lenient(z.string()),
});
type Property = z.output<typeof propertySchema>;

/** The members that are set. */
function set<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
	const entries = Object.entries(members).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

const kinds: readonly MediaKind[] = ['image', 'video', 'audio'];

/** Which media a text stands for: by what its upload button takes, or by its name. */
function mediaOf(name: string, property: Property): MediaKind | undefined {
	const accept = property['x-accept'];
	const accepted = kinds.find((kind) => accept?.includes(`${kind}/`) === true);
	if (accepted !== undefined) return accepted;
	const words = name.toLowerCase().split(/[^a-z]+/);
	const named = kinds.find((kind) => words.includes(kind) || words.includes(`${kind}s`));
	const isUploaded = property['x-ui-component']?.startsWith('upload') === true;
	if (isUploaded) return named ?? 'image';
	// "image", "last_image", "reference_videos"; not "image_strength" or "video_length".
	const last = words.at(-1) ?? '';
	return kinds.find((kind) => last === kind || last === `${kind}s`);
}

interface Typed {
	readonly type: string;
	/** Null is one of its types. */
	readonly takesNull: boolean;
}

function typed({ type, nullable }: Property): Typed {
	if (typeof type === 'string') return { type, takesNull: nullable };
	const [only, ...others] = type.filter((one) => one !== 'null');
	const isOne = only !== undefined && others.length === 0;
	return { type: isOne ? only : 'any', takesNull: nullable || type.includes('null') };
}

/** The choices of a type, and whether null is one of them; undefined for choices of another type. */
function choicesOf<T>(given: readonly unknown[] | undefined, type: z.ZodType<T>) {
	if (given === undefined) return { hasNull: true };
	const parsed = z.array(type).safeParse(given.filter((value) => value !== null));
	return parsed.success ? { choices: parsed.data, hasNull: given.includes(null) } : undefined;
}

/**
 * One property as a parameter. What it says in words that we do not know becomes a parameter that takes
 * anything.
 * @param name its name, which tells pictures, videos and sounds from other texts
 */
export function toParameter(name: string, raw: unknown): Parameter {
	const parsed = propertySchema.safeParse(raw);
	if (!parsed.success) return { type: 'any', description: '' };
	const property = parsed.data;
	const { description, minimum, maximum, minItems, maxItems, minLength, maxLength } = property;
	const { type, takesNull } = typed(property);
	const preset = <T>(schema: z.ZodType<T>): T | undefined =>
		schema.safeParse(property.default).data;
	const any: Parameter = { type: 'any', description };
	const common = (hasNull: boolean) => ({
		description,
		...(takesNull && hasNull && { nullable: true }),
	});
	switch (type) {
		case 'string': {
			const text = z.string();
			const found = choicesOf(property.enum, text);
			if (found === undefined) return any;
			const { choices, hasNull } = found;
			const media = choices === undefined ? mediaOf(name, property) : undefined;
			const members = { default: preset(text), enum: choices, media, maxLength };
			return { type, ...common(hasNull), minLength: minLength ?? 0, ...set(members) };
		}
		case 'integer':
		case 'number': {
			const number = type === 'integer' ? z.number().int() : z.number();
			const found = choicesOf(property.enum, z.number());
			if (found === undefined) return any;
			const members = { default: preset(number), enum: found.choices, minimum, maximum };
			return { type, ...common(found.hasNull), ...set(members) };
		}
		case 'boolean': {
			const found = choicesOf(property.enum, z.boolean());
			if (found === undefined) return any;
			const members = { default: preset(z.boolean()), enum: found.choices };
			return { type, ...common(found.hasNull), ...set(members) };
		}
		case 'array': {
			if (property.enum !== undefined) return any;
			const items = toParameter(name, property.items ?? {});
			const members = { default: preset(z.array(z.unknown())), minItems, maxItems };
			return { type, ...common(true), items, ...set(members) };
		}
		case 'object': {
			if (property.enum !== undefined) return any;
			return {
				type,
				...common(true),
				properties: toParameters(property.properties),
				required: property.required,
				isOpen: property.additionalProperties !== false,
				...set({ default: preset(z.record(z.unknown())) }),
			};
		}
		default:
			return any;
	}
}

/** All properties as parameters, by name. */
export const toParameters = (
	properties: Readonly<Record<string, unknown>>,
): Record<string, Parameter> =>
	Object.fromEntries(
		Object.entries(properties).map(([name, raw]) => [name, toParameter(name, raw)]),
	);
