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

const pinned = /(n8n-nodes-seedance(?:@|-|","version":"))\d+\.\d+\.\d+/g;

/** The same text with this version wherever it tells to install one: "n8n-nodes-seedance@0.1.0". */
export const withVersion = (text: string, version: string) => text.replace(pinned, `$1${version}`);
