import type { JsonSchema } from '../acceptance/hand-written';
import { inventedUsdPer5s } from '../prices/invented';
import { ratesPricing } from '../prices/rates';
import { listedProperty } from './listed-property';
import type { OfferedModel } from './offered-model';
import type { Parameter, TableModel } from './table';

/** A model of the collected table as it is listed, judged and priced. */
export function fromTable(model: TableModel): OfferedModel {
	const { id, title, params } = model;
	const schema = requestSchema(params);
	const usdPer5s = model.usdPer5s ?? inventedUsdPer5s(id);
	return {
		id,
		name: title,
		description: `${title} by ByteDance.`,
		type: typeOf(model),
		schema,
		pricing: ratesPricing(usdPer5s, params.resolution?.enum?.map(String)),
	};
}

function typeOf({ id, mode }: TableModel): string {
	if (mode === 't2v') return 'text-to-video';
	if (mode === 'i2v') return 'image-to-video';
	if (mode === 'reference') return 'reference-to-video';
	if (id.includes('upscaler')) return 'video-upscale';
	return id.includes('/video-extend') ? 'video-extend' : 'video-edit';
}

function requestSchema(params: Readonly<Record<string, Parameter>>): JsonSchema {
	const entries = Object.entries(params);
	return {
		type: 'object',
		properties: Object.fromEntries(
			entries.map(([name, parameter]) => [
				name,
				listedProperty(name, rulesOf(parameter), parameter.description),
			]),
		),
		required: entries.filter(([, parameter]) => parameter.required).map(([name]) => name),
		'x-order-properties': Object.keys(params),
		additionalProperties: false,
	};
}

function rulesOf(parameter: Parameter): JsonSchema {
	const { type, required, items, minItems, maxItems } = parameter;
	const schema: Record<string, unknown> = { type };
	if (parameter.default !== undefined) schema.default = parameter.default;
	if (parameter.enum !== undefined) schema.enum = parameter.enum;
	if (parameter.min !== undefined) schema.minimum = parameter.min;
	if (parameter.max !== undefined) schema.maximum = parameter.max;
	if (parameter.maxLength !== undefined) schema.maxLength = parameter.maxLength;
	if (type === 'string' && required) schema.minLength = 1;
	if (type === 'array') {
		if (items !== undefined) schema.items = { type: items, minLength: 1 };
		if (minItems !== undefined || required) schema.minItems = minItems ?? 1;
		if (maxItems !== undefined) schema.maxItems = maxItems;
	}
	return schema;
}
