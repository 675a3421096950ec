/** Which version may be released next. */

const form = /^\d+\.\d+\.\d+$/;

/**
 * Checks the version that a person wants to release.
 * @param present the version of package.json, which is the wanted one for a first release
 * @throws Error when it isn't a version, or older than the present one
 */
export function checkVersion(wanted: string | undefined, present: string): string {
	if (wanted === undefined || !form.test(wanted)) {
		throw new Error('Usage: npm run release -- <version>, such as 0.2.0');
	}
	if (wanted.localeCompare(present, 'en', { numeric: true }) < 0) {
		throw new Error(`${wanted} is older than ${present}, the version of package.json.`);
	}
	return wanted;
}
