/** The files of all items: checked before anything is submitted, uploaded when their item's turn comes. */
import type { IBinaryData } from 'n8n-workflow';
import { checkMedia, completion } from '../../../seedance/request/checkMedia';
import type { Opened } from '../../../seedance/request/checkMedia';
import type { MediaSource, MediaUse } from '../../../seedance/models/mediaUse';
import { openUploads } from '../../../seedance/api/upload';
import type { UploadPorts } from '../../../seedance/api/upload';
import { inParallel } from '../../../seedance/clock';
import { refusalProblem } from '../../../seedance/request/planSubmit';
import { isSubmit } from '../submitting/submitPlan';
import type { ItemPlan } from '../submitting/submitPlan';
import type { BinaryFiles, OpenFile } from '../n8n/files';

/** Items whose files are read side by side. */
const atOnce = 3;

/** Gets what stands at an address into n8n's store. */
export type Fetch = (
	url: string,
	use: MediaUse,
) => Promise<
	{ readonly kind: 'stored'; readonly binary: IBinaryData } | Extract<Opened, { kind: 'problem' }>
>;

/** Hints are read by a person, and a batch has many pictures of one shape. */
const mostHints = 3;

function hintsOf(warnings: readonly string[]): string[] {
	const different = [...new Set(warnings)];
	const others = different.length - mostHints;
	const more = others > 0 ? [`${others} more images may not fit the model.`] : [];
	return [...different.slice(0, mostHints), ...more];
}

export interface PreparedMedia {
	readonly plans: ItemPlan[];
	/** What a person should know of files that are taken. */
	readonly hints: readonly string[];
}

/**
 * Checks the files of every item on their bytes. An item whose files are not fit is not submitted.
 * @param fileOf what `openFiles` gives for this run, so that plans made anew do not read their files again
 * @param fetch for addresses whose files are to be uploaded, too; undefined leaves addresses as they are
 */
export async function prepareMedia(
	plans: readonly ItemPlan[],
	ports: UploadPorts,
	fileOf: OpenFile,
	fetch?: Fetch,
): Promise<PreparedMedia> {
	const upload = openUploads(ports);
	const openUse = async (
		source: MediaSource,
		use: MediaUse,
		files: BinaryFiles,
		itemIndex: number,
	): Promise<Opened> => {
		if (source.kind === 'file') {
			const { name } = source;
			const binary = files.get(name);
			if (binary === undefined) return { kind: 'problem', finding: 'is not there any more' };
			return { kind: 'file', file: fileOf({ binary, name, itemIndex }) };
		}
		if (source.kind !== 'url' || fetch === undefined) return { kind: 'asItIs' };
		const fetched = await fetch(source.url, use);
		if (fetched.kind === 'problem') return fetched;
		return { kind: 'file', file: fileOf({ binary: fetched.binary, name: 'file', itemIndex }) };
	};
	const warnings: string[] = [];
	const prepared = await inParallel(
		plans,
		atOnce,
		async (plan, i): Promise<ItemPlan> => {
			if (!isSubmit(plan) || plan.planned.media.length === 0) return plan;
			const { intent, planned, files } = plan;
			const { media: uses } = planned;
			const { request } = intent;
			const checked = await checkMedia(
				uses,
				async (source, use) => await openUse(source, use, files, i),
			);
			if (!checked.ok) {
				const { model } = request;
				const record = planned.record ?? { id: model, displayName: model };
				const problem = refusalProblem(record, checked.refusals);
				return { ok: false, problem: { ...problem, outcome: 'refused' } };
			}
			warnings.push(...checked.warnings);
			if (checked.files.every((file) => file === undefined)) return plan;
			const complete = completion(request.body, uses, checked.files, upload);
			return { ...plan, intent: { ...intent, request: { ...request, complete } } };
		},
		ports,
	);
	return { plans: prepared, hints: hintsOf(warnings) };
}
