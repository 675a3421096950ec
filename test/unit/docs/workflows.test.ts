/** The workflows of GitHub Actions: what they may do, and what they must not forget. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	appendFileSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { filesIn, read, root } from '../../support/docs/papers';

const workflows = filesIn('.github/workflows', '.yml');
const forms = filesIn('.github/ISSUE_TEMPLATE', '.yml');
const publish = read('.github/workflows/publish.yml');
const ci = read('.github/workflows/ci.yml');

/** The jobs of a workflow by name, as text: what is indented below "jobs:" by two blanks. */
function jobsOf(workflow: string): ReadonlyMap<string, string> {
	const [, jobs = ''] = workflow.split(/^jobs:\n/m);
	const parts = jobs.split(/^ {2}(\w+):\n/m).slice(1);
	return new Map(parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1] ?? '']] : [])));
}

const linesWith = (text: string, word: string) =>
	text.split('\n').filter((line) => line.includes(word) && !line.trim().startsWith('#'));

it('are YAML, and formatted: prettier reads every file', () => {
	const prettier = path.join(root, 'node_modules/prettier/bin/prettier.cjs');
	const files = [...workflows, ...forms];
	expect(files.length).toBeGreaterThan(4);
	execFileSync(process.execPath, [prettier, '--check', ...files], { cwd: root, stdio: 'pipe' });
});

describe.each(workflows)('%s', (file) => {
	const text = read(file);

	it('takes every action in one commit that cannot be moved, with its version beside it', () => {
		const uses = linesWith(text, 'uses:');
		expect(uses.length).toBeGreaterThan(1);
		for (const line of uses)
			expect(line).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('may read the contents by default, and nothing else', () => {
		expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
	});

	it('leaves no token in the checkout', () => {
		const checkouts = text.split('actions/checkout@').slice(1);
		for (const after of checkouts) {
			expect(after).toMatch(/^\S+ # \S+\n {8}with:\n {10}persist-credentials: false\n/);
		}
	});

	it('runs on Linux, ends by itself, and one at a time', () => {
		const jobs = jobsOf(text);
		expect(jobs.size).toBeGreaterThan(1);
		for (const job of jobs.values()) {
			expect(job).toContain('runs-on: ubuntu-latest\n');
			expect(job).toMatch(/timeout-minutes: \d+\n/);
		}
		expect(text).toMatch(/^concurrency:\n {2}group: /m);
	});

	it('hands no text of an event to a shell', () => {
		expect(text).not.toMatch(/\$\{\{\s*github\.(event|head_ref)/);
	});
});

it('the same values of property tests in every run of CI, wherever it runs', () => {
	const seedsOf = (file: string) => read(file).match(/FAST_CHECK_SEED\W+\d+/g) ?? [];
	const testing = [...workflows, '.ci/run'].filter((file) => /\bnpm test\b/.test(read(file)));
	expect(testing.length).toBeGreaterThan(2);
	const all = testing.map((file) => seedsOf(file).map((one) => one.split(/\W+/)));
	const [first] = all;
	expect(first).toEqual([['FAST_CHECK_SEED', expect.stringMatching(/^\d+$/)]]);
	expect(all).toEqual(all.map(() => first));
});

describe('CI', () => {
	it('knows no secret', () => {
		expect(ci).not.toMatch(/secrets\.|id-token/);
	});

	it('tests on three Nodes, and runs n8n 1.x on 20 and 22, and 2.x on 24', () => {
		const { test = '', n8n = '' } = Object.fromEntries(jobsOf(ci));
		expect(test).toContain('node: [20, 22, 24]');
		const lines = [...n8n.matchAll(/- line: (\d)\n +node: (\d+)\n/g)];
		expect(lines.map(([, line, node]) => [line, node])).toEqual([
			['1', '20'],
			['1', '22'],
			['2', '24'],
		]);
	});

	it.each([
		'npm ci',
		'npm test -- --coverage',
		'npm run docs -- --check',
		'npm run scan',
		'npm run check:models',
	])('runs %s', (command) => {
		expect(ci).toContain(` run: ${command}\n`);
	});
});

describe('the weekly check', () => {
	const jobs = jobsOf(read('.github/workflows/weekly.yml'));

	it("uses n8n's newest scanner, rules and linter, and the next n8n in Docker", () => {
		for (const name of ['scan-community-package', 'eslint-plugin-community-nodes', 'node-cli']) {
			expect(jobs.get('tools')).toContain(`@n8n/${name}@latest`);
		}
		expect(jobs.get('n8n3')).toContain('IMAGE: n8nio/n8n:next\n');
	});

	it('packs what it has built, because .npmrc keeps npm from building', () => {
		expect(read('.npmrc')).toContain('ignore-scripts=true\n');
		const lines = (jobs.get('n8n3') ?? '').split('\n').map((line) => line.trim());
		const [build, pack] = ['npm run build', 'npm pack --ignore-scripts'].map((command) =>
			lines.findIndex((line) => line.startsWith(command)),
		);
		expect(build).toBeGreaterThan(0);
		expect(pack).toBeGreaterThan(build ?? Infinity);
	});

	it('opens an issue when one of them fails, for which that job alone may write', () => {
		const report = jobs.get('report') ?? '';
		const others = [...jobs.keys()].filter((name) => name !== 'report').join(', ');
		expect(report).toContain(`needs: [${others}]\n    if: failure()\n`);
		expect(report).toContain('gh issue create');
		for (const [name, job] of jobs) expect(/: write\n/.test(job)).toBe(name === 'report');
	});
});

describe('publishing', () => {
	const jobs = jobsOf(publish);

	it('happens for a release on GitHub only', () => {
		expect(publish).toMatch(/^on:\n {2}release:\n {4}types: \[published\]\n\n/m);
	});

	it('waits for tests and scan of the tagged version', () => {
		expect(jobs.get('publish')).toContain('needs: check\n');
		const check = jobs.get('check') ?? '';
		for (const command of ['npm ci', 'npm test', 'npm run docs -- --check', 'npm run scan']) {
			expect(check).toContain(`- run: ${command}\n`);
		}
	});

	it('goes with provenance, for which that job alone may ask for an identity', () => {
		const job = jobs.get('publish') ?? '';
		expect(job).toContain(
			'npm publish ./package.tgz --ignore-scripts --provenance --access public\n',
		);
		expect(job).toContain('id-token: write\n');
		expect(linesWith(publish, 'id-token')).toHaveLength(1);
		expect(linesWith(publish, 'secrets.')).toHaveLength(1);
	});

	it('runs no code of the repository or its packages where it may ask for an identity', () => {
		const job = jobs.get('publish') ?? '';
		expect(job).not.toMatch(/actions\/checkout|npm (ci|install|run|test|pack|exec)|npx /);
	});

	it('packs after everything was checked, and hands over that file', () => {
		const check = jobs.get('check') ?? '';
		const steps = ['npm test', 'npm run scan', 'npm pack --ignore-scripts', 'upload-artifact@'];
		const places = steps.map((step) => check.indexOf(step));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(Math.min(...places)).toBeGreaterThan(0);
		expect(check).toContain('path: packed/package.tgz\n');
		const job = jobs.get('publish') ?? '';
		expect(job.indexOf('download-artifact@')).toBeGreaterThan(0);
		expect(job.indexOf('sha256sum')).toBeGreaterThan(job.indexOf('download-artifact@'));
		expect(job.indexOf('npm publish')).toBeGreaterThan(job.indexOf('sha256sum'));
	});

	/** The script of a step, by the step's name. */
	function scriptOf(job: string, name: string): string {
		const [, step = ''] = (jobs.get(job) ?? '').split(`- name: ${name}\n`);
		const [, script = ''] = step.split(/^ {8}run: \|\n/m);
		const [body = ''] = script.split(/\n {6}- /);
		return body.replace(/^ {10}/gm, '');
	}

	it("prints the checksum of the packed file as n8n's managed packages take it", () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'seedance-checksum-'));
		mkdirSync(path.join(folder, 'packed'));
		writeFileSync(path.join(folder, 'packed/package.tgz'), 'packed');
		writeFileSync(path.join(folder, 'package.json'), '{ "name": "fox", "version": "1.0.0" }');
		const script = scriptOf('check', 'Print the checksum for N8N_COMMUNITY_PACKAGES');
		const printed = execFileSync('bash', ['-eo', 'pipefail', '-c', script], {
			cwd: folder,
			env: { ...process.env, GITHUB_STEP_SUMMARY: path.join(folder, 'summary') },
			encoding: 'utf8',
		});
		const checksum = `sha512-${createHash('sha512').update('packed').digest('base64')}`;
		expect(JSON.parse(printed)).toEqual([{ name: 'fox', version: '1.0.0', checksum }]);
		rmSync(folder, { recursive: true });
	});

	it('refuses a file that is not the one that was packed', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'seedance-publish-'));
		const output = path.join(folder, 'output');
		const inFolder = (script: string, env: Record<string, string>) =>
			execFileSync('bash', ['-eo', 'pipefail', '-c', script], {
				cwd: folder,
				env: { ...process.env, ...env },
				stdio: 'pipe',
			});
		writeFileSync(path.join(folder, 'package.json'), '{ "name": "fox", "version": "1.0.0" }');
		inFolder(scriptOf('check', 'Pack'), { GITHUB_OUTPUT: output });
		const [, SHA256 = ''] = readFileSync(output, 'utf8').trim().split('sha256=');
		expect(SHA256).toMatch(/^[0-9a-f]{64}$/);
		renameSync(path.join(folder, 'packed/package.tgz'), path.join(folder, 'package.tgz'));
		const compare = () =>
			inFolder(scriptOf('publish', 'The file is the one that was tested'), { SHA256 });
		compare();
		appendFileSync(path.join(folder, 'package.tgz'), 'more');
		expect(compare).toThrow('sha256sum');
		rmSync(folder, { recursive: true });
	});

	/** The step that holds the tag against package.json, run as GitHub would, in a repository with these. */
	function checkTag(tag: string, version: string, changelog: string): boolean {
		const folder = mkdtempSync(path.join(tmpdir(), 'seedance-tag-'));
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ version }));
		writeFileSync(path.join(folder, 'CHANGELOG.md'), changelog);
		const script = scriptOf(
			'check',
			'The tag is the version of package.json, and the changelog has it',
		);
		try {
			execFileSync('bash', ['-eo', 'pipefail', '-c', script], {
				cwd: folder,
				env: { ...process.env, GITHUB_REF_NAME: tag },
				stdio: 'pipe',
			});
			return true;
		} catch {
			return false;
		} finally {
			rmSync(folder, { recursive: true });
		}
	}

	it('refuses a tag that is not the version of package.json, or that the changelog does not have', () => {
		const changelog = '## [Unreleased]\n\n## [0.2.0] - 2026-12-24\n';
		expect(checkTag('v0.2.0', '0.2.0', changelog)).toBe(true);
		expect(checkTag('v0.3.0', '0.2.0', changelog)).toBe(false);
		expect(checkTag('0.2.0', '0.2.0', changelog)).toBe(false);
		expect(checkTag('v0.3.0', '0.3.0', changelog)).toBe(false);
	});
});

describe('the form for what does not work', () => {
	const bug = read('.github/ISSUE_TEMPLATE/bug.yml');

	it.each(['Version of n8n', 'How n8n runs', 'Task ID', 'Model'])('asks for: %s', (label) => {
		expect(bug).toContain(`label: ${label}\n`);
	});

	it('warns of the key, and has the reporter say that it is not there', () => {
		expect(bug).toContain('**Never post your API key.**');
		expect(bug).toMatch(/There is no API key in this report\.\n +required: true/);
	});

	it('offers every node by its name', () => {
		const { n8n } = z
			.object({ n8n: z.object({ nodes: z.array(z.string()) }) })
			.parse(JSON.parse(read('package.json')));
		for (const file of n8n.nodes) {
			const words = path.basename(file, '.node.js').replace(/([a-z])([A-Z])/g, '$1 $2');
			const name = words.replace(/ (To|For) /, (word) => word.toLowerCase());
			expect(bug).toContain(`- ${name}\n`);
		}
	});
});
