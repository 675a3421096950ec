/** The scan refuses what n8n's scanner refuses, in the source and in the tarball. */
import { readFileSync } from 'node:fs';
import { scan, scannerName } from '../../../scripts/scan/scanner';
import type { Part, Verdict } from '../../../scripts/scan/scanner';
import { append, foxPackage, ourSource, removeAll, setFields } from '../../support/scan/packages';

interface Wrong {
	readonly part: Part;
	readonly what: string;
	readonly doIt: (folder: string) => void;
	/** The rule that refuses it. */
	readonly rule: string;
}

const textNode = 'nodes/SeedanceTextToVideo/SeedanceTextToVideo.node.ts';
const unlabelled = `
export const unlabelled: INodeProperties = {
	displayName: 'Unlabelled', name: 'unlabelled', type: 'boolean', default: false, description: 'If it has none',
};`;

const wrongs: readonly Wrong[] = [
	{
		part: 'source',
		what: 'a timer under an eslint-disable comment',
		doIt: (folder) =>
			append(folder, textNode, '// eslint-disable-next-line\nsetTimeout(() => {}, 1000);\n'),
		rule: '@n8n/community-nodes/no-restricted-globals',
	},
	{
		part: 'source',
		what: 'a file with eslint disabled that logs',
		doIt: (folder) => append(folder, textNode, '/* eslint-disable */\nconsole.log(1);\n'),
		rule: 'no-console',
	},
	{
		part: 'source',
		what: 'a parameter described against n8n’s wording rules',
		doIt: (folder) => append(folder, textNode, unlabelled),
		rule: 'n8n-nodes-base/node-param-description-boolean-without-whether',
	},
	{
		part: 'source',
		what: 'a runtime dependency',
		doIt: (folder) => setFields(folder, { dependencies: { zod: '3.25.76' } }),
		rule: '@n8n/community-nodes/no-runtime-dependencies',
	},
	{
		part: 'tarball',
		what: 'a timer',
		doIt: (folder) => append(folder, 'dist/fox.js', 'setTimeout(() => {}, 1000);\n'),
		rule: '@n8n/community-nodes/no-restricted-globals',
	},
	{
		part: 'tarball',
		what: 'the environment, under an eslint-disable comment',
		doIt: (folder) =>
			append(folder, 'dist/fox.js', '/* eslint-disable */\nexports.home = process.env.HOME;\n'),
		rule: '@n8n/community-nodes/no-restricted-globals',
	},
	{
		part: 'tarball',
		what: 'the file system',
		doIt: (folder) => append(folder, 'dist/fox.js', "require('node:fs').readdirSync('.');\n"),
		rule: '@n8n/community-nodes/no-restricted-imports',
	},
	{
		part: 'tarball',
		what: 'a runtime dependency',
		doIt: (folder) => setFields(folder, { dependencies: { axios: '1.0.0' } }),
		rule: '@n8n/community-nodes/no-runtime-dependencies',
	},
	{
		part: 'tarball',
		what: 'an install script',
		doIt: (folder) => setFields(folder, { scripts: { postinstall: 'node fox.js' } }),
		rule: '@n8n/community-nodes/no-forbidden-lifecycle-scripts',
	},
];

describe("n8n's scanner, on folders", () => {
	let verdicts: Verdict[] = [];
	beforeAll(async () => {
		const refused = wrongs.map(({ part, doIt }) => {
			const folder = part === 'source' ? ourSource() : foxPackage();
			doIt(folder);
			return { part, folder };
		});
		verdicts = await scan([
			...refused,
			{ part: 'source', folder: ourSource() },
			{ part: 'tarball', folder: foxPackage() },
		]);
	}, 300_000);
	afterAll(removeAll);

	it.each(wrongs.map(({ part, what, rule }, i) => [part, what, rule, i] as const))(
		'refuses in the %s %s (%s)',
		(_part, _what, rule, i) => {
			expect(verdicts[i]?.passed).toBe(false);
			expect(verdicts[i]?.details).toContain(rule);
			// And nothing but that.
			expect(verdicts[i]?.details).toMatch(/✖ 1 problem \(1 error, 0 warnings\)/);
		},
	);

	it('passes the source and the tarball with nothing wrong', () => {
		expect(verdicts.slice(-2)).toEqual([{ passed: true }, { passed: true }]);
	});

	it('is asked about the files that the scanner itself looks at', () => {
		const scanner = readFileSync(require.resolve(`${scannerName}/scanner/scanner.mjs`), 'utf8');
		expect(scanner).toContain('analyzePackage(sourceDir, SOURCE_FILE_PATTERNS)');
		expect(scanner).toContain("analyzePackage(packageDir, ['**/*.js', 'package.json'])");
		const ours = readFileSync(require.resolve('../../../scripts/scan/analyse.mjs'), 'utf8');
		expect(ours).toContain("tarball: ['**/*.js', 'package.json']");
	});
});
