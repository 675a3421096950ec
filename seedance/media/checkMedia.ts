/** From the pictures, videos and sounds of a request to files that may be uploaded, or to why not. */
import type { CompleteBody } from '../task/submit';
import type { Refusal } from '../validation/buildRequest';
import { mediaFinding } from './check';
import { storeName } from './fileName';
import type { MediaFinding } from './finding';
import { inspect } from './inspect';
import type { Inspection } from './inspect';
import type { MediaFile } from './mediaFile';
import { withAddresses } from './mediaUse';
import type { MediaSource, MediaUse } from './mediaUse';
import { mediaAllowed } from './rules';
import type { CheckedFile, Upload } from './upload';

export type Opened =
	| { readonly kind: 'file'; readonly file: MediaFile }
	/** The API gets it as it stands. */
	| { readonly kind: 'asItIs' }
	| ({ readonly kind: 'problem' } & MediaFinding);

/**
 * Finds the file of a source that is one, or that is to be made one. Gives the same object for the
 * same file, so that it is read once.
 */
export type OpenSource = (source: MediaSource, use: MediaUse) => Promise<Opened>;

export type CheckedMedia =
	/** For each use the file to upload; undefined for those that stay as they are. */
	| { readonly ok: true; readonly files: readonly (CheckedFile | undefined)[] }
	| { readonly ok: false; readonly refusals: readonly Refusal[] };

/** By file, and by how much of it may be read. */
const inspections = new WeakMap<MediaFile, Map<number, Promise<Inspection>>>();

function inspectOnce(file: MediaFile, mostBytes: number): Promise<Inspection> {
	const known = inspections.get(file) ?? new Map<number, Promise<Inspection>>();
	inspections.set(file, known);
	const inspection = known.get(mostBytes) ?? inspect(file, mostBytes);
	known.set(mostBytes, inspection);
	return inspection;
}

type Checked = CheckedFile | undefined | Refusal;

async function checkUse(use: MediaUse, open: OpenSource): Promise<Checked> {
	const { source, rule, parameter, index } = use;
	const refuse = ({ finding, advice }: MediaFinding, allowed?: string): Refusal => ({
		parameter,
		given: source.kind === 'file' ? source.name : undefined,
		finding: index === undefined ? finding : `has an entry that ${finding}`,
		...(allowed !== undefined && { allowed }),
		...(advice !== undefined && { advice }),
	});
	const written = source.kind === 'dataUri' ? source.parsed : undefined;
	const opened: Opened =
		written === undefined ? await open(source, use) : { kind: 'file', file: written.file };
	if (opened.kind === 'asItIs') return undefined;
	if (opened.kind === 'problem') return refuse(opened);
	const { file } = opened;
	const inspection = await inspectOnce(file, rule.mostBytes).catch(() => undefined);
	if (inspection === undefined) return refuse({ finding: 'cannot be read where n8n keeps it' });
	const wrong = mediaFinding(inspection, rule);
	const { size, sha256, type } = inspection;
	if (wrong !== undefined || sha256 === undefined || type === undefined) {
		const finding = wrong?.finding ?? 'cannot be read';
		const named = source.kind === 'file' ? `(${file.fileName}) ${finding}` : finding;
		return refuse({ ...wrong, finding: named }, mediaAllowed(rule));
	}
	// What is written in an unusual way goes as a file: nobody knows what the API makes of it.
	if (written?.isPlain === true && use.acceptsBase64) return undefined;
	const { mimeType, extension } = type;
	return { file, fileName: storeName(file.fileName, extension), size, sha256, mimeType };
}

const isRefusal = (checked: Checked): checked is Refusal =>
	checked !== undefined && 'finding' in checked;

/** Checks the media of one request on their bytes, one after the other: little is in memory at a time. */
export async function checkMedia(
	uses: readonly MediaUse[],
	open: OpenSource,
): Promise<CheckedMedia> {
	const files: (CheckedFile | undefined)[] = [];
	const refusals: Refusal[] = [];
	for (const use of uses) {
		const checked = await checkUse(use, open);
		if (isRefusal(checked)) refusals.push(checked);
		else files.push(checked);
	}
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, files };
}

/**
 * The step that uploads the files of a request right before it is sent and puts their addresses into
 * its body.
 */
export function completion(
	body: Readonly<Record<string, unknown>>,
	uses: readonly MediaUse[],
	files: readonly (CheckedFile | undefined)[],
	upload: Upload,
): () => Promise<CompleteBody> {
	return async () => {
		const addresses: (string | undefined)[] = [];
		for (const file of files) {
			const uploaded = file && (await upload(file));
			if (uploaded?.ok === false) return uploaded;
			addresses.push(uploaded?.url);
		}
		return { ok: true, body: withAddresses(body, uses, addresses) };
	};
}
