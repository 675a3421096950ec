/**
 * Parses the JSON Schema of a live model (docs/internals/api.md#model-list), and keeps only the
 * keywords that we know.
 */
import { defined } from '../result';
import type { MediaKind } from '../media/fileType';
import type { Parameter } from '../models';
import { mediaKindIn } from '../models/schema';
import { lenient, z } from '../zod';

const count = lenient(z.number().int().min(0));
const limit = lenient(z.number().finite());
const names = z.array(z.string()).catch([]);

/** The longest description that is shown, in characters. */
const longestText = 2_000;

// Malformed keywords are dropped. The API validates what we don't, and a refusal costs nothing.
const propertySchema = z.object({
	type: z.union([z.string(), z.array(z.string())]).catch([]),
	description: lenient(
		z
			.string()
			.transform((text) =>
				text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text,
			),
	),
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
	patternProperties: z.unknown(),
	'x-ui-component': lenient(z.string()),
	'x-accept': lenient(z.string()),
	'x-hidden': z.boolean().catch(false),
});
type Property = z.output<typeof propertySchema>;

const kinds: readonly MediaKind[] = ['image', 'video', 'audio'];

/** The kind of media of a text parameter, from its upload button or its name. */
function mediaOf(name: string, property: Property): MediaKind | undefined {
	const accepted = mediaKindIn(property['x-accept']);
	if (accepted !== undefined) return accepted;
	const words = [...name.toLowerCase().matchAll(/[a-z]+/g)].map(([word]) => word);
	const named = kinds.find((kind) => words.includes(kind) || words.includes(`${kind}s`));
	const isUploaded = property['x-ui-component']?.startsWith('upload') === true;
	if (isUploaded) return named ?? 'image';
	// "image", "last_image", "reference_videos", "image_2"; not "image_strength" or "video_length".
	const last = words.at(-1) ?? '';
	return kinds.find((kind) => last === kind || last === `${kind}s`);
}

interface Typed {
	/** Undefined when it's none of JSON Schema's types, or several. */
	readonly type: string | undefined;
	/** Whether null is one of its types. */
	readonly takesNull: boolean;
}

function typed({ type, nullable }: Property): Typed {
	if (typeof type === 'string') return { type, takesNull: nullable };
	const [only, ...others] = type.filter((one) => one !== 'null');
	const isOne = others.length === 0;
	return { type: isOne ? only : undefined, takesNull: nullable || type.includes('null') };
}

/** The choices of a type, and whether null is one of them; undefined when none is of that type. */
function choicesOf<T>(given: readonly unknown[] | undefined, type: z.ZodType<T>) {
	if (given === undefined) return { hasNull: true };
	const parsed = z
		.array(type)
		.min(1)
		.safeParse(given.filter((value) => value !== null));
	return parsed.success ? { choices: parsed.data, hasNull: given.includes(null) } : undefined;
}

/** The entries of a list, with the list's upload keywords, which they don't repeat. */
function itemsOf(list: Property): unknown {
	const items = z.record(z.unknown()).safeParse(list.items);
	const button = defined({
		'x-ui-component': list['x-ui-component'],
		'x-accept': list['x-accept'],
	});
	return items.success ? { ...button, ...items.data } : {};
}

/** The named properties of an object. A required one without a description allows anything. */
function membersOf({ properties, required }: Property): Readonly<Record<string, unknown>> {
	const undescribed = required.filter(
		(name) => !Object.hasOwn(properties, name) && name !== '__proto__',
	);
	return { ...properties, ...Object.fromEntries(undescribed.map((name) => [name, {}])) };
}

/** Whether an object may have other properties. Patterns of names are left to the API. */
const takesOthers = ({ additionalProperties, patternProperties }: Property) =>
	additionalProperties !== false || patternProperties !== undefined;

/** The deepest nesting of lists and objects. */
const deepest = 16;

/**
 * Converts a property to a parameter. If we don't know its keywords, the parameter allows anything.
 * @param name tells images, videos and audio from other texts
 * @param depth its nesting depth
 */
export function toParameter(name: string, raw: unknown, depth = 0): Parameter {
	const parsed = propertySchema.safeParse(raw);
	if (!parsed.success || depth > deepest) return {};
	const property = parsed.data;
	const { description, minimum, maximum, minItems, maxItems, minLength, maxLength } = property;
	const { type, takesNull } = typed(property);
	const preset = <T>(schema: z.ZodType<T>): T | undefined =>
		schema.safeParse(property.default).data;
	const hidden = property['x-hidden'] && { 'x-hidden': true };
	const any: Parameter = {
		...hidden,
		...defined({ description, default: property.default ?? undefined }),
	};
	const common = (hasNull: boolean) => ({
		...(takesNull && hasNull && { nullable: true }),
		...hidden,
		...defined({ description }),
	});
	switch (type) {
		case 'string': {
			const text = z.string();
			const found = choicesOf(property.enum, text);
			if (found === undefined) return any;
			const { choices, hasNull } = found;
			const media = choices === undefined ? mediaOf(name, property) : undefined;
			const accept = media === undefined ? undefined : `${media}/*`;
			const members = { default: preset(text), enum: choices, minLength, maxLength };
			return { type, ...common(hasNull), ...defined({ ...members, 'x-accept': accept }) };
		}
		case 'integer':
		case 'number': {
			const number = type === 'integer' ? z.number().int() : z.number();
			const found = choicesOf(property.enum, z.number());
			if (found === undefined) return any;
			const members = { default: preset(number), enum: found.choices, minimum, maximum };
			return { type, ...common(found.hasNull), ...defined(members) };
		}
		case 'boolean': {
			const found = choicesOf(property.enum, z.boolean());
			if (found === undefined) return any;
			const members = { default: preset(z.boolean()), enum: found.choices };
			return { type, ...common(found.hasNull), ...defined(members) };
		}
		case 'array': {
			if (property.enum !== undefined) return any;
			const items = toParameter(name, itemsOf(property), depth + 1);
			const members = { default: preset(z.array(z.unknown())), minItems, maxItems };
			return {
				type,
				...common(true),
				items,
				...defined({ ...members, 'x-accept': items['x-accept'] }),
			};
		}
		case 'object': {
			if (property.enum !== undefined) return any;
			return {
				type,
				...common(true),
				properties: toParameters(membersOf(property), depth + 1),
				required: property.required,
				additionalProperties: takesOthers(property),
				...defined({ default: preset(z.record(z.unknown())) }),
			};
		}
		default:
			return any;
	}
}

/** All properties as parameters, by name. */
export const toParameters = (
	properties: Readonly<Record<string, unknown>>,
	depth = 0,
): Record<string, Parameter> =>
	Object.fromEntries(
		Object.entries(properties).map(([name, raw]) => [name, toParameter(name, raw, depth)]),
	);
