/**
 * Checks the files of all items before anything is submitted. Each is uploaded right before its own
 * submit.
 */
import { openUploads } from '../../../seedance/api/upload';
import type { UploadPorts } from '../../../seedance/api/upload';
import { inParallel } from '../../../seedance/time';
import type { OpenSource } from '../../../seedance/request/checkMedia';
import { checkMedia, completion } from '../../../seedance/request/checkMedia';
import { refusalProblem } from '../../../seedance/request/planSubmit';
import { itemsIn, withoutResult } from '../../../seedance/run/itemState';
import type { Item } from '../../../seedance/run/itemState';
import type { Fetch } from '../n8n/download';
import type { BinaryFiles } from '../n8n/files';
import type { OpenFile } from '../n8n/uploads';

/** The most items whose files are read concurrently. */
const atOnce = 3;

/** The most hints, because the images of a batch often have the same problem. */
const mostHints = 3;

function hintsOf(warnings: readonly string[]): string[] {
	const different = [...new Set(warnings)];
	const others = different.length - mostHints;
	const more = others > 0 ? [`${others} more images may not work with the model.`] : [];
	return [...different.slice(0, mostHints), ...more];
}

/**
 * The stage that checks the files of every planned item by their bytes. An item with an invalid
 * file fails.
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
			if (fetch === undefined) return { kind: 'asItIs' };
			const fetched = await fetch(source.url, use);
			if (fetched.kind === 'problem') return fetched;
			return { kind: 'file', file: fileOf({ binary: fetched.binary, name: 'file', itemIndex }) };
		};
	const warnings: string[] = [];
	await inParallel(
		itemsIn(items, 'planned'),
		atOnce,
		async ({ item, now }) => {
			const { request, record, media: uses } = now;
			const checked = await checkMedia(uses, openFor(item));
			if (!checked.ok) {
				const { model } = request;
				const problem = refusalProblem(record ?? { id: model }, checked.problem);
				item.now = {
					state: 'failed',
					problem: { ...problem, outcome: 'refused' },
					notBegun: true,
				};
				return;
			}
			warnings.push(...checked.value.warnings);
			if (checked.value.files.every((file) => file === undefined)) return;
			const complete = completion(request.body, uses, checked.value.files, upload);
			item.now = { ...now, request: { ...request, complete } };
		},
		ports,
	);
	return hintsOf(warnings);
}
