/** Our verdict on a body or a row, and ajv's. */
import { isDeepStrictEqual } from 'node:util';
import { buildRequest, requestSchema } from '../../seedance/request/buildRequest';
import type { ModelUnderTest } from '../support/request/modelsUnderTest';
import type { Row } from '../support/request/sheets';

export interface Verdict {
	readonly isValid: boolean;
	/** What we say. */
	readonly isAccepted: boolean;
	/** Why it cannot be so. */
	readonly disagreement?: string;
}

/** Whether our verdict must equal ajv's, or only accept what ajv accepts. */
export type Demand = 'agree' | 'neverRefuse';

const json = (value: unknown) => JSON.stringify(value);

export function judgeBody(model: ModelUnderTest, body: unknown, demand: Demand): Verdict {
	const isValid = model.validate(body);
	const parsed = requestSchema(model.record).safeParse(body);
	const isAccepted = parsed.success;
	if (isValid === isAccepted || (isAccepted && demand === 'neverRefuse')) {
		return { isValid, isAccepted };
	}
	const issues = parsed.success ? 'valid' : `invalid ${json(parsed.error.issues)}`;
	const errors = isValid ? 'valid' : `invalid ${json(model.validate.errors)}`;
	return { isValid, isAccepted, disagreement: `zod: ${issues}\n  ajv: ${errors}` };
}

/** The error of a body that buildRequest accepts. */
function faultOfBody(model: ModelUnderTest, body: object, row: Row, demand: Demand) {
	const strange = Object.entries(body).filter(
		([name, value]) => !Object.hasOwn(model.schema.properties, name) || value === undefined,
	);
	if (strange.length > 0) return `lets through ${json(strange)}`;
	if (demand === 'agree' && !model.validate(body)) {
		return `lets through ${json(body)}\n  ajv: invalid ${json(model.validate.errors)}`;
	}
	if (row.expected === undefined || isDeepStrictEqual(body, row.expected)) return undefined;
	return `makes ${json(body)} of it\n  expected: ${json(row.expected)}`;
}

/** A row is valid when its expected body is known, or its actual body is valid. */
export function judgeRow(model: ModelUnderTest, row: Row, demand: Demand): Verdict {
	const built = buildRequest(model.record, row.values);
	if (built.ok) {
		const fault = faultOfBody(model, built.value.body, row, demand);
		const isValid = model.validate(built.value.body);
		return { isValid, isAccepted: true, ...(fault && { disagreement: `buildRequest ${fault}` }) };
	}
	const { problem: refusals } = built;
	const isExplained = refusals.length > 0 && refusals.every(({ finding }) => finding !== '');
	const isMeant = refusals.every(
		({ parameter }) => parameter in row.values || model.schema.required.includes(parameter),
	);
	const says = `buildRequest refuses: ${json(refusals)}`;
	const isValid = row.expected !== undefined;
	const isWrong = isValid || !isExplained || !isMeant;
	return { isValid, isAccepted: false, ...(isWrong && { disagreement: says }) };
}
