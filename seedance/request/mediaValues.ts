/** Reads the images, videos and audio of a request, and checks their form. */
import { readTaskId, taskIdInUrl } from '../api/replyText';
import { defined } from '../result';
import { parseDataUri } from '../media/dataUri';
import type { MediaFinding, MediaKind } from '../media/fileType';
import { givenMedia, meantBy, mediaUrlFinding, noFiles } from '../media/source';
import type { ItemFiles } from '../media/source';
import type { MediaParameter, MediaSource, MediaUse } from '../models';
import type { Result } from '../result';
import { quoted, trimmed } from '../text';
import { lenient, z } from '../zod';
import { formsOf, oneOf } from './allowed';
import type { Refusal } from './allowed';

/** The sources of an item's media. */
export interface MediaContext {
	readonly files: ItemFiles;
	/** Whether URLs in this network are allowed, because the API itself is there. */
	readonly allowsPrivate: boolean;
}

/** No files and only public URLs. */
export const noMedia: MediaContext = { files: noFiles, allowsPrivate: false };

type MediaParameters = ReadonlyMap<string, MediaParameter>;
type Body = Readonly<Record<string, unknown>>;

/** The form of a task's ID (docs/internals/api.md#task-object). */
const taskId = /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** What our own code writes before an ID of another form. */
const marked = /^task:/;

/** The API's URL of a task, which the item of a node with Simplify off has. */
const taskUrl = /^https?:\/\/.+\/api\/v3\/predictions\//i;

/** The task that a text names, if it means the video of a task. */
function taskIn(
	text: string,
	{ kind }: Pick<MediaParameter, 'kind'>,
	files: ItemFiles,
): string | undefined {
	if (kind !== 'video') return undefined;
	const given = trimmed(text);
	if (taskUrl.test(given)) return taskIdInUrl(given);
	if (marked.test(given)) return readTaskId(given.replace(marked, ''));
	return taskId.test(given) && !files.names.includes(given) ? given : undefined;
}

const earlierSchema = z
	.object({
		videoUrl: lenient(z.string().trim().min(1)),
		expiresAt: lenient(z.string()),
		taskId: z.unknown(),
		// An item with Simplify off.
		id: z.unknown(),
		outputs: lenient(z.array(z.unknown())),
		// An error item.
		error: lenient(z.object({ taskId: z.unknown() })),
	})
	.catch({});

/**
 * The video in the item of an earlier Seedance node: its URL, or its task where it has no URL or an
 * expired one, so that a task that has none either is refused by name.
 * @param now in ms since the epoch
 * @returns a text for the field of the video; undefined when the item has none
 */
export function earlierVideo(item: unknown, now: number): string | undefined {
	const { videoUrl, expiresAt = '', taskId: of, id, outputs, error } = earlierSchema.parse(item);
	const isExpired = Date.parse(expiresAt) <= now;
	if (videoUrl !== undefined && !isExpired) return videoUrl;
	const task = [of, error?.taskId, outputs && id].map(readTaskId).find(Boolean);
	if (task === undefined) return videoUrl;
	return taskId.test(task) ? task : `task:${task}`;
}

function fileNames(entry: unknown, parameter: MediaParameter, files: ItemFiles): unknown[] {
	const { kind, isList } = parameter;
	if (typeof entry !== 'string') return [entry];
	const given = givenMedia(entry);
	if (given.kind !== 'binary' || taskIn(entry, parameter, files) !== undefined) return [entry];
	const names = files.find(entry, kind, isList);
	return names.length === 0 ? [entry] : [...names];
}

/** Replaces the references to files in a body by the files' names. */
export function withFileNames(
	body: Body,
	parameters: MediaParameters,
	files: ItemFiles,
): Record<string, unknown> {
	const entries = Object.entries(body).map(([name, value]): [string, unknown] => {
		const parameter = parameters.get(name);
		if (parameter === undefined) return [name, value];
		if (Array.isArray(value)) {
			return [name, value.flatMap((entry: unknown) => fileNames(entry, parameter, files))];
		}
		const names = fileNames(value, parameter, files);
		return [name, names.length === 1 ? names[0] : value];
	});
	return Object.fromEntries(entries);
}

type Read = Result<MediaSource, MediaFinding>;

const refused = (problem: MediaFinding): Read => ({ ok: false, problem });

/** The most file names that a text lists. */
const mostNames = 10;
const enter = (kind: MediaKind) => `Enter ${formsOf(kind)}.`;
const orElse = 'Or enter a URL or a data URI.';

function withoutFile(
	text: string,
	{ kind, isList }: MediaParameter,
	files: ItemFiles,
): MediaFinding {
	const found = files.find(text, kind, isList);
	if (found.length > 1) {
		return {
			finding: 'allows one file',
			got: `${found.length}`,
			advice: `Enter one name: ${oneOf(found.slice(0, mostNames))}.`,
		};
	}
	const { names } = files;
	const forms = enter(kind);
	const got = quoted(text);
	const meant = meantBy(text);
	if (meant !== undefined) {
		return { finding: "isn't a URL or a file of this item", got, advice: `${meant} ${forms}` };
	}
	if (names.length === 0) {
		return { finding: 'names a file, but the item has none', got, advice: forms };
	}
	return {
		finding: "isn't a file of this item",
		got,
		advice: `Enter one of its files: ${oneOf(names.slice(0, mostNames))}. ${orElse}`,
	};
}

function readEntry(entry: unknown, parameter: MediaParameter, context: MediaContext): Read {
	if (typeof entry !== 'string') {
		const advice = enter(parameter.kind);
		return refused({ finding: "isn't a file or URL", got: quoted(entry), advice });
	}
	const task = taskIn(entry, parameter, context.files);
	if (task !== undefined) return { ok: true, value: { kind: 'task', id: task } };
	const given = givenMedia(entry);
	switch (given.kind) {
		case 'url': {
			const { url } = given;
			const { allowsPrivate } = context;
			const finding = mediaUrlFinding(url, { allowsPrivate, kind: parameter.kind });
			return finding === undefined ? { ok: true, value: { kind: 'url', url } } : refused(finding);
		}
		case 'dataUri': {
			const { text } = given;
			const parsed = parseDataUri(text);
			if (parsed.ok) return { ok: true, value: { kind: 'dataUri', text, parsed: parsed.value } };
			const { finding } = parsed.problem;
			return refused({ ...parsed.problem, finding: `is a data URI that ${finding}` });
		}
		case 'binary': {
			const { name } = given;
			return context.files.names.includes(name)
				? { ok: true, value: { kind: 'file', name } }
				: refused(withoutFile(name, parameter, context.files));
		}
	}
}

/** The media of a body, and refusals of those that can't be used. */
export function readMedia(
	body: Body,
	parameters: MediaParameters,
	context: MediaContext,
): { readonly uses: readonly MediaUse[]; readonly refusals: readonly Refusal[] } {
	const uses: MediaUse[] = [];
	const refusals: Refusal[] = [];
	for (const [name, parameter] of parameters) {
		const value = body[name];
		if (value === undefined) continue;
		const entries: unknown[] = Array.isArray(value) ? value : [value];
		const { rule, acceptsBase64 } = parameter;
		entries.forEach((given, index) => {
			const read = readEntry(given, parameter, context);
			if (read.ok) {
				const place = Array.isArray(value) && { index };
				uses.push({ parameter: name, ...place, source: read.value, rule, acceptsBase64 });
				return;
			}
			const { finding: wrong, got, advice } = read.problem;
			const finding = Array.isArray(value) ? `has an entry that ${wrong}` : wrong;
			refusals.push({ parameter: name, given, finding, ...defined({ got, advice }) });
		});
	}
	return { uses, refusals };
}
