/** CHANGELOG.md in the format of Keep a Changelog: what happens to it when a version is released. */

const heading = /^## \[([^\]]+)\].*$/gm;
const link = /^\[[^\]]+\]: \S+\n?/gm;
const unreleased = 'Unreleased';

/**
 * Moves what is unreleased to a new version, and rewrites the links of all versions.
 * @param day such as "2026-11-27"
 * @param repository its page on GitHub
 * @throws Error when nothing is unreleased, or when the version has a section already
 */
export function releaseChangelog(
	text: string,
	version: string,
	day: string,
	repository: string,
): string {
	const versions = [...text.matchAll(heading)].map(([, name = '']) => name);
	if (versions.includes(version)) throw new Error(`CHANGELOG.md has a section ${version} already.`);
	if (!/^[-*] /m.test(unreleasedPart(text))) {
		throw new Error(`CHANGELOG.md says nothing under "## [${unreleased}]": what's new?`);
	}
	const begin = `## [${unreleased}]\n`;
	const body = text.replace(link, '').trimEnd();
	const released = body.replace(begin, () => `${begin}\n## [${version}] - ${day}\n`);
	const names = [version, ...versions.filter((name) => name !== unreleased)];
	return `${released}\n\n${linksOf(names, repository)}`;
}

function unreleasedPart(text: string): string {
	const [, after = ''] = text.split(`## [${unreleased}]\n`);
	const [part = ''] = after.split(/^## /m);
	return part;
}

/** @param versions the newest first */
function linksOf([newest = '', ...older]: readonly string[], repository: string): string {
	const all = [newest, ...older];
	const links = all.map((version, i) => {
		const before = all[i + 1];
		const page =
			before === undefined ? `releases/tag/v${version}` : `compare/v${before}...v${version}`;
		return `[${version}]: ${repository}/${page}\n`;
	});
	return [`[${unreleased}]: ${repository}/compare/v${newest}...HEAD\n`, ...links].join('');
}
