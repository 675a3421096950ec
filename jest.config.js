const { randomInt } = require('node:crypto');
const { availableParallelism } = require('node:os');

// One new seed for the property tests in all processes of a run.
process.env.FAST_CHECK_SEED ??= String(randomInt(2 ** 31));

// Types are checked once, by `npm run typecheck`; jest only transpiles.
const transpiled = { ...require('./tsconfig.json').compilerOptions, isolatedModules: true };
delete transpiled.incremental;
delete transpiled.tsBuildInfoFile;

const sources = ['bench', 'credentials', 'nodes', 'scripts', 'seedance', 'simulator', 'test'];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// The sources are included, so that jest --watch finds the tests of a changed source.
	roots: sources.map((folder) => `<rootDir>/${folder}`),
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: transpiled }],
	},
	setupFiles: ['<rootDir>/test/jest-setup.ts'],
	// Tests may be slow, but mustn't hang.
	testTimeout: 120_000,
	// Tests of nodes spend two thirds of their time waiting, so there are more workers than cores.
	maxWorkers: Math.max(6, availableParallelism() - 1),
	// Used with --coverage only. A file that no test loads counts too.
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts', 'seedance/**/*.ts'],
	coverageThreshold: { global: { statements: 98, branches: 95 } },
	coverageReporters: [['text', { skipFull: true }], 'text-summary', 'html'],
	reporters: ['default', '<rootDir>/test/seed-reporter.js'],
};
