/** Checks the images, videos and audio of a request, and returns the files to upload. */
import type { RetrieveResult } from '../api/submit';
import type { Task } from '../api/task';
import type { CheckedFile, Upload } from '../api/upload';
import { defined } from '../result';
import type { SoundDataUri } from '../media/dataUri';
import type { MediaFinding, MediaFile } from '../media/fileType';
import { inspect } from '../media/inspect';
import type { Inspection } from '../media/inspect';
import { mediaFinding, mediaWarnings, mediaAllowed, totalFinding } from '../media/rules';
import { isNamedOtherwise, storeName } from '../media/source';
import { withAddresses } from '../models';
import type { MediaSource, MediaUse } from '../models';
import type { Lengths, ModelRecord } from '../models/schema';
import type { Problem } from '../errors/problem';
import type { Result } from '../result';
import { label } from '../text';
import { refusalProblem } from './planSubmit';
import type { Body } from './planSubmit';
import type { Refusal } from './allowed';

export type Opened =
	| { readonly kind: 'file'; readonly file: MediaFile }
	/** It's sent unchanged. */
	| { readonly kind: 'asItIs' }
	| ({ readonly kind: 'problem' } & MediaFinding);

/**
 * Opens the file of a source; a data URI needs none. It returns the same object for the same file,
 * so that the file is read once.
 */
export type OpenSource = (
	source: Exclude<MediaSource, { kind: 'dataUri' }>,
	use: MediaUse,
) => Promise<Opened>;

export interface CheckedMedia {
	/** The file to upload for each use; undefined for those that are sent unchanged. */
	readonly files: readonly (CheckedFile | undefined)[];
	/** Warnings about them for a person. */
	readonly warnings: readonly string[];
	/** The total lengths of the files of a parameter in seconds, where each is known. */
	readonly lengths: Lengths;
}

/** By file and by the most bytes that may be read. */
const inspections = new WeakMap<MediaFile, Map<number, Promise<Inspection>>>();

function inspectOnce(file: MediaFile, mostBytes: number): Promise<Inspection> {
	const known = inspections.get(file) ?? new Map<number, Promise<Inspection>>();
	inspections.set(file, known);
	const inspection = known.get(mostBytes) ?? inspect(file, mostBytes);
	known.set(mostBytes, inspection);
	return inspection;
}

type Checked = Result<
	{ readonly file?: CheckedFile; readonly warnings: readonly string[]; readonly seconds?: number },
	Refusal
>;

/** The declared type, normalised. */
const declared = ({ mimeType }: SoundDataUri) =>
	mimeType === 'image/jpg' ? 'image/jpeg' : mimeType;

async function checkUse(use: MediaUse, open: OpenSource): Promise<Checked> {
	const { source, rule, parameter, index } = use;
	const isFile = source.kind === 'file';
	const refuse = (
		{ finding, got, advice }: MediaFinding,
		more: Partial<Refusal> = {},
	): Checked => ({
		ok: false,
		problem: {
			parameter,
			given: isFile ? source.name : undefined,
			finding: index === undefined ? finding : `has an entry that ${finding}`,
			...defined({ got, advice }),
			...more,
		},
	});
	const opened: Opened =
		source.kind === 'dataUri'
			? { kind: 'file', file: source.parsed.file }
			: await open(source, use);
	if (opened.kind === 'asItIs') return { ok: true, value: { warnings: [] } };
	if (opened.kind === 'problem') return refuse(opened);
	const { file } = opened;
	const inspection = await inspectOnce(file, rule.mostBytes).catch(() => undefined);
	if (inspection === undefined) return refuse({ finding: "can't be read from n8n's storage" });
	const wrong = mediaFinding(inspection, rule);
	const { size, sha256, type, seconds } = inspection;
	if (wrong !== undefined) {
		return refuse(wrong, {
			allowed: mediaAllowed(rule),
			...(isFile && { fileName: file.fileName }),
		});
	}
	// Stryker disable next-line ConditionalExpression,LogicalOperator,ObjectLiteral: a file that the rule allows has both
	if (sha256 === undefined || type === undefined) return refuse({ finding: "can't be read" });
	const { mimeType, extension } = type;
	const name = isFile ? ` (${file.fileName})` : '';
	const warnings = mediaWarnings(inspection, rule).map(
		(warning) => `${label(parameter)}${name} ${warning}`,
	);
	// A data URI with an unusual form, or with another type than its bytes, is uploaded as a file,
	// because it isn't known how the API reads it.
	const isPlain =
		source.kind === 'dataUri' && source.parsed.isPlain && declared(source.parsed) === mimeType;
	const length = defined({ seconds });
	if (isPlain && use.acceptsBase64) return { ok: true, value: { warnings, ...length } };
	const fileName = storeName(file.fileName, extension);
	return {
		ok: true,
		value: { file: { file, fileName, size, sha256, mimeType }, warnings, ...length },
	};
}

/** Checks the media of one request by their bytes, one after the other to save memory. */
export async function checkMedia(
	uses: readonly MediaUse[],
	open: OpenSource,
): Promise<Result<CheckedMedia, readonly Refusal[]>> {
	const files: (CheckedFile | undefined)[] = [];
	const refusals: Refusal[] = [];
	const warnings: string[] = [];
	const lengths = new Map<string, { rule: MediaUse['rule']; all: Array<number | undefined> }>();
	for (const use of uses) {
		const checked = await checkUse(use, open);
		if (!checked.ok) refusals.push(checked.problem);
		else {
			files.push(checked.value.file);
			warnings.push(...checked.value.warnings);
			const known = lengths.get(use.parameter) ?? { rule: use.rule, all: [] };
			known.all.push(checked.value.seconds);
			lengths.set(use.parameter, known);
		}
	}
	for (const [parameter, { rule, all }] of lengths) {
		const wrong = totalFinding(all, rule);
		if (wrong !== undefined) refusals.push({ parameter, given: undefined, ...wrong });
	}
	if (refusals.length > 0) return { ok: false, problem: refusals };
	return { ok: true, value: { files, warnings, lengths: Object.fromEntries(totals(lengths)) } };
}

/** The totals of the parameters whose lengths are all known. */
function totals(
	lengths: ReadonlyMap<string, { readonly all: ReadonlyArray<number | undefined> }>,
): Array<readonly [string, number]> {
	return [...lengths].flatMap(([parameter, { all }]) => {
		const known = all.filter((length) => length !== undefined);
		return known.length < all.length
			? []
			: [[parameter, known.reduce((sum, length) => sum + length, 0)] as const];
	});
}

/**
 * Returns a function that uploads the files of a request right before it's sent, and puts their
 * URLs into its body.
 */
export function completion(
	body: Readonly<Record<string, unknown>>,
	uses: readonly MediaUse[],
	files: readonly (CheckedFile | undefined)[],
	upload: Upload,
): (until: number) => Promise<Result<Body, Problem>> {
	return async (until) => {
		const addresses: (string | undefined)[] = [];
		for (const file of files) {
			const uploaded = file && (await upload(file, until));
			if (uploaded?.ok === false) return uploaded;
			addresses.push(uploaded?.value);
		}
		return { ok: true, value: withAddresses(body, uses, addresses) };
	};
}

// Replaces earlier tasks by the URLs of their videos, so that nothing is uploaded.

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
		'If it was just started, wait for it with Seedance Wait for Completion. Tasks are kept for 7 days, and belong to one account: otherwise, enter a file or a URL.',
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
	const outputs = task.statusKind === 'succeeded' ? task.outputs : [];
	const url = outputs.find((output) => !isNamedOtherwise(output, 'video'));
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
