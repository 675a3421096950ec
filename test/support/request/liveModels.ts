/** The made-up models of an API's list: their records as we make them, and their schemas by ajv. */
import Ajv from 'ajv';
import { liveRecord } from '../../../seedance/request/liveModel';
import { foreignSchemas } from './foreignSchemas';
import { liveSchemas } from './liveSchemas';
import type { LiveSchema } from './liveSchemas';
import type { ModelUnderTest } from './modelsUnderTest';

/** The API's own keywords, which don't affect validity. */
const vocabulary = [
	...['step', 'x-enum', 'x-ui-component', 'x-accept', 'x-placeholder', 'x-hidden'],
	'x-order-properties',
];

// Not strict: what ajv warns of (an "enum" beside "nullable", a range without a type) has a meaning.
const ajv = new Ajv({ allErrors: true, strict: false, strictNumbers: true });
ajv.addVocabulary(vocabulary);
ajv.addFormat('uri', (text: string) => URL.canParse(text));

/** The record of a model in the API's list, whose schema came over the wire. */
function listed(about: string, schema: LiveSchema) {
	const id = `made-up/${about.replaceAll(' ', '-')}`;
	const requestSchema = JSON.parse(JSON.stringify(schema)) as unknown;
	const model = { id, name: about, type: 'text-to-video', requestSchema };
	const record = liveRecord(model, 'text-to-video');
	if (record === undefined) throw new Error(`The list's entry for ${about} cannot be read`);
	return record;
}

function underTest([about, schema]: [string, LiveSchema]): ModelUnderTest {
	const record = listed(about, schema);
	// We refuse unknown parameters even if a schema doesn't mention them.
	const closed = { ...schema, additionalProperties: false };
	const validate = ajv.compile(closed);
	return { id: record.id, record, schema: closed, source: 'live', validate };
}

/** With keywords that we read: we say what ajv says. */
export const liveModels: readonly ModelUnderTest[] = Object.entries(liveSchemas).map(underTest);

/** Ajv compares objects by their toString and throws where a body has a member of that name. */
const orInvalid = (model: ModelUnderTest): ModelUnderTest => ({
	...model,
	validate: (body) => {
		try {
			return model.validate(body);
		} catch {
			return false;
		}
	},
});

/** These have keywords that we don't read, so we only must not refuse what ajv accepts. */
export const foreignModels: readonly ModelUnderTest[] = Object.entries(foreignSchemas)
	.map(underTest)
	.map(orInvalid);
