import type { ZodError } from 'zod';

/** What is wrong with a request's JSON body, in one sentence. */
export function explainInvalid({ issues: [issue] }: ZodError): string {
	const where = issue?.path.join('.') || 'request body';
	return `invalid parameter ${where}: ${issue?.message ?? ''}`;
}
