/** The problem of an item that a model does not take as it is. */
import type { ModelRecord } from '../models';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import type { Refusal } from './buildRequest';
import { label } from './label';

/** The words for one refusal. */
function line({ parameter, finding, allowed, place }: Refusal, displayName: string): string {
	if (finding === 'is not known') {
		return `'${parameter}' in '${place ?? 'Parameters (JSON)'}' is not a parameter of ${displayName}, which takes ${allowed}`;
	}
	const takes = allowed === undefined ? '' : `; ${displayName} takes ${allowed}`;
	return `'${label(parameter)}' ${finding}${takes}`;
}

/** All refusals of an item in one problem. */
export function refusalProblem(
	{ id, displayName }: Pick<ModelRecord, 'id' | 'displayName'>,
	refusals: readonly Refusal[],
): Problem {
	const detail = refusals.map((refusal) => line(refusal, displayName)).join('. ');
	const parameter = refusals[0]?.parameter;
	const advice = [...new Set(refusals.flatMap((refusal) => refusal.advice ?? []))].join(' ');
	return problem(
		'parameterRefused',
		{ model: id, detail, ...(advice !== '' && { advice }) },
		parameter !== undefined ? { parameter } : {},
	);
}
