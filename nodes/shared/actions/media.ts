/**
 * Checks the files of all items before anything is submitted. Each is uploaded right before its own
 * submit.
 */
import { openUploads } from '../../../seedance/api/upload';
import type { UploadPorts } from '../../../seedance/api/upload';
import { inParallel } from '../../../seedance/time';
import type { OpenSource, ReadTask } from '../../../seedance/request/checkMedia';
import { retrieve } from '../../../seedance/api/submit';
import type { RetrieveResult } from '../../../seedance/api/submit';
import { checkMedia, completion, resolveTasks } from '../../../seedance/request/checkMedia';
import { refusalProblem } from '../../../seedance/request/planSubmit';
import type { Problem } from '../../../seedance/errors/problem';
import type { Result } from '../../../seedance/result';
import { itemsIn, withoutResult } from '../../../seedance/run/itemState';
import type { Failed, Item, Planned } from '../../../seedance/run/itemState';
import type { Fetch } from '../n8n/download';
import type { BinaryFiles } from '../n8n/files';
import type { OpenFile } from '../n8n/uploads';

/** The most items whose files are read concurrently. */
const atOnce = 3;

/** The most hints, because the files of a batch often have the same problem. */
const mostHints = 3;

function hintsOf(warnings: readonly string[]): string[] {
	const different = [...new Set(warnings)];
	const others = different.length - mostHints;
	const more = others > 0 ? [`${others} more files may not work with the model.`] : [];
	return [...different.slice(0, mostHints), ...more];
}

const failed = (problem: Problem): Failed => ({
	state: 'failed',
	problem: { ...problem, outcome: 'refused' },
	notBegun: true,
});

/** A planned item whose tasks are replaced by the URLs of their videos. */
async function withVideos(now: Planned, readTask: ReadTask): Promise<Result<Planned, Problem>> {
	const { request, media, record = { id: request.model } } = now;
	if (media.every(({ source }) => source.kind !== 'task')) return { ok: true, value: now };
	const resolved = await resolveTasks({ body: request.body, media }, record, readTask);
	if (!resolved.ok) return resolved;
	const { body, media: uses } = resolved.value;
	return { ok: true, value: { ...now, request: { ...request, body }, media: uses } };
}

/**
 * The stage that checks the files of every planned item by their bytes, and puts the video of an
 * earlier task in its place. An item with an invalid file fails.
 * @param filesOf the files of each item
 * @param fileOf the result of `openFiles` for this run, so that a second plan doesn't read the
 * files again
 * @param fetch downloads URLs whose files are uploaded; undefined sends URLs unchanged
 * @returns hints about allowed files
 */
export async function checkItemMedia(
	items: readonly Item[],
	filesOf: ReadonlyMap<Item, BinaryFiles>,
	ports: UploadPorts,
	fileOf: OpenFile,
	fetch?: Fetch,
): Promise<readonly string[]> {
	const upload = openUploads(ports);
	const openFor =
		(item: Item): OpenSource =>
		async (source, use) => {
			const itemIndex = item.index;
			if (source.kind === 'file') {
				const { name } = source;
				const binary = filesOf.get(item)?.get(name);
				if (binary === undefined) throw withoutResult(item, 'plan');
				return { kind: 'file', file: fileOf({ binary, name, itemIndex }) };
			}
			if (source.kind !== 'url' || fetch === undefined) return { kind: 'asItIs' };
			const fetched = await fetch(source.url, use);
			if (fetched.kind === 'problem') return fetched;
			return { kind: 'file', file: fileOf({ binary: fetched.binary, name: 'file', itemIndex }) };
		};
	const warnings: string[] = [];
	const tasks = new Map<string, Promise<RetrieveResult>>();
	const readTask = async (taskId: string) => {
		const read = tasks.get(taskId) ?? retrieve(taskId, ports);
		tasks.set(taskId, read);
		return await read;
	};
	await inParallel(
		itemsIn(items, 'planned'),
		atOnce,
		async ({ item, now }) => {
			const { record = { id: now.request.model } } = now;
			const resolved = await withVideos(now, readTask);
			if (!resolved.ok) {
				item.now = failed(resolved.problem);
				return;
			}
			const { request, media: uses } = resolved.value;
			const checked = await checkMedia(uses, openFor(item));
			if (!checked.ok) {
				item.now = failed(refusalProblem(record, checked.problem));
				return;
			}
			const { files, lengths } = checked.value;
			warnings.push(...checked.value.warnings);
			item.now = { ...resolved.value, lengths };
			if (files.every((file) => file === undefined)) return;
			const complete = completion(request.body, uses, files, upload);
			item.now = { ...item.now, request: { ...request, complete } };
		},
		ports,
	);
	return hintsOf(warnings);
}
