/** The JSON Schema keywords that bodies are generated from. Others are ignored. */

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';

export interface PropertySchema {
	readonly type?: TypeName | readonly TypeName[];
	readonly nullable?: boolean;
	readonly enum?: readonly unknown[];
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly items?: PropertySchema | readonly PropertySchema[];
	readonly properties?: Readonly<Record<string, PropertySchema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: unknown;
	/** Valid values, where the other keywords do not tell how to make one. */
	readonly examples?: readonly unknown[];
	readonly [keyword: string]: unknown;
}

export interface ObjectSchema {
	readonly properties: Readonly<Record<string, PropertySchema>>;
	readonly required: readonly string[];
	readonly additionalProperties?: unknown;
}

export type Kind = Exclude<TypeName, 'null'> | 'any';

/** The one type of a property, null apart; "any" where it has none or several. */
export function kindOf({ type }: PropertySchema): Kind {
	const types = typeof type === 'string' ? [type] : (type ?? []);
	const [only, ...others] = types.filter((name) => name !== 'null');
	return only === undefined || others.length > 0 ? 'any' : only;
}

export function takesNull({ type, nullable, enum: choices }: PropertySchema): boolean {
	const isNamed = nullable === true || (Array.isArray(type) && type.includes('null'));
	return isNamed && (choices === undefined || choices.includes(null));
}

/** What every entry of a list is; anything, where each place has a schema of its own. */
export const itemsOf = ({ items }: PropertySchema): PropertySchema =>
	items === undefined || isTuple(items) ? {} : items;

const isTuple = (
	items: PropertySchema | readonly PropertySchema[],
): items is readonly PropertySchema[] => Array.isArray(items);

/** The properties of an object, where it names any. */
export const objectOf = (schema: PropertySchema): ObjectSchema => ({
	properties: schema.properties ?? {},
	required: schema.required ?? [],
	additionalProperties: schema.additionalProperties,
});

/** A copy with one more key of its own, whatever its name. */
export function withKey<T extends object>(from: T, key: string, value: unknown): T {
	const own = { value, enumerable: true, configurable: true, writable: true };
	return Object.defineProperty({ ...from }, key, own);
}
