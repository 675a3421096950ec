/** The workflows of GitHub Actions: what they may do, and what they must not forget. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { filesIn, read, root } from './papers';

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
	const all = [...workflows, '.ci/run'].map((file) => seedsOf(file).map((one) => one.split(/\W+/)));
	const [first] = all;
	expect(first).toEqual([['FAST_CHECK_SEED', expect.stringMatching(/^\d+$/)]]);
	expect(all).toEqual(all.map(() => first));
});

describe('CI', () => {
	it('knows no secret', () => {
		expect(ci).not.toMatch(/secrets\.|id-token/);
	});

	it('tests on the two Nodes, and n8n 1.x on 20 and 2.x on 24', () => {
		const { test = '', n8n = '' } = Object.fromEntries(jobsOf(ci));
		expect(test).toContain('node: [20, 24]');
		expect(n8n).toMatch(/- line: 1\n +node: 20\n +- line: 2\n +node: 24\n/);
	});

	it.each([
		'npm ci',
		'npm test',
		'npm run docs -- --check',
		'npm run scan',
		'npm run check:models',
	])('runs %s', (command) => {
		expect(ci).toContain(`- run: ${command}\n`);
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
		expect(jobs.get('publish')).toContain('npm publish --provenance --access public\n');
		expect(jobs.get('publish')).toContain('id-token: write\n');
		expect(linesWith(publish, 'id-token')).toHaveLength(1);
		expect(linesWith(publish, 'secrets.')).toHaveLength(1);
	});

	// .npmrc turns scripts off, so that "prepack" does not run.
	it('builds before it packs', () => {
		expect(read('.npmrc')).toContain('ignore-scripts=true');
		const job = jobs.get('publish') ?? '';
		expect(job.indexOf('- run: npm run build\n')).toBeGreaterThan(job.indexOf('- run: npm ci\n'));
		expect(job.indexOf('npm publish')).toBeGreaterThan(job.indexOf('npm run build'));
	});

	/** The step that holds the tag against package.json, run as GitHub would. */
	function checkTag(tag: string): boolean {
		const [, step = ''] = (jobs.get('check') ?? '').split(/\n {8}run: \|\n/);
		const [body = ''] = step.split(/\n {6}- /);
		const script = body.replace(/^ {10}/gm, '');
		try {
			execFileSync('bash', ['-eo', 'pipefail', '-c', script], {
				cwd: root,
				env: { ...process.env, GITHUB_REF_NAME: tag },
				stdio: 'pipe',
			});
			return true;
		} catch {
			return false;
		}
	}

	it('refuses a tag that is not the version of package.json', () => {
		const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
		expect(checkTag(`v${version}`)).toBe(true);
		expect(checkTag('v99.0.0')).toBe(false);
		expect(checkTag(version)).toBe(false);
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
