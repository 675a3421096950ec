/** Downloads the files of finished tasks into items. */
import type {
	IBinaryData,
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import {
	afterAllTries,
	mediaChecks,
	mediaObjection,
	mostRedirects,
	mostTries,
	noAnswer,
	noOutput,
	outputChecks,
	outputObjection,
	pausesMs,
	redirectedTooOften,
	toBytes,
	wasStopped,
	fileName,
	outputField,
	redirectTarget,
} from '../../../seedance/api/fetchOutput';
import type { Finding, Objection } from '../../../seedance/api/fetchOutput';
import type { Ports, RetryRules } from '../../../seedance/api/http';
import { retry } from '../../../seedance/api/http';
import type { Task } from '../../../seedance/api/task';
import type { Item } from '../../../seedance/run/itemState';
import { inSlices, isStopped } from '../../../seedance/time';
import { defined } from '../../../seedance/result';
import { problem, startedBefore } from '../../../seedance/errors/messages';
import { nameInUrl } from '../../../seedance/media/source';
import { itemOptions } from '../descriptions/optionTable';
import { optionPath } from '../descriptions/parameterField';
import type { MediaUse } from '../../../seedance/models';
import type { Opened } from '../../../seedance/request/checkMedia';
import type { Problem } from '../../../seedance/errors/problem';
import type { Result } from '../../../seedance/result';
import type { CheckedApi } from './client';
import { binaryModeOf, openDownloadStream, storeBody } from './downloadStream';
import type { Fetched, Keeping, DownloadStream } from './downloadStream';
import { clock } from './memory';
import { itemSetting, parametersOf } from './parameters';
import type { Options, Read } from './parameters';
import { readFailure } from './response';

// Downloads a file into n8n's binary store, following redirects and retrying transient failures.

export interface Fetching extends Keeping {
	/** Whether http and private hosts are allowed, because the API itself is on this machine. */
	readonly allowsHttp: boolean;
	readonly ports: Ports;
	/** Why a URL must not be requested; by default the rules for outputs. */
	readonly objection?: Objection;
}

const objectionOf = ({ objection, allowsHttp }: Fetching): Objection =>
	objection ?? ((url, from) => outputObjection(url, allowsHttp, from));

/** Follows redirects to the final answer. */
async function follow(
	context: IExecuteFunctions,
	from: string,
	objection: Objection,
): Promise<Result<DownloadStream, Finding>> {
	let url = from;
	for (let followed = 0; followed <= mostRedirects; followed += 1) {
		const stream = await openDownloadStream(context, url);
		const { status, location } = stream;
		if (status < 300 || status >= 400 || location === undefined) {
			return { ok: true, value: stream };
		}
		stream.cut();
		url = redirectTarget(location, url) ?? location;
		const finding = objection(url, from);
		if (finding !== undefined) return { ok: false, problem: finding };
	}
	return { ok: false, problem: redirectedTooOften };
}

async function tryOnce(
	context: IExecuteFunctions,
	url: string,
	fetching: Fetching,
	nameFor: (extension: string) => string,
): Promise<Fetched> {
	let stream: DownloadStream | undefined;
	try {
		const reached = await follow(context, url, objectionOf(fetching));
		if (!reached.ok) return reached;
		stream = reached.value;
		const finding = (fetching.checks ?? outputChecks).status(stream.status);
		if (finding !== undefined) return { ok: false, problem: finding };
		return await storeBody(context, stream, fetching, nameFor);
	} catch (error) {
		const problem = isStopped(fetching.ports) ? wasStopped : noAnswer(readFailure(error));
		return { ok: false, problem };
	} finally {
		stream?.cut();
	}
}

const downloadRetries: RetryRules<Fetched> = {
	tries: mostTries,
	pauseAfter: (fetched, made) =>
		fetched.ok || !fetched.problem.mayPass ? undefined : pausesMs[made - 1],
};

/**
 * Downloads a file, retrying transient failures. Never throws.
 * @param nameFor returns the file's name for its extension
 */
export async function fetchFile(
	context: IExecuteFunctions,
	url: string,
	fetching: Fetching,
	nameFor: (extension: string) => string,
): Promise<Fetched> {
	const { ports } = fetching;
	const finding = objectionOf(fetching)(url);
	if (finding !== undefined) return { ok: false, problem: finding };
	const last = await retry(
		async () => await tryOnce(context, url, fetching, nameFor),
		ports,
		downloadRetries,
	);
	if (last.ok || !last.problem.mayPass) return last;
	return { ok: false, problem: isStopped(ports) ? wasStopped : afterAllTries(last.problem) };
}

/** Adds the files of a finished task to its item, if the node downloads. */
export type AddFiles = (
	output: INodeExecutionData,
	task: Task,
	item: Pick<Item, 'index' | 'copy'>,
) => Promise<Result<INodeExecutionData, Problem>>;

/** An output whose download failed. */
interface Missing {
	readonly index: number;
	readonly field: string;
	readonly finding: Finding;
}

/** Downloads all outputs of a task, one after the other. */
async function fetchAll(
	context: IExecuteFunctions,
	task: Task,
	firstField: string,
	fetching: Fetching,
	named: { readonly given?: string; readonly copy?: number },
): Promise<{ binary: IBinaryKeyData; missing: readonly Missing[] }> {
	const binary: IBinaryKeyData = {};
	const missing: Missing[] = [];
	for (const [index, url] of task.outputs.entries()) {
		const field = outputField(firstField, index);
		const fetched = await fetchFile(context, url, fetching, (extension) =>
			fileName(task, { index, extension, ...named }),
		);
		if (fetched.ok) binary[field] = fetched.value;
		else missing.push({ index, field, finding: fetched.problem });
	}
	if (task.outputs.length === 0) {
		missing.push({ index: 0, field: firstField, finding: noOutput });
	}
	return { binary, missing };
}

/** Why files are missing. It names them if the task has several. */
function detailOf(missing: readonly Missing[], count: number): string {
	return missing
		.map(({ index, field, finding }) =>
			count > 1 ? `File ${index + 1} (field ${field}): ${finding.detail}` : finding.detail,
		)
		.join(' ');
}

function downloadProblem(
	{ id, model, outputs }: Task,
	missing: readonly Missing[],
	hasItem: boolean,
) {
	const count = outputs.length;
	return problem(
		'downloadFailed',
		{
			taskId: id,
			...defined({ model }),
			...(count > 1 && { files: `${missing.length} of ${count} files` }),
			detail: detailOf(missing, count),
			hasItem,
		},
		{ outcome: 'accepted' },
	);
}

/** The names of the items' files; undefined when none is given. An invalid name fails its item. */
export type FileNames = ReadonlyArray<Read<string | undefined>>;

/**
 * Reads the names of the items' files.
 * @returns undefined when the node doesn't download
 */
export async function fileNames(context: IExecuteFunctions): Promise<FileNames> {
	const read = itemSetting(parametersOf(context), itemOptions.fileName, optionPath('fileName'));
	return await inSlices(context.getInputData(), clock, (_, i) => read(i));
}

/** Returns a function that adds files to items, without downloading anything yet. */
export function openDownloads(
	context: IExecuteFunctions,
	options: Options,
	{ isLoopback }: Pick<CheckedApi, 'isLoopback'>,
	ports: Ports,
	names: FileNames,
): AddFiles {
	const fetching: Fetching = {
		allowsHttp: isLoopback,
		maxBytes: toBytes(options.maximumFileSizeMb),
		mode: binaryModeOf(context),
		ports,
	};
	return async (output, task, { index, copy }) => {
		if (task.statusKind !== 'succeeded') return { ok: true, value: output };
		const name = names[index];
		if (name?.ok === false) {
			return { ok: false, problem: startedBefore(name.problem, task.id) };
		}
		const { binary, missing } = await fetchAll(
			context,
			task,
			options.binaryPropertyName,
			fetching,
			defined({ given: name?.value, copy }),
		);
		const hasFiles = Object.keys(binary).length > 0;
		const filled = hasFiles ? { ...output, binary: { ...output.binary, ...binary } } : output;
		if (missing.length === 0) return { ok: true, value: filled };
		const hasItem = options.ifDownloadFails === 'item';
		const failed = downloadProblem(task, missing, hasItem);
		if (!hasItem) return { ok: false, problem: failed };
		const downloadError = `${failed.message}. ${failed.description}`;
		context.addExecutionHints({
			message: `Item ${index}: ${failed.message}. Its URL is in the item.`,
			type: 'warning',
			location: 'outputPane',
		});
		return { ok: true, value: { ...filled, json: { ...output.json, downloadError } } };
	};
}

// Downloads media from URLs that may expire into n8n's store.

/** Downloads a URL into n8n's store. */
export type Fetch = (
	url: string,
	use: MediaUse,
) => Promise<
	{ readonly kind: 'stored'; readonly binary: IBinaryData } | Extract<Opened, { kind: 'problem' }>
>;

/**
 * Downloads URLs without the key, each once in a run.
 * @param allowsPrivate whether URLs of this machine are allowed, because the API is there too
 */
export function fetchUrls(context: IExecuteFunctions, ports: Ports, allowsPrivate: boolean): Fetch {
	const mode = binaryModeOf(context);
	const objection = mediaObjection({ allowsPrivate });
	const fetchOne: Fetch = async (url, { rule }) => {
		const fetching = {
			allowsHttp: true,
			objection,
			maxBytes: rule.mostBytes,
			mode,
			checks: mediaChecks,
			ports,
		};
		const name = nameInUrl(url);
		const fetched = await fetchFile(context, url, fetching, (extension) => `${name}.${extension}`);
		if (fetched.ok) return { kind: 'stored', binary: fetched.value };
		const advice = fetched.problem.detail.replace(/\.?$/, '.');
		return { kind: 'problem', finding: "couldn't be downloaded", advice };
	};
	const fetched = new Map<string, ReturnType<Fetch>>();
	return async (url, use) => {
		const key = `${use.rule.mostBytes} ${url}`;
		const running = fetched.get(key) ?? fetchOne(url, use);
		fetched.set(key, running);
		return await running;
	};
}
