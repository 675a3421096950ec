/**
 * The URLs of a task's files, in whatever shape the answer has them
 * (docs/internals/api.md#task-object).
 */
import { asRecord } from '../zod';
import { parsedText } from './replyText';

const deepest = 6;
/**
 * The most values that are visited. No task has more files, and a hostile answer mustn't cost time.
 */
const mostValues = 1_000;

/** The field of an object that holds its file's URL. */
const addressKeys: readonly string[] = [
	'url',
	'video_url',
	'videoUrl',
	'download_url',
	'file_url',
	'uri',
	'href',
];

/** Whether a field is a preview image of a video. */
const isPreview = (key: string) => /thumb|cover|poster|preview|first_?frame|last_?frame/i.test(key);
const isWebAddress = (text: string) => /^https?:\/\//i.test(text);

/**
 * Returns the URLs in a task's `outputs`: a string, an object with a `url`, {"video": {"url": …}},
 * or lists of these. Strings in a list always count; in an object with other fields only URLs do.
 */
export function outputUrls(value: unknown): string[] {
	let left = mostValues;

	function within(part: unknown, depth: number, isField: boolean): string[] {
		left -= 1;
		if (left < 0 || depth > deepest) return [];
		if (typeof part === 'string') {
			const json = parsedText(part);
			if (json !== undefined) return within(json, depth + 1, true);
			return part.trim() !== '' && (!isField || isWebAddress(part.trim())) ? [part.trim()] : [];
		}
		if (Array.isArray(part)) {
			const entries: unknown[] = part.slice(0, Math.max(0, left));
			return entries.flatMap((entry) => within(entry, depth + 1, isField));
		}
		const fields = asRecord(part);
		if (fields === undefined) return [];
		for (const key of addressKeys) {
			const address = fields[key];
			if (typeof address === 'string' && address.trim() !== '') return [address.trim()];
		}
		const entries = Object.entries(fields)
			.filter(([key]) => !isPreview(key))
			.slice(0, Math.max(0, left));
		const videos = entries.filter(([key]) => /video/i.test(key));
		for (const some of videos.length > 0 ? [videos, entries] : [entries]) {
			const found = some.flatMap(([, inner]) => within(inner, depth + 1, true));
			if (found.length > 0) return found;
		}
		return [];
	}
	return within(value, 0, false);
}
