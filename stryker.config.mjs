/** Changes the code in one place at a time and looks whether a test notices: see scripts/mutate/index.ts. */

// What scripts/mutate says of the folder that is changed.
const {
	MUTATE_NAME: name = 'mutate',
	MUTATE_TESTS: tests = 'test/unit',
	MUTATE_AT_ONCE: atOnce = '2',
} = process.env;
const sources = ['credentials', 'nodes', 'seedance', 'simulator', 'test/engine', 'test/support'];
const to = '.cache/mutate';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	testRunner: 'jest',
	plugins: ['./scripts/mutate/jestRunner.mjs', './scripts/mutate/sameAnyway.mjs'],
	ignorers: ['same-anyway'],
	jest: {
		configFile: 'jest.config.js',
		config: {
			roots: [...sources, ...tests.split(' ')].map((folder) => `<rootDir>/${folder}`),
			// They are about the repository, the build and the simulator.
			testPathIgnorePatterns: [
				'/unit/(bench|build|catalogue-sync|commands|docs|examples|scan|simulator)/',
			],
		},
	},
	coverageAnalysis: 'perTest',
	// What runs while a module loads cannot be told apart by test: each such change would need all of them.
	ignoreStatic: true,
	mutator: {
		excludedMutations: [
			// Most texts are words for people, which no test should lock. What a text decides (a kind, a
			// status, a header) is changed where it is compared.
			'StringLiteral',
		],
	},
	concurrency: Number(atOnce),
	// A machine that does something else besides is no reason to call a change noticed.
	timeoutMS: 15_000,
	timeoutFactor: 2,
	dryRunTimeoutMinutes: 60,
	thresholds: { high: 98, low: 95, break: 95 },
	incremental: true,
	incrementalFile: `${to}/${name}.incremental.json`,
	tempDirName: `${to}/sandboxes`,
	reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: `${to}/${name}.html` },
	jsonReporter: { fileName: `${to}/${name}.json` },
	ignorePatterns: ['dist', 'coverage', 'test/e2e', 'demo-output', 'docs/images', '.cache'],
};
