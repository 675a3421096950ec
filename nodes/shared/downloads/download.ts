/** From a finished task to its files in the item. */
import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Prediction } from '../../../seedance/api/prediction';
import { problem, startedBefore } from '../../../seedance/errors/messages';
import { noOutput, toBytes } from '../../../seedance/task/outputFetch';
import type { Finding } from '../../../seedance/task/outputFetch';
import { inSlices } from '../../../seedance/task/slices';
import { fileName, outputField } from '../../../seedance/task/outputFile';
import type { Ports } from '../../../seedance/task/ports';
import { clock } from '../clock';
import type { CheckedApi } from '../http/credential';
import { binaryModeOf } from './binaryMode';
import { fetchFile } from './fetchFile';
import type { Fetching } from './fetchFile';
import { itemSetting } from '../options';
import type { Options } from '../options';
import type { ItemResult } from '../outcomes';
import { itemOptions } from '../optionTable';
import { parametersOf } from '../parameters';
import type { Read } from '../parameters';

/** Adds the files of a finished task to its item, if the node is set to. */
export type AddFiles = (
	item: INodeExecutionData,
	prediction: Prediction,
	itemIndex: number,
) => Promise<ItemResult>;

/** An output that did not come. */
interface Missing {
	readonly index: number;
	readonly field: string;
	readonly finding: Finding;
}

/** Fetches all outputs of a task, one after the other. */
async function fetchAll(
	context: IExecuteFunctions,
	prediction: Prediction,
	firstField: string,
	fetching: Fetching,
	given: string | undefined,
): Promise<{ binary: IBinaryKeyData; missing: readonly Missing[] }> {
	const binary: IBinaryKeyData = {};
	const missing: Missing[] = [];
	for (const [index, url] of prediction.outputs.entries()) {
		const field = outputField(firstField, index);
		const fetched = await fetchFile(context, url, fetching, (extension) =>
			fileName(prediction, { index, extension, ...(given !== undefined && { given }) }),
		);
		if (fetched.ok) binary[field] = fetched.binary;
		else missing.push({ index, field, finding: fetched.finding });
	}
	if (prediction.outputs.length === 0) {
		missing.push({ index: 0, field: firstField, finding: noOutput });
	}
	return { binary, missing };
}

/** Why files are missing; with several outputs it names those. */
function detailOf(missing: readonly Missing[], count: number): string {
	return missing
		.map(({ index, field, finding }) =>
			count > 1 ? `Output ${index + 1} (field ${field}): ${finding.detail}` : finding.detail,
		)
		.join(' ');
}

function downloadProblem(
	{ id, model, outputs }: Prediction,
	missing: readonly Missing[],
	hasItem: boolean,
) {
	const count = outputs.length;
	return problem(
		'downloadFailed',
		{
			taskId: id,
			...(model !== undefined && { model }),
			...(count > 1 && { files: `${missing.length} of ${count} files` }),
			detail: detailOf(missing, count),
			hasItem,
		},
		{ outcome: 'accepted' },
	);
}

/** The names of the items' files, undefined where none is given: one that cannot be read fails its item. */
export type FileNames = ReadonlyArray<Read<string | undefined>>;

/**
 * Reads what the items' files shall be called.
 * @returns undefined when the node does not download
 */
export async function fileNames(
	context: IExecuteFunctions,
	downloads: boolean,
): Promise<FileNames | undefined> {
	if (!downloads) return undefined;
	const read = itemSetting(parametersOf(context), itemOptions.fileName, 'options.fileName');
	return await inSlices(context.getInputData(), clock, (_, i) => read(i));
}

/**
 * How files are added to items; it fetches nothing yet.
 * @param names undefined when the node does not download
 */
export function openDownloads(
	context: IExecuteFunctions,
	options: Options,
	{ isLoopback }: Pick<CheckedApi, 'isLoopback'>,
	ports: Ports,
	names: FileNames | undefined,
): AddFiles {
	if (names === undefined) {
		return async (item) => ({ ok: true, item });
	}
	const fetching: Fetching = {
		allowsHttp: isLoopback,
		maxBytes: toBytes(options.maximumFileSizeMb),
		mode: binaryModeOf(context),
		ports,
	};
	return async (item, prediction, itemIndex) => {
		if (prediction.statusKind !== 'succeeded') return { ok: true, item };
		const name = names[itemIndex];
		if (name?.ok === false) {
			return { ok: false, problem: startedBefore(name.problem, prediction.id) };
		}
		const { binary, missing } = await fetchAll(
			context,
			prediction,
			options.binaryPropertyName,
			fetching,
			name?.value,
		);
		const hasFiles = Object.keys(binary).length > 0;
		const filled = hasFiles ? { ...item, binary: { ...item.binary, ...binary } } : item;
		if (missing.length === 0) return { ok: true, item: filled };
		const hasItem = options.ifDownloadFails === 'item';
		const failed = downloadProblem(prediction, missing, hasItem);
		if (!hasItem) return { ok: false, problem: failed };
		const downloadError = `${failed.message}. ${failed.description}`;
		return { ok: true, item: { ...filled, json: { ...item.json, downloadError } } };
	};
}
