/** The API's model list (docs/internals/api.md#model-list), made from records or by hand. */
import type { ListedModel } from '../../../seedance/api/models';
import type { ModelRecord, Parameter } from '../../../seedance/models';

export type Json = Record<string, unknown>;

export interface Entry {
	readonly model_id: string;
	readonly name?: string;
	readonly type?: string;
	readonly base_price?: number;
	readonly schema?: unknown;
}

/** What the reader makes of a list. */
export function listOf(entries: readonly Entry[]): readonly ListedModel[] {
	return entries.map(({ model_id: id, name = id, type = '', base_price: price, schema }) => ({
		id,
		name,
		type,
		...(price !== undefined && { basePriceUsd: price }),
		...(schema !== undefined && { requestSchema: JSON.parse(JSON.stringify(schema)) as unknown }),
	}));
}

/** A parameter in the form of the vendor's schemas, without the catalogue's file facts. */
function propertyOf(name: string, parameter: Parameter): Json {
	const words = { title: name, description: `The ${name}, in the vendor's words` };
	if (parameter.type === 'array') {
		const { type, items, minItems, maxItems, default: preset } = parameter;
		return { ...words, type, items: propertyOf(name, items), minItems, maxItems, default: preset };
	}
	if (parameter.type === 'string') {
		const { type, default: preset, enum: choices, maxLength } = parameter;
		return { ...words, type, default: preset, enum: choices, maxLength };
	}
	if (parameter.type === 'integer') {
		const { type, default: preset, enum: choices, minimum, maximum } = parameter;
		return { ...words, type, default: preset, enum: choices, minimum, maximum };
	}
	if (parameter.type === 'boolean')
		return { ...words, type: 'boolean', default: parameter.default };
	throw new Error(`No record has a parameter of type ${parameter.type}`);
}

/** The request schema that says what a record says. */
export function schemaOf({ parameters, required }: ModelRecord) {
	const entries = Object.entries(parameters);
	return {
		type: 'object',
		properties: Object.fromEntries(
			entries.map(([name, parameter]) => [name, propertyOf(name, parameter)]),
		) as Record<string, Json>,
		required: [...required].reverse(),
		'x-order-properties': entries.map(([name]) => name).reverse(),
		additionalProperties: false,
	};
}

/** The entry of the list that says what a record says. */
export const entryOf = (record: ModelRecord): Entry => ({
	model_id: record.id,
	name: `Bytedance ${record.displayName}`,
	type: record.mode,
	schema: schemaOf(record),
});
