/** How `npm run release` changes the changelog, and which versions it accepts. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { releaseChangelog } from '../../../scripts/release/changelog';
import { checkVersion, withVersion } from '../../../scripts/release/version';

const repository = 'https://github.com/owner/name';

describe('the changelog', () => {
	const first = `# Changelog

## [Unreleased]

### Added

- **Seed**, which costs $& nothing.

[Unreleased]: ${repository}/commits/HEAD
`;
	const released = releaseChangelog(first, '0.1.0', '2026-11-27', repository);

	it('has what was unreleased under the first version and its day', () => {
		expect(released).toBe(`# Changelog

## [Unreleased]

## [0.1.0] - 2026-11-27

### Added

- **Seed**, which costs $& nothing.

[Unreleased]: ${repository}/compare/v0.1.0...HEAD
[0.1.0]: ${repository}/releases/tag/v0.1.0
`);
	});

	it('of a later version keeps the earlier ones, and links what changed in between', () => {
		const next = released.replace('## [Unreleased]\n', '## [Unreleased]\n\n- New again\n');
		expect(releaseChangelog(next, '0.2.0', '2026-12-24', repository)).toBe(`# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-24

- New again

## [0.1.0] - 2026-11-27

### Added

- **Seed**, which costs $& nothing.

[Unreleased]: ${repository}/compare/v0.2.0...HEAD
[0.2.0]: ${repository}/compare/v0.1.0...v0.2.0
[0.1.0]: ${repository}/releases/tag/v0.1.0
`);
	});

	it('with nothing unreleased is refused, also below a heading', () => {
		const empty = (text: string) => () => releaseChangelog(text, '0.2.0', '2026-12-24', repository);
		expect(empty(released)).toThrow("what's new?");
		expect(empty(released.replace('## [0.1.0]', '### Added\n\n## [0.1.0]'))).toThrow("what's new?");
	});

	it('that has the version already is refused', () => {
		const again = () => releaseChangelog(released, '0.1.0', '2026-12-24', repository);
		expect(again).toThrow('section 0.1.0');
	});
});

describe('a version', () => {
	it.each(['0.9.0', '0.9.1', '0.10.0', '1.0.0'])('%s may follow 0.9.0', (version) => {
		expect(checkVersion(version, '0.9.0')).toBe(version);
	});

	it.each(['0.8.9', '0.2.10'])('%s is older than 0.9.0', (version) => {
		expect(() => checkVersion(version, '0.9.0')).toThrow('older than 0.9.0');
	});

	it.each([undefined, '', 'v0.9.0', '0.9', '0.9.0-rc.1', 'minor'])('%s is none', (version) => {
		expect(() => checkVersion(version, '0.9.0')).toThrow('Usage: npm run release');
	});
});

describe('the guide to installing', () => {
	const guide = readFileSync('docs/guides/installation.md', 'utf8');
	const { version } = z
		.object({ version: z.string() })
		.parse(JSON.parse(readFileSync('package.json', 'utf8')));

	it('names the version of package.json', () => {
		expect(withVersion(guide, version)).toBe(guide);
	});

	it('names a new version everywhere, and leaves those of n8n', () => {
		const next = withVersion(guide, '9.8.7');
		expect(next.split('9.8.7').length).toBe(guide.split(version).length);
		expect(next).not.toContain(version);
		expect(next.match(/n8nio\/n8n:\S+/)?.[0]).toBe(guide.match(/n8nio\/n8n:\S+/)?.[0]);
	});
});
