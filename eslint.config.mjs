import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

// The published code. n8n's rules apply here as in its package scanner.
const published = ['nodes/**/*.ts', 'credentials/**/*.ts', 'seedance/**/*.ts'];

/** Forbids imports by path pattern (docs/internals/architecture.md#modules). */
const forbidImports = (files, patterns) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const n8nPackages = {
	regex: '^n8n-(workflow|core)',
	message: 'The domain knows nothing of n8n.',
};

const domainImports = [n8nPackages, { regex: '/(nodes|credentials|simulator|test|scripts)/' }];
const toolingImports = { regex: '/(simulator|test|scripts|bench)/' };
const sharedImports = [
	toolingImports,
	{ regex: '/Seedance[A-Z]\\w*/', message: 'What nodes share knows no single node.' },
];

/**
 * Each folder may import only the folders after it in the list, and the files next to the folders,
 * which import none of them.
 */
const rooms = (root, folders, others) => [
	forbidImports(
		[`${root}/*.ts`],
		root === 'seedance' ? [...others, { regex: `^\\./(${folders.join('|')})/` }] : others,
	),
	...folders.map((folder, place) => {
		const above = folders.slice(0, place);
		return forbidImports(
			[`${root}/${folder}/*.ts`],
			[
				...others,
				...above.map((other) => ({
					regex: `^(\\.\\./)+${other}/`,
					message: `${folder} comes after ${other}: imports run downwards only.`,
				})),
				...(folders.includes(`${folder}/internals`)
					? [{ regex: '^\\./internals/', message: 'Only actions import the internals.' }]
					: []),
			],
		);
	}),
];

export default tseslint.config(
	{
		ignores: [
			'dist/**',
			'coverage/**',
			'.cache/**',
			'demo-output/**',
			'**/node_modules/**',
			'test/e2e/.home/**',
			'test/e2e/.run/**',
		],
	},
	js.configs.recommended,
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'separate-type-imports' },
			],
		},
	},
	{
		files: ['**/*.{js,cjs,mjs}'],
		languageOptions: {
			globals: {
				console: 'readonly',
				module: 'writable',
				process: 'readonly',
				require: 'readonly',
				__dirname: 'readonly',
			},
		},
	},
	{
		files: published,
		// The build puts the records themselves in its place.
		ignores: ['seedance/models/records.ts'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		rules: {
			'no-console': 'error',
			'no-restricted-syntax': [
				'error',
				{
					selector: "BinaryExpression[operator='in']",
					message: 'Tell the members of a union apart by a discriminant: ok, kind or state.',
				},
				{
					selector: 'Literal[regex.pattern.length>170]',
					message: 'Published lines have 200 characters at most, and the build breaks no pattern.',
				},
			],
		},
	},
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.community.rules,
			// The rule of eslint's own set that treats JSON as a program.
			'no-unused-expressions': 'off',
			'@typescript-eslint/no-unused-expressions': 'off',
		},
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Off in n8n's own scanner and node-cli too: not valid for community nodes.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Off in n8n's own scanner and node-cli too.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	// Later blocks replace earlier ones, so each folder's block repeats the patterns for all.
	forbidImports(['seedance/**/*.ts'], domainImports),
	...rooms(
		'seedance',
		['webhook', 'run', 'request', 'api', 'models', 'media', 'errors'],
		domainImports,
	),
	forbidImports(['nodes/**/*.ts', 'credentials/**/*.ts'], [toolingImports]),
	forbidImports(['nodes/shared/**/*.ts'], sharedImports),
	...rooms('nodes/shared', ['actions', 'n8n/internals', 'n8n', 'descriptions'], sharedImports),
	forbidImports(
		['simulator/**/*.ts'],
		[
			n8nPackages,
			{
				regex: '(^|/)(seedance|nodes|credentials)/',
				message: 'The simulator shares no code with the client, so that it can contradict it.',
			},
		],
	),
);
