/** The JSON Schema of every offered model, not by way of the code under test. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import { catalogue, offeredModels } from '../../../seedance/catalogue';
import type { ModelRecord, Parameter } from '../../../seedance/catalogue';
import type { ObjectSchema, PropertySchema } from './jsonSchema';

export interface BodySchema extends ObjectSchema {
	readonly $id: string;
	readonly type: 'object';
	readonly additionalProperties: false;
}

const folder = path.join(__dirname, '..', '..', 'fixtures', 'schemas');

/** The hand-written schemas of the five documented models, by model id. */
export const handWritten: ReadonlyMap<string, BodySchema> = new Map(
	readdirSync(folder).map((file) => {
		const schema = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as BodySchema;
		return [schema.$id, schema];
	}),
);

/** The members of these names that are set: ajv's strict mode takes no undefined keywords. */
function pick<T, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
	const set = names.filter((name) => from[name] !== undefined);
	return Object.fromEntries(set.map((name) => [name, from[name]])) as Pick<T, K>;
}

function property(parameter: Parameter, isRequired: boolean): PropertySchema {
	const { type } = parameter;
	switch (type) {
		case 'boolean':
			return { type };
		case 'integer':
			return { ...pick(parameter, ['enum', 'minimum', 'maximum']), type };
		case 'string': {
			const rules = pick(parameter, ['type', 'enum', 'maxLength']);
			return isRequired && rules.enum === undefined ? { ...rules, minLength: 1 } : rules;
		}
		case 'array':
			return {
				...pick(parameter, ['type', 'minItems', 'maxItems']),
				items: { type: 'string', minLength: 1 },
			};
		default:
			throw new Error(`No record of ours has a parameter of type ${type}`);
	}
}

/** A translation of its own for the models that have no document. */
function translated({ id, parameters, required }: ModelRecord): BodySchema {
	const entries = Object.entries(parameters).map(([name, parameter]) => {
		return [name, property(parameter, required.includes(name))] as const;
	});
	return {
		$id: id,
		type: 'object',
		additionalProperties: false,
		required,
		properties: Object.fromEntries(entries),
	};
}

/** Whether a body is valid; ajv's own functions say why not. */
export interface Judge {
	(body: unknown): boolean;
	errors?: readonly ErrorObject[] | null;
}

export interface ModelUnderTest {
	readonly id: string;
	readonly record: ModelRecord;
	readonly schema: ObjectSchema;
	readonly source: 'document' | 'record' | 'live';
	readonly validate: Judge;
}

const ajv = new Ajv({ allErrors: true, strict: true });

function underTest(record: ModelRecord): ModelUnderTest {
	const documented = handWritten.get(record.id);
	const schema = documented ?? translated(record);
	const source = documented === undefined ? 'record' : 'document';
	return { id: record.id, record, schema, source, validate: ajv.compile(schema) };
}

/** All models that a node offers, each with its schema compiled by ajv. */
export const modelsUnderTest: readonly ModelUnderTest[] = [
	...offeredModels('text-to-video'),
	...offeredModels('image-to-video'),
].map(underTest);

/** The other models of the catalogue; no parameter of theirs is known. */
export const unofferedModels: readonly ModelUnderTest[] = catalogue
	.filter(({ notOfferedBecause }) => notOfferedBecause !== undefined)
	.map(underTest);
