/** How `npm run dev` sees what was saved, and hands a build to n8n. */
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changedBetween, moveChanged, snapshot } from '../../e2e/changes';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'changes-'))));
afterEach(() => rmSync(root, { recursive: true }));

const at = (file: string) => path.join(root, file);

function write(file: string, text: string, second = 1): void {
	mkdirSync(path.dirname(at(file)), { recursive: true });
	writeFileSync(at(file), text);
	utimesSync(at(file), second, second);
}

describe('what was saved', () => {
	const look = () => snapshot(root, ['nodes', 'seedance']);

	it('is files that were changed, added or removed, in the folders that are watched', () => {
		write('nodes/changed.ts', 'before');
		write('nodes/deep/removed.ts', 'before');
		write('nodes/same.ts', 'before');
		write('seedance/other.ts', 'before');
		const before = look();
		write('nodes/changed.ts', 'after', 2);
		rmSync(at('nodes/deep'), { recursive: true });
		write('seedance/models/added.json', '{}');
		write('docs/page.md', 'unwatched');
		expect(changedBetween(before, look())).toEqual([
			'nodes/changed.ts',
			'nodes/deep/removed.ts',
			'seedance/models/added.json',
		]);
	});
});

describe('a build', () => {
	it('arrives whole where n8n has the package, and what is the same is left alone', () => {
		write('built/running.js', 'new');
		write('built/nodes/one.node.js', 'same', 2);
		write('built/icons/new.svg', '<svg/>');
		write('dist/running.js', 'old');
		write('dist/nodes/one.node.js', 'same');
		expect(moveChanged(at('built'), at('dist'))).toBe(true);
		expect(readFileSync(at('dist/running.js'), 'utf8')).toBe('new');
		expect(readFileSync(at('dist/icons/new.svg'), 'utf8')).toBe('<svg/>');
		expect(statSync(at('dist/nodes/one.node.js')).mtimeMs).toBe(1000);
	});

	it('in which nothing is new changes nothing', () => {
		write('built/running.js', 'same');
		write('dist/running.js', 'same');
		expect(moveChanged(at('built'), at('dist'))).toBe(false);
	});
});
