/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	// Types are checked once, by `npm run typecheck`; jest only transpiles.
	transform: {
		'^.+\\.ts$': [
			'ts-jest',
			{ tsconfig: { ...require('./tsconfig.json').compilerOptions, isolatedModules: true } },
		],
	},
	setupFiles: ['<rootDir>/test/jest-setup.ts'],
	// A hang is a failure; slowness is none.
	testTimeout: 120_000,
	// n8n-core keeps timers of its own alive, and jest would wait for them.
	forceExit: true,
};
