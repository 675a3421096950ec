const BEARER = 'Bearer ';

/**
 * The index of the key in an Authorization header, or undefined. Only `Bearer <key>` counts: the
 * API refuses X-API-Key and bare keys (docs/internals/api.md#base-url-and-key).
 */
export function accountOf(header: string | undefined, keys: readonly string[]): number | undefined {
	if (header?.startsWith(BEARER) !== true) return undefined;
	const index = keys.indexOf(header.slice(BEARER.length));
	return index < 0 ? undefined : index;
}

/** A text without any of the keys, so that it can be kept or shown. */
export function withoutKeys(text: string, keys: readonly string[]): string {
	return keys.reduce((kept, key) => kept.replaceAll(key, '[key]'), text);
}

/** A JSON body without any key. */
export function bodyWithoutKeys(
	body: Readonly<Record<string, unknown>>,
	textWithoutKeys: (text: string) => string,
): Readonly<Record<string, unknown>> {
	const text = JSON.stringify(body);
	const clean = textWithoutKeys(text);
	if (clean === text) return body;
	const parsed: Record<string, unknown> = JSON.parse(clean);
	return parsed;
}
