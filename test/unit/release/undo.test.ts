/** A step of `npm run release` that fails leaves nothing behind. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { orUndo } from '../../../scripts/release/undo';

let root = '';
const at = (...names: string[]) => path.join(root, ...names);
const git = (...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
		cwd: root,
		encoding: 'utf8',
	}).trim();
const written = { known: ['CHANGELOG.md', 'frozen'], folder: 'frozen/0.2.0' };

/** What a release writes: a known file, and a new folder beside a known one. */
function write() {
	writeFileSync(at('CHANGELOG.md'), 'new');
	mkdirSync(at('frozen', '0.2.0'));
	writeFileSync(at('frozen', '0.2.0', 'SHA256SUMS'), 'sums');
}

beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'seedance-undo-'));
	mkdirSync(at('frozen', '0.1.0'), { recursive: true });
	writeFileSync(at('CHANGELOG.md'), 'old');
	writeFileSync(at('frozen', '0.1.0', 'SHA256SUMS'), 'sums');
	git('init', '--quiet');
	git('add', '--all');
	git('commit', '--quiet', '--message', 'First');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it.each([
	['has written', () => undefined],
	['has staged', () => git('add', '--all')],
	[
		'has committed',
		() => {
			git('add', '--all');
			git('commit', '--quiet', '--message', 'Release');
		},
	],
])('that %s is undone', (_, more) => {
	const release = () =>
		orUndo(root, written, () => {
			write();
			more();
			throw new Error('a test failed');
		});
	expect(release).toThrow('a test failed');
	expect(git('status', '--porcelain')).toBe('');
	expect(git('log', '--format=%s')).toBe('First');
	expect(readFileSync(at('CHANGELOG.md'), 'utf8')).toBe('old');
	expect(existsSync(at('frozen', '0.2.0'))).toBe(false);
	expect(existsSync(at('frozen', '0.1.0', 'SHA256SUMS'))).toBe(true);
});

it('that does not fail stays', () => {
	orUndo(root, written, write);
	expect(readFileSync(at('CHANGELOG.md'), 'utf8')).toBe('new');
	expect(existsSync(at('frozen', '0.2.0', 'SHA256SUMS'))).toBe(true);
});

it('leaves what a person writes elsewhere meanwhile', () => {
	const release = () =>
		orUndo(root, written, () => {
			writeFileSync(at('notes.md'), 'mine');
			throw new Error('a test failed');
		});
	expect(release).toThrow('a test failed');
	expect(readFileSync(at('notes.md'), 'utf8')).toBe('mine');
});
