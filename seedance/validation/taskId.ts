import { readTaskId } from '../api/taskId';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { quoted } from './quoted';
import { isBlank } from './normalise';

export type TaskIdCheck =
	| { readonly ok: true; readonly taskId: string }
	| { readonly ok: false; readonly problem: Problem };

/**
 * Checks a task id as a person or an earlier node gave it: whatever an answer may have named, or the
 * address of a task.
 */
export function checkTaskId(given: unknown): TaskIdCheck {
	if (isBlank(given)) return { ok: false, problem: problem('missingTaskId') };
	const taskId = readTaskId(given);
	return taskId === undefined
		? { ok: false, problem: problem('malformedTaskId', { detail: quoted(given) }) }
		: { ok: true, taskId };
}
