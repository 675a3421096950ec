import { readTaskId } from '../api/taskId';
import { problem } from '../errors/messages';
import type { Problem } from '../errors/problem';
import { unwrapped } from './cleanText';
import { quoted } from './quoted';
import { isBlank } from './normalise';

export type TaskIdCheck =
	| { readonly ok: true; readonly taskId: string }
	| { readonly ok: false; readonly problem: Problem };

/** An id without what it was copied in; of an id with odd letters, the letters may be its own. */
function bareId(text: string): string | undefined {
	const bare = unwrapped(text);
	if (/^(?:\w+\.)?wavespeed\.ai\//i.test(bare)) return `https://${bare}`;
	// JSON that names the task, and is not its id.
	if (/^[[{]\s*["{].*["}]\s*[\]}]$/s.test(bare)) return undefined;
	return /^[\w-]{6,}$/.test(bare) ? bare : text;
}

/**
 * Checks a task id as a person or an earlier node gave it: whatever an answer may have named, or the
 * address of a task.
 */
export function checkTaskId(given: unknown): TaskIdCheck {
	if (isBlank(given)) return { ok: false, problem: problem('missingTaskId') };
	const taskId = readTaskId(typeof given === 'string' ? bareId(given) : given);
	return taskId === undefined
		? { ok: false, problem: problem('malformedTaskId', { detail: quoted(given) }) }
		: { ok: true, taskId };
}
