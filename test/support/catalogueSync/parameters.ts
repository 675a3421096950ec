/** Parameters of the catalogue's kind, and how one is held against a property of a live schema. */
import { changesBetween } from '../../../scripts/catalogue-sync/compareParameters';
import { factsOf } from '../../../scripts/catalogue-sync/facts';
import type { Parameter } from '../../../seedance/models';
import { toParameter } from '../../../seedance/request/liveSchema';

export const description = '';
export const integer = { type: 'integer', description } as const;
export const text = { type: 'string', description } as const;
export const list = { type: 'array', description, items: text } as const;
export const scale = { type: 'number', description } as const;
export const object = {
	type: 'object',
	description,
	properties: { path: text, scale },
	required: ['path'],
	additionalProperties: false,
} as const;

/** Of an optional parameter in the catalogue and a property of a live schema. */
export const changes = (parameter: Parameter, property: object) =>
	changesBetween(factsOf(parameter, false), factsOf(toParameter('one', property), false));
