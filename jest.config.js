const { randomInt } = require('node:crypto');
const { availableParallelism } = require('node:os');

// One seed for all property tests of a run, whichever process they run in: other values in every run.
process.env.FAST_CHECK_SEED ??= String(randomInt(2 ** 31));

// Types are checked once, by `npm run typecheck`; jest only transpiles.
const transpiled = { ...require('./tsconfig.json').compilerOptions, isolatedModules: true };

const sources = ['bench', 'credentials', 'nodes', 'scripts', 'seedance', 'simulator', 'test'];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// What the tests import as well: otherwise jest --watch knows of no test for a changed source.
	roots: sources.map((folder) => `<rootDir>/${folder}`),
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: transpiled }],
	},
	setupFiles: ['<rootDir>/test/jest-setup.ts'],
	// A hang is a failure; slowness is none.
	testTimeout: 120_000,
	// Tests of nodes wait for two thirds of their time: more of them at once than there are cores.
	maxWorkers: Math.max(6, availableParallelism() - 1),
	// What the tests reach, with --coverage only: a file that no test loads counts, too.
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts', 'seedance/**/*.ts'],
	coverageThreshold: { global: { statements: 98, branches: 95 } },
	coverageReporters: [['text', { skipFull: true }], 'text-summary', 'html'],
	reporters: ['default', '<rootDir>/test/seed-reporter.js'],
};
