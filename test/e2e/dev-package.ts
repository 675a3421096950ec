import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { moveChanged } from './changes';
import { repositoryFolder } from './folders';
import { packageFolderIn } from './package-layout';
import { lastLines, runToEnd } from './processes';
import { PlainMessage } from './say';
import type { Stage } from './stage';

/** The port that `.vscode/launch.json` attaches to. */
export const debuggerPort = 9229;

/** After that n8n is started again: a 1.x may not reload by itself. */
const reloadWithinMs = 15_000;
const lookEveryMs = 50;

/**
 * Builds the package with source maps into a running n8n, which was started with N8N_DEV_RELOAD, and
 * resolves when n8n serves it.
 * @throws PlainMessage with what the build says, when it fails
 */
export async function updatePackage(stage: Stage, signal: AbortSignal): Promise<void> {
	const { home } = stage;
	const built = join(home, 'built');
	await build(built, join(home, 'build.log'), signal);
	const served = servedAt(home);
	const hasChanged = moveChanged(built, join(packageFolderIn(home), 'dist'));
	if (!hasChanged) return;
	const deadline = Date.now() + reloadWithinMs;
	while (servedAt(home) === served) {
		if (Date.now() > deadline) return await startAgain(stage);
		await sleep(lookEveryMs, undefined, { signal });
	}
}

async function build(into: string, logFile: string, signal: AbortSignal): Promise<void> {
	rmSync(logFile, { force: true });
	const command = {
		program: process.execPath,
		parameters: [join(repositoryFolder, 'node_modules/gulp/bin/gulp.js'), 'bundle', '--silent'],
		folder: repositoryFolder,
		environment: { ...process.env, DEV_DIST: into },
		logFile,
	};
	const ending = await runToEnd(command, signal);
	if (ending !== '0') throw new PlainMessage(lastLines(logFile, 25));
}

/** When n8n wrote the descriptions that it serves; it does so after each reload, these last. */
function servedAt(home: string): number {
	const file = join(home, '.cache/n8n/public/types/credentials.json');
	return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function startAgain(stage: Stage): Promise<void> {
	await stage.killN8n();
	await stage.restartN8n();
}
