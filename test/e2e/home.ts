import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { homesFolder } from './folders';

/**
 * Makes a new home folder for an n8n, with the one folder that workflows may write to by default.
 * It removes homes that a killed run left behind.
 */
export function makeHome(): string {
	mkdirSync(homesFolder, { recursive: true });
	for (const name of readdirSync(homesFolder)) {
		if (!isAlive(Number(name.split('-')[1]))) removeHome(join(homesFolder, name));
	}
	const home = realpathSync(mkdtempSync(join(homesFolder, `run-${process.pid}-`)));
	mkdirSync(join(home, '.n8n-files'));
	return home;
}

/** Removes a home folder; n8n must have ended. */
export function removeHome(home: string): void {
	rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

function isAlive(processId: number): boolean {
	try {
		return process.kill(processId, 0);
	} catch {
		return false;
	}
}
