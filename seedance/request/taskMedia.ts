/** Replaces earlier tasks in a request by the URLs of their videos, so that nothing is uploaded. */
import type { RetrieveResult } from '../api/submit';
import type { Task } from '../api/task';
import type { Problem } from '../errors/problem';
import { withAddresses } from '../models';
import type { MediaUse } from '../models';
import type { ModelRecord } from '../models/schema';
import type { Result } from '../result';
import type { Body } from './planSubmit';
import { refusalProblem } from './planSubmit';
import type { Refusal } from './allowed';

/** Reads a task from the API. */
export type ReadTask = (taskId: string) => Promise<RetrieveResult>;

export interface WithMedia {
	readonly body: Body;
	readonly media: readonly MediaUse[];
}

type Told = Pick<Refusal, 'finding' | 'got' | 'advice'>;

const unknown: Told = {
	finding: "names a task that WaveSpeedAI doesn't know",
	advice:
		'Tasks are kept for 7 days, and belong to one account. Enter a file or the URL of the video instead.',
};

const running = ({ status }: Task): Told => ({
	finding: "names a task that isn't finished",
	got: status,
	advice: 'Wait for it with Seedance Wait for Completion before this node.',
});

const withoutVideo = ({ status }: Task): Told => ({
	finding: 'names a task without a video',
	got: status,
	advice: 'Use a task that has completed, a file, or the URL of a video.',
});

/** The URL of a finished task's video, or what is wrong with the task. */
function videoOf(task: Task): Result<string, Told> {
	if (task.statusKind === 'running') return { ok: false, problem: running(task) };
	const [url] = task.statusKind === 'succeeded' ? task.outputs : [];
	return url === undefined ? { ok: false, problem: withoutVideo(task) } : { ok: true, value: url };
}

/**
 * Reads the tasks of a request, before anything is charged.
 * @param record of its model, if it's known
 * @returns the request with URLs; a problem when a task has no video, or can't be read
 */
export async function resolveTasks(
	{ body, media }: WithMedia,
	{ id }: Pick<ModelRecord, 'id'>,
	read: ReadTask,
): Promise<Result<WithMedia, Problem>> {
	const refusals: Refusal[] = [];
	const urls: Array<string | undefined> = [];
	for (const { source, parameter, index } of media) {
		if (source.kind !== 'task') {
			urls.push(undefined);
			continue;
		}
		const result = await read(source.id);
		if (result.kind === 'notRead' && result.problem.cause !== 'unknownTask') {
			return { ok: false, problem: { ...result.problem, outcome: 'refused' } };
		}
		const video: Result<string, Told> =
			result.kind === 'read' ? videoOf(result.task) : { ok: false, problem: unknown };
		urls.push(video.ok ? video.value : undefined);
		if (video.ok) continue;
		const { finding, ...told } = video.problem;
		const place = index === undefined ? finding : `has an entry that ${finding}`;
		refusals.push({ parameter, given: source.id, ...told, finding: place });
	}
	if (refusals.length > 0) {
		const problem = refusalProblem({ id }, refusals);
		return { ok: false, problem: { ...problem, outcome: 'refused' } };
	}
	const now = media.map((use, i): MediaUse => {
		const url = urls[i];
		return url === undefined ? use : { ...use, source: { kind: 'url', url } };
	});
	return { ok: true, value: { body: withAddresses(body, media, urls), media: now } };
}
