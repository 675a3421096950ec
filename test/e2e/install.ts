import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCompilers } from './compilers';
import { browserFolder, installFolders, keptFolder } from './folders';
import { npm } from './npm';
import type { N8nLine } from './n8n-line';
import { say, seconds } from './say';

/** A folder with a package.json and a lockfile, and what to compile after installing it. */
interface Installation {
	what: string;
	folder: string;
	compile?: string[];
	nodeFolder?: string | undefined;
}

/** Not "install", which rewrites the lockfile, each version of npm in its own way. */
const frozen = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];

/** Installs n8n and its Node, unless they are completely installed. */
export async function installN8n(line: N8nLine, signal?: AbortSignal): Promise<void> {
	const n8n = {
		what: `${line.title} (once; up to 2 GB and some minutes)`,
		folder: line.folder,
		compile: line.compile,
		nodeFolder: line.nodeFolder,
	};
	if (!isComplete(n8n)) checkCompilers();
	if (line.nodeFolder !== undefined) {
		await install({ what: 'Node 24', folder: installFolders.node24 }, signal);
	}
	await install(n8n, signal);
}

/** Installs the browser driver, unless it's installed. */
export async function installBrowserDriver(signal?: AbortSignal): Promise<void> {
	await install({ what: 'the browser driver', folder: browserFolder }, signal);
}

async function install(installation: Installation, signal?: AbortSignal): Promise<void> {
	if (isComplete(installation)) return;
	const { what, folder, compile = [], nodeFolder } = installation;
	const started = Date.now();
	say(`Installing ${what} …`);
	mkdirSync(keptFolder, { recursive: true });
	const logFile = join(keptFolder, 'install.log');
	rmSync(logFile, { force: true });
	rmSync(modulesOf(folder), { recursive: true, force: true });
	await npm({
		purpose: `Installing ${what}`,
		folder,
		parameters: frozen,
		logFile,
		nodeFolder,
		signal,
	});
	if (compile.length > 0) {
		say(`Compiling ${compile.join(' and ')} …`);
		await npm({
			purpose: `Compiling ${compile.join(' and ')}`,
			folder,
			parameters: ['rebuild', '--ignore-scripts=false', '--foreground-scripts', ...compile],
			logFile,
			nodeFolder,
			signal,
		});
	}
	writeFileSync(markerOf(folder), fingerprint(folder));
	say(`  done in ${seconds(Date.now() - started)}.`);
}

/** An install is complete when its marker, written last, names the present lockfile. */
function isComplete({ folder }: Installation): boolean {
	const marker = markerOf(folder);
	return existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint(folder);
}

function fingerprint(folder: string): string {
	const lockfile = readFileSync(join(folder, 'package-lock.json'));
	const platform = `${process.platform}-${process.arch}`;
	return `${platform} ${createHash('sha256').update(lockfile).digest('hex')}\n`;
}

function modulesOf(folder: string): string {
	return join(folder, 'node_modules');
}

function markerOf(folder: string): string {
	return join(modulesOf(folder), '.complete');
}
