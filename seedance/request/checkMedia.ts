/** From the pictures, videos and sounds of a request to files that may be uploaded, or to why not. */
import type { CheckedFile, Upload } from '../api/upload';
import { defined } from '../defined';
import type { SoundDataUri } from '../media/dataUri';
import type { MediaFinding, MediaFile } from '../media/fileType';
import { inspect } from '../media/inspect';
import type { Inspection } from '../media/inspect';
import { mediaFinding, mediaWarnings, mediaAllowed } from '../media/rules';
import { storeName } from '../media/source';
import { withAddresses } from '../models/mediaUse';
import type { MediaSource, MediaUse } from '../models/mediaUse';
import type { Problem } from '../errors/problem';
import type { Result } from '../result';
import { label } from '../text';
import type { Body } from './planSubmit';
import type { Refusal } from './allowed';

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
	| {
			readonly ok: true;
			/** For each use the file to upload; undefined for those that stay as they are. */
			readonly files: readonly (CheckedFile | undefined)[];
			/** What may be wrong with them, each a text for a person. */
			readonly warnings: readonly string[];
	  }
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

type Checked =
	{ readonly file?: CheckedFile | undefined; readonly warnings: readonly string[] } | Refusal;

/** What is declared, in one word for one thing. */
const declared = ({ mimeType }: SoundDataUri) => mimeType.replace(/^image\/jpg$/, 'image/jpeg');

async function checkUse(use: MediaUse, open: OpenSource): Promise<Checked> {
	const { source, rule, parameter, index } = use;
	const refuse = ({ finding, advice }: MediaFinding, allowed?: string): Refusal => ({
		parameter,
		given: source.kind === 'file' ? source.name : undefined,
		finding: index === undefined ? finding : `has an entry that ${finding}`,
		...defined({ allowed, advice }),
	});
	const written = source.kind === 'dataUri' ? source.parsed : undefined;
	const opened: Opened =
		written === undefined ? await open(source, use) : { kind: 'file', file: written.file };
	if (opened.kind === 'asItIs') return { warnings: [] };
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
	const { mimeType, extension } = type;
	const name = source.kind === 'file' ? ` (${file.fileName})` : '';
	const warnings = mediaWarnings(inspection, rule).map(
		(warning) => `'${label(parameter)}'${name} ${warning}`,
	);
	// What is written in an unusual way, or under another type, goes as a file: nobody knows what the API
	// makes of it.
	const isPlain = written?.isPlain === true && declared(written) === mimeType;
	if (isPlain && use.acceptsBase64) return { warnings };
	const fileName = storeName(file.fileName, extension);
	return { file: { file, fileName, size, sha256, mimeType }, warnings };
}

const isRefusal = (checked: Checked): checked is Refusal => 'finding' in checked;

/** Checks the media of one request on their bytes, one after the other: little is in memory at a time. */
export async function checkMedia(
	uses: readonly MediaUse[],
	open: OpenSource,
): Promise<CheckedMedia> {
	const files: (CheckedFile | undefined)[] = [];
	const refusals: Refusal[] = [];
	const warnings: string[] = [];
	for (const use of uses) {
		const checked = await checkUse(use, open);
		if (isRefusal(checked)) refusals.push(checked);
		else {
			files.push(checked.file);
			warnings.push(...checked.warnings);
		}
	}
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, files, warnings };
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
): (until: number) => Promise<Result<Body, Problem>> {
	return async (until) => {
		const addresses: (string | undefined)[] = [];
		for (const file of files) {
			const uploaded = file && (await upload(file, until));
			if (uploaded?.ok === false) return uploaded;
			addresses.push(uploaded?.url);
		}
		return { ok: true, value: withAddresses(body, uses, addresses) };
	};
}
