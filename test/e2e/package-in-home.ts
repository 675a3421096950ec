import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layOutPackage, packPackage } from './package-layout';
import { say, seconds } from './say';

/** Builds this package and installs it in an n8n home as n8n's own community install does. */
export async function putPackageInto(home: string, signal?: AbortSignal): Promise<void> {
	say('Building and packing the nodes …');
	const started = Date.now();
	const logFile = join(home, 'package.log');
	const tarball = await packPackage(logFile, signal);
	try {
		const installed = await layOutPackage(tarball, home, logFile, signal);
		say(`  ${installed} in ${seconds(Date.now() - started)}.`);
	} finally {
		rmSync(dirname(tarball), { recursive: true, force: true });
	}
}
