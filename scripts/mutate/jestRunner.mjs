/**
 * Stryker's runner of jest, made quick. Its own one loads every test file that imports what was changed, for
 * each change, and goes on after the first failure. This one runs the files that reach the change, one at a
 * time, the likeliest first, until a test fails.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';

/** The first run of the tests is in one process, those of changes are in others: they read here what it found. */
const foundFile = path.resolve('.cache/mutate/tests.json');

/** @typedef {{ id: string, fileName: string, ms: number }} FoundTest */

/** @param {ReadonlyArray<{ id: string, fileName?: string, timeSpentMs: number }>} tests */
function writeFound(tests) {
	const found = tests.map(({ id, fileName = '', timeSpentMs: ms }) => ({ id, fileName, ms }));
	mkdirSync(path.dirname(foundFile), { recursive: true });
	writeFileSync(foundFile, JSON.stringify(found));
}

/** The assumed time to load a test file, in ms, which affects the order only. */
const loadMs = 300;

class Files {
	/** @type {FoundTest[] | undefined} */
	#found;
	/** How often a test file has noticed a change in a source file. @type {Map<string, number>} */
	#noticed = new Map();

	/** @type {Map<string, string>} */
	#texts = new Map();

	#textOf(fileName) {
		const text = this.#texts.get(fileName) ?? readFileSync(fileName, 'utf8');
		this.#texts.set(fileName, text);
		return text;
	}

	noticed(source, fileName) {
		const key = `${source} ${fileName}`;
		this.#noticed.set(key, (this.#noticed.get(key) ?? 0) + 1);
	}

	/** The test files that have one of these tests, the likeliest to notice a change and the quickest first. */
	of(source, ids) {
		this.#found ??= JSON.parse(readFileSync(foundFile, 'utf8'));
		const wanted = new Set(ids);
		const files = new Map();
		for (const { id, fileName, ms } of this.#found) {
			if (!wanted.has(id)) continue;
			const file = files.get(fileName) ?? { fileName, ids: [], ms: loadMs };
			file.ids.push(id);
			file.ms += ms;
			files.set(fileName, file);
		}
		const name = path.basename(source, '.ts');
		// A test that imports what is changed is likely to be about it.
		const isAbout = (fileName) => this.#textOf(fileName).includes(`/${name}'`);
		const weight = ({ fileName, ms }) =>
			(1 + (isAbout(fileName) ? 20 : 0) + (this.#noticed.get(`${source} ${fileName}`) ?? 0)) / ms;
		return [...files.values()].sort((a, b) => weight(b) - weight(a));
	}
}

const [jest] = jestPlugins;

function createRunner(injector) {
	const runner = jest.factory(injector);
	const { jestTestAdapter: adapter } = runner;
	const [dryRun, mutantRun] = [runner.dryRun.bind(runner), runner.mutantRun.bind(runner)];
	const files = new Files();
	let testFiles;
	runner.jestTestAdapter = {
		run: (settings) => adapter.run(testFiles ? { ...settings, testFiles } : settings),
	};

	runner.dryRun = async (options) => {
		const result = await dryRun(options);
		if (result.status === 'complete') writeFound(result.tests);
		return result;
	};

	runner.mutantRun = async (options) => {
		const { testFilter: ids, sandboxFileName: source } = options;
		if (ids === undefined) return await mutantRun(options);
		let count = 0;
		try {
			for (const { fileName, ids: testFilter } of files.of(source, ids)) {
				testFiles = [fileName];
				const result = await mutantRun({ ...options, testFilter });
				if (result.status !== 'survived') {
					if (result.status === 'killed') files.noticed(source, fileName);
					return result;
				}
				count += result.nrOfTests;
			}
		} finally {
			testFiles = undefined;
		}
		return { status: 'survived', nrOfTests: count };
	};
	return runner;
}
createRunner.inject = ['$injector'];

export const strykerPlugins = [{ ...jest, factory: createRunner }];
export { strykerValidationSchema } from '@stryker-mutator/jest-runner';
