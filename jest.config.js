const { randomInt } = require('node:crypto');
const { availableParallelism } = require('node:os');

// One new seed for the property tests in all processes of a run.
process.env.FAST_CHECK_SEED ??= String(randomInt(2 ** 31));

// Types are checked once, by `npm run typecheck`; jest only transpiles.
const transpiled = { ...require('./tsconfig.json').compilerOptions, isolatedModules: true };
delete transpiled.incremental;
delete transpiled.tsBuildInfoFile;

const sources = ['bench', 'credentials', 'nodes', 'scripts', 'seedance', 'simulator', 'test'];

// Packages that take long to load: a worker loads each once. Only n8n's engine has a state that a
// test could leave to the next file, and test/jest-setup.ts resets it.
const shared = [
	'@n8n',
	'ajv',
	'fast-check',
	'mediabunny',
	'n8n-core',
	'n8n-workflow',
	'typescript',
	'undici',
	'zod',
];

/** @type {import('jest').Config} */
module.exports = {
	// A path without <rootDir>, which Stryker doesn't replace.
	testEnvironment: require.resolve('./test/environment.js'),
	// The sources are included, so that jest --watch finds the tests of a changed source.
	roots: sources.map((folder) => `<rootDir>/${folder}`),
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: transpiled }],
		[`/node_modules/(${shared.join('|')})/.+\\.c?js$`]: '<rootDir>/test/shared-package.js',
	},
	transformIgnorePatterns: [],
	setupFiles: ['<rootDir>/test/jest-setup.ts'],
	// Tests may be slow, but mustn't hang.
	testTimeout: 120_000,
	// Tests of nodes spend two thirds of their time waiting, so there are more workers than cores.
	maxWorkers: Math.max(8, availableParallelism() - 1),
	// Used with --coverage only. A file that no test loads counts too.
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts', 'seedance/**/*.ts'],
	coverageThreshold: { global: { statements: 98, branches: 95 } },
	coverageReporters: [['text', { skipFull: true }], 'text-summary', 'html'],
	reporters: ['default', '<rootDir>/test/seed-reporter.js'],
};
