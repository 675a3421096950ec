/** What holds of the published modules as a whole: how many, how long, and which imports which. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(__dirname, '../../..');

const modules = ['credentials', 'nodes', 'seedance'].flatMap((folder) =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join(folder, file)),
);

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The modules of ours that a module imports when it is loaded, types included. */
function importsOf(file: string): string[] {
	const { importedFiles } = ts.preProcessFile(textOf(file), true, false);
	const onFirstUse = new Set(
		[...textOf(file).matchAll(/\bimport\('([^']+)'\)/g)].map(([, specifier]) => specifier),
	);
	return importedFiles
		.map(({ fileName }) => fileName)
		.filter((specifier) => specifier.startsWith('.') && !onFirstUse.has(specifier))
		.map((specifier) => {
			const target = path.join(path.dirname(file), specifier);
			const found = [`${target}.ts`, path.join(target, 'index.ts')].find((each) =>
				modules.includes(each),
			);
			if (found === undefined) throw new Error(`${file} imports ${specifier}, which is not there`);
			return found;
		});
}

const imports = new Map(modules.map((file) => [file, importsOf(file)]));

/** A way from a module back to itself, or undefined. */
function circleFrom(start: string): string[] | undefined {
	const seen = new Set<string>();
	const follow = (file: string, way: readonly string[]): string[] | undefined => {
		for (const next of imports.get(file) ?? []) {
			if (next === start) return [...way, next];
			if (seen.has(next)) continue;
			seen.add(next);
			const found = follow(next, [...way, next]);
			if (found !== undefined) return found;
		}
		return undefined;
	};
	return follow(start, [start]);
}

it('there are no more than 110 modules', () => {
	expect(modules.length).toBeLessThanOrEqual(110);
});

it.each(modules)('%s has no more than 300 lines', (file) => {
	expect(textOf(file).split('\n').length - 1).toBeLessThanOrEqual(300);
});

it('no module imports itself by a detour', () => {
	expect(modules.map(circleFrom).filter((circle) => circle !== undefined)).toEqual([]);
});

it('no two folders import each other', () => {
	const pairs = new Set(
		[...imports].flatMap(([file, targets]) =>
			targets.map((target) => `${path.dirname(file)} ${path.dirname(target)}`),
		),
	);
	const bothWays = [...pairs].filter((pair) => {
		const [from, to] = pair.split(' ');
		return from !== to && pairs.has(`${to} ${from}`);
	});
	expect(bothWays).toEqual([]);
});

it('no two modules have one file name', () => {
	const names = modules.map((file) => path.basename(file)).filter((name) => name !== 'index.ts');
	expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
