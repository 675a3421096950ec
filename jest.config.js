// Types are checked once, by `npm run typecheck`; jest only transpiles.
const transpiled = { ...require('./tsconfig.json').compilerOptions, isolatedModules: true };

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: transpiled }],
		// A module of the language only, which jest cannot load as it is.
		'/node_modules/devalue/.+\\.js$': ['ts-jest', { tsconfig: { ...transpiled, allowJs: true } }],
	},
	transformIgnorePatterns: ['/node_modules/(?!devalue/)'],
	setupFiles: ['<rootDir>/test/jest-setup.ts'],
	// A hang is a failure; slowness is none.
	testTimeout: 120_000,
	// n8n-core keeps timers of its own alive, and jest would wait for them.
	forceExit: true,
};
