/** What is frozen of a release is never edited. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import { closeRelease, commitsSince, editedIn, isOpen, sumsFile, sumsOf } from './frozen';
import { compatFolder, releases } from './releases';

const root = path.join(compatFolder, '../..');

describe.each(releases)('The folder of release %s', (release) => {
	const folder = path.join(compatFolder, release);
	const history = commitsSince(root, folder);

	if (isOpen(folder)) {
		it('is open, as only that of the present version may be before it is published', () => {
			expect(release).toBe(version);
			expect(history).toHaveProperty('unknown');
		});
		return;
	}

	it('has the files that it was closed with', () => {
		expect(editedIn(folder)).toEqual([]);
	});

	if ('unknown' in history) {
		it.skip(`was touched by no later commit (not looked at: ${history.unknown})`, () => {});
	} else {
		it('was touched by no later commit', () => {
			expect(history.commits).toEqual([]);
		});
	}
});

describe('An edit', () => {
	let repository: string;
	let folder: string;
	const git = (...parameters: string[]) =>
		execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...parameters], {
			cwd: repository,
			stdio: 'ignore',
		});
	const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
	const commit = (words: string) => {
		git('add', '-A');
		git('commit', '-m', words);
	};

	beforeEach(() => {
		repository = mkdtempSync(path.join(tmpdir(), 'seedance-compat-'));
		folder = path.join(repository, 'test/compat/0.1.0');
		mkdirSync(folder, { recursive: true });
		write('a.workflow.json', '{}\n');
	});
	afterEach(() => rmSync(repository, { recursive: true, force: true }));

	function close() {
		git('init', '-q');
		commit('Still open');
		expect(isOpen(folder)).toBe(true);
		write('a.expected.json', '{}\n');
		closeRelease(folder);
		commit('Closed');
		git('tag', 'v0.1.0');
		expect(isOpen(folder)).toBe(false);
	}

	it('of a file shows in its sum, as do a file that goes and one that comes', () => {
		close();
		expect(editedIn(folder)).toEqual([]);
		write('a.expected.json', '[]\n');
		rmSync(path.join(folder, 'a.workflow.json'));
		cpSync(path.join(folder, 'a.expected.json'), path.join(folder, 'b.expected.json'));
		expect(editedIn(folder)).toEqual([
			expect.stringMatching(/^was [0-9a-f]{64} {2}a\.expected\.json$/),
			expect.stringMatching(/^was [0-9a-f]{64} {2}a\.workflow\.json$/),
			expect.stringMatching(/^is [0-9a-f]{64} {2}a\.expected\.json$/),
			expect.stringMatching(/^is [0-9a-f]{64} {2}b\.expected\.json$/),
		]);
	});

	it('is not hidden by closing the folder again', () => {
		close();
		write('a.expected.json', '[]\n');
		expect(() => closeRelease(folder)).toThrow('is closed');
		expect(() => closeRelease(`${folder}0`)).toThrow("isn't there");
	});

	it('shows in the history, also with new sums', () => {
		close();
		writeFileSync(path.join(repository, 'README.md'), 'Something else\n');
		commit('Beside it');
		expect(commitsSince(repository, folder)).toEqual({ commits: [] });
		write('a.expected.json', '[]\n');
		write(sumsFile, sumsOf(folder));
		commit('Made to fit');
		expect(editedIn(folder)).toEqual([]);
		expect(commitsSince(repository, folder)).toEqual({
			commits: [expect.stringMatching(/^[0-9a-f]+ Made to fit$/)],
		});
	});

	it('cannot be seen in the history before the release has its tag, or without one', () => {
		expect(commitsSince(repository, folder)).toEqual({
			unknown: 'there is no git history here',
		});
		git('init', '-q');
		commit('Still open');
		expect(commitsSince(repository, folder)).toEqual({
			unknown: 'this clone has no tag v0.1.0',
		});
		expect(editedIn(folder)).toEqual(['SHA256SUMS is missing']);
	});
});
