/**
 * Whether a submit's body names a file of the simulator's own that cannot be fetched. URLs count
 * both as single values and in lists.
 * @param baseUrl the simulator's own base URL; other hosts count as having every file
 * @param isServed whether there is a file at a path of the simulator
 */
export function namesMissingMedia(
	body: Readonly<Record<string, unknown>>,
	baseUrl: string,
	isServed: (path: string) => boolean,
): boolean {
	return Object.values(body)
		.flat()
		.filter((value) => typeof value === 'string')
		.filter((text) => text.startsWith(`${baseUrl}/media/`))
		.some((url) => !isServed(url.slice(baseUrl.length).replace(/[?#].*$/s, '')));
}
