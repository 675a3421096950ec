/** Every document, section and file that a comment refers to exists in this repository. */
import path from 'node:path';
import ts from 'typescript';
import { anchorsOf, exists, filesIn, read, rootFiles } from '../../support/docs/papers';

const folders = ['bench', 'credentials', 'nodes', 'scripts', 'seedance', 'simulator', 'test'];
const isCode = (file: string) =>
	/\.(?:ts|js|mjs)$/.test(file) && !/(?:^|\/)(?:node_modules|\.home|\.run)\//.test(file);
const files = [...rootFiles, ...folders.flatMap((folder) => filesIn(folder, ''))].filter(isCode);
const names = new Set(files.map((file) => path.basename(file)));

/** The texts of all comments, each on one line. */
function commentsIn(file: string, text: string): string[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
	const ranges = new Map<number, ts.CommentRange>();
	const visit = (node: ts.Node) => {
		const around = [
			...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
			...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
		];
		for (const range of around) ranges.set(range.pos, range);
		node.getChildren(source).forEach(visit);
	};
	visit(source);
	return [...ranges.values()].map(({ pos, end }) =>
		text.slice(pos, end).replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' '),
	);
}

/** Published standards, whose sections anybody can look up. */
const standard = /\b(?:RFC \d+|ITU-T [A-Z]\.\d+|ISO\/IEC \d+(?:-\d+)?) §[\d.]+/g;
/** Documents outside the repository, as comments used to name them. */
const elsewhere =
	/§ ?[\w.]*|\bn8n-facts\b(?!\.\w)|\breference [A-H]\b|\bmodel table\b|\bcases? [A-H]\d+|\bissues? #?\d+/gi;
const documentPath = /(?<![\w./*-])([\w./-]*\w\.md)(?:#([\w-]+))?/g;
const modulePath = /(?<![\w./*…-])((?:[\w.-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:ts|mjs))\b(?!\/)/g;
/** Text that all of them contain, so that most files needn't be parsed. */
const hint =
	/§|\.md\b|\.ts\b|\.mjs\b|n8n-facts|reference [A-H]\b|model table|\bcases? [A-H]\d|\bissues? #?\d/i;

const isDocument = (file: string, target: string, heading: string | undefined) => {
	const place = [target, path.join(path.dirname(file), target)].find(exists);
	return place !== undefined && (heading === undefined || anchorsOf(read(place)).has(heading));
};

const isModule = (file: string, target: string) =>
	target.includes('/')
		? exists(target) || exists(path.join(path.dirname(file), target))
		: names.has(target);

/** The references in the comments of a file that lead nowhere. */
function deadReferences(file: string, text: string): string[] {
	if (!hint.test(text)) return [];
	return commentsIn(file, text).flatMap((comment) => {
		const documents = [...comment.matchAll(documentPath)].filter(
			([, target = '', heading]) => !isDocument(file, target, heading),
		);
		const modules = [...comment.matchAll(modulePath)].filter(
			([, target = '']) => !isModule(file, target),
		);
		const others = comment.replace(standard, '').matchAll(elsewhere);
		return [...documents, ...modules, ...others].map(([reference]) => reference);
	});
}

it('looks at all code', () => {
	expect(files.length).toBeGreaterThan(500);
	expect(files).toEqual(
		expect.arrayContaining(['gulpfile.js', 'credentials/WaveSpeedAiApi.credentials.ts']),
	);
});

it.each(['.', ...folders])('no comment in %s refers to what is not there', (folder) => {
	const within = files.filter((file) =>
		folder === '.' ? !file.includes('/') : file.startsWith(`${folder}/`),
	);
	const dead = within.flatMap((file) =>
		deadReferences(file, read(file)).map((reference) => `${file}: ${reference}`),
	);
	expect(dead).toEqual([]);
});

describe('a dead reference is found', () => {
	it.each([
		['// The ledger (design.md §4).', ['design.md', '§4']],
		['/** Kept for seven days (reference §C). */', ['§C']],
		['/** As read in reference C. */', ['reference C']],
		['// n8n-facts §11', ['n8n-facts', '§11']],
		['/* case A3 */', ['case A3']],
		['// See issue 12.', ['issue 12']],
		['// By the model table.', ['model table']],
		['const a = 1; // docs/internals/none.md', ['docs/internals/none.md']],
		['/** docs/internals/api.md#no-such-heading */', ['docs/internals/api.md#no-such-heading']],
		['/**\n * (test/node/none.test.ts)\n */', ['test/node/none.test.ts']],
		['f(/* none-at-all.ts */);', ['none-at-all.ts']],
		['const t = `${/* design.md */ 1}`;', ['design.md']],
	])('%s', (text, dead) => {
		expect(deadReferences('nodes/x.ts', text).sort()).toEqual([...dead].sort());
	});
});

describe('what is no dead reference', () => {
	it.each([
		'// docs/internals/api.md#submitting, README.md and package.json',
		'/** RFC 9110 §10.2.3: seconds or an HTTP date. */',
		'// Held by references.test.ts and test/support/docs/papers.ts.',
		"const text = 'design.md §4'; const regex = /§/; const t = `// design.md`;",
	])('%s', (text) => {
		expect(deadReferences('nodes/x.ts', text)).toEqual([]);
	});
});
