/** Where n8n's engine keeps its settings when the demo, a benchmark or a test starts it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../../..');
const home = mkdtempSync(path.join(tmpdir(), 'home-'));
afterAll(() => rmSync(home, { recursive: true }));

/** What makes n8n write its settings. */
const start = `
	require('./test/engine/run');
	const { InstanceSettings } = require('n8n-core');
	const { n8nFolder } = require('@n8n/di').Container.get(InstanceSettings);
	process.stdout.write(n8nFolder);`;

it('is in the repository, not in the home of whoever runs them', () => {
	const env = { PATH: process.env.PATH, HOME: home, N8N_USER_FOLDER: home };
	const args = ['--import', 'tsx', '--eval', start];
	const folder = execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
	expect(path.relative(root, folder)).toBe('.cache/n8n-home/alone/.n8n');
	expect(readdirSync(home)).toEqual([]);
});
