/** How long the API keeps a prediction and its outputs, in ms (reference §C). */
export const retentionMs = 7 * 24 * 60 * 60 * 1000;

/** When a task's result and links end, as ISO 8601, or undefined when its beginning is not known. */
export function expiresAt(createdAt: string | undefined): string | undefined {
	const begun = Date.parse(createdAt ?? '');
	const end = new Date(begun + retentionMs);
	// Not a date, or one beyond what JavaScript can write.
	return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
