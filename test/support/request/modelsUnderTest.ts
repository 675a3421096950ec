/** The JSON Schema of every offered model, not by way of the code under test. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import { catalogue, offeredModels } from '../../../seedance/models';
import { records } from '../../../seedance/models/records';
import type { ModelRecord } from '../../../seedance/models';
import type { ObjectSchema } from './jsonSchema';

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

/** The schema as its record's file has it, for the models that have no document. */
function recorded({ id }: ModelRecord): BodySchema {
	const schema = records.find((record) => record.id === id)?.request_schema;
	const nothing = { type: 'object', properties: {}, required: [] } as const;
	return { ...(schema ?? nothing), $id: id, additionalProperties: false } as BodySchema;
}

/** Whether a body is valid; ajv's own functions say why not. */
export interface FetchChecks {
	(body: unknown): boolean;
	errors?: readonly ErrorObject[] | null;
}

export interface ModelUnderTest {
	readonly id: string;
	readonly record: ModelRecord;
	readonly schema: ObjectSchema;
	readonly source: 'document' | 'record' | 'live';
	readonly validate: FetchChecks;
}

// What the list adds for forms checks nothing.
const formWords = ['step', 'x-ui-component', 'x-accept', 'x-placeholder', 'x-order-properties'];
const ajv = new Ajv({ allErrors: true, strict: true, keywords: formWords });

function underTest(record: ModelRecord): ModelUnderTest {
	const documented = handWritten.get(record.id);
	const schema = documented ?? recorded(record);
	const source = documented === undefined ? 'record' : 'document';
	return { id: record.id, record, schema, source, validate: ajv.compile(schema) };
}

/** All models that a node offers, each with its schema compiled by ajv. */
export const modelsUnderTest: readonly ModelUnderTest[] = [
	...offeredModels('text-to-video'),
	...offeredModels('image-to-video'),
].map(underTest);

/** The other models of the catalogue. */
export const unofferedModels: readonly ModelUnderTest[] = catalogue
	.filter(({ notOfferedBecause }) => notOfferedBecause !== undefined)
	.map(underTest);
