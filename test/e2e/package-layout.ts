import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from './folders';
import { npm } from './npm';
import { runToEnd } from './processes';
import { PlainMessage } from './say';

const manifestSchema = z.object({ name: z.string(), version: z.string() }).passthrough();

/** What n8n drops from a community package's package.json before it installs it. */
const droppedFields = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Builds this package and returns the path of its tarball, made in a temporary folder. */
export async function packPackage(logFile: string, signal?: AbortSignal): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'seedance-pack-'));
	const shared = { folder: repositoryFolder, logFile, signal };
	await npm({ ...shared, purpose: 'Building the package', parameters: ['run', 'build'] });
	await npm({
		...shared,
		purpose: 'Packing the package',
		parameters: ['pack', '--ignore-scripts', '--pack-destination', folder],
	});
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new PlainMessage('npm pack made no tarball.');
	return join(folder, tarball);
}

/** Where an n8n has this package in its user folder. */
export function packageFolderIn(userFolder: string): string {
	const { name } = readManifest(repositoryFolder);
	return join(userFolder, '.n8n/nodes/node_modules', name);
}

/** Lays a tarball out in an n8n user folder as n8n's own community install does. */
export async function layOutPackage(
	tarball: string,
	userFolder: string,
	logFile: string,
	signal?: AbortSignal,
): Promise<string> {
	const nodesFolder = join(userFolder, '.n8n/nodes');
	const unpacked = join(nodesFolder, 'unpacked');
	mkdirSync(unpacked, { recursive: true });
	await unpack(tarball, unpacked, logFile, signal);
	const manifest = readManifest(unpacked);
	const packageFolder = join(nodesFolder, 'node_modules', manifest.name);
	mkdirSync(packageFolder, { recursive: true });
	await unpack(tarball, packageFolder, logFile, signal);
	rmSync(unpacked, { recursive: true });
	const kept = Object.entries(manifest).filter(([field]) => !droppedFields.includes(field));
	writeJson(join(packageFolder, 'package.json'), Object.fromEntries(kept));
	writeJson(join(nodesFolder, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [manifest.name]: manifest.version },
	});
	await npm({
		purpose: 'Installing the package into n8n',
		folder: packageFolder,
		parameters: [
			...['install', '--audit=false', '--fund=false', '--bin-links=false'],
			...['--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false'],
		],
		logFile,
		signal,
	});
	return `${manifest.name}@${manifest.version}`;
}

async function unpack(
	tarball: string,
	folder: string,
	logFile: string,
	signal?: AbortSignal,
): Promise<void> {
	const parameters = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	const ending = await runToEnd(
		{ program: 'tar', parameters, folder, environment: process.env, logFile },
		signal,
	);
	if (ending !== '0') throw new PlainMessage(`tar could not unpack ${tarball}: ${ending}`);
}

function readManifest(folder: string): z.infer<typeof manifestSchema> {
	return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

function writeJson(file: string, value: unknown): void {
	writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
