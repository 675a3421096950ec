import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { quoted } from './quoted';
import { isBlank } from './normalise';

export type TaskIdCheck =
	| { readonly ok: true; readonly taskId: string }
	| { readonly ok: false; readonly problem: Problem };

/** Checks a task id as a person or an earlier node gave it (32 hex digits in examples; others may come). */
export function checkTaskId(given: unknown): TaskIdCheck {
	if (isBlank(given)) return { ok: false, problem: problem('missingTaskId') };
	const taskId = typeof given === 'string' ? given.trim() : '';
	return /^[A-Za-z0-9_-]{1,128}$/.test(taskId)
		? { ok: true, taskId }
		: { ok: false, problem: problem('malformedTaskId', { detail: quoted(given) }) };
}
