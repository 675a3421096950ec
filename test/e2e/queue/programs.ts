import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PlainMessage } from '../say';

/** Debian keeps PostgreSQL's programs out of PATH, in one folder a version. */
const postgresVersionsFolder = '/usr/lib/postgresql';

/** Where the programs are that queue mode needs besides n8n. */
export interface QueuePrograms {
	readonly redisServer: string;
	readonly redisCli: string;
	readonly initdb: string;
	readonly postgres: string;
	readonly psql: string;
}

const list = new Intl.ListFormat('en');

/** Finds the programs; refuses, in one sentence, when some are missing. */
export function findQueuePrograms(): QueuePrograms {
	const inPath = pathFolders();
	const ofPostgres = [...postgresFolders(), ...inPath];
	const missing: string[] = [];
	const packages = new Set<string>();
	const find = (program: string, folders: readonly string[], debianPackage: string): string => {
		const found = folders.map((folder) => join(folder, program)).find(isProgram);
		if (found !== undefined) return found;
		missing.push(program);
		packages.add(debianPackage);
		return '';
	};
	const programs = {
		redisServer: find('redis-server', inPath, 'redis-server'),
		redisCli: find('redis-cli', inPath, 'redis-server'),
		initdb: find('initdb', ofPostgres, 'postgresql'),
		postgres: find('postgres', ofPostgres, 'postgresql'),
		psql: find('psql', ofPostgres, 'postgresql'),
	};
	if (missing.length === 0) return programs;
	throw new PlainMessage(
		`n8n's queue mode needs Redis and PostgreSQL, but this machine lacks ${list.format(missing)}: install what is missing (Debian, Ubuntu: \`apt-get install ${[...packages].join(' ')}\`), then run this again.`,
	);
}

/** The newest version first. */
function postgresFolders(): string[] {
	if (!existsSync(postgresVersionsFolder)) return [];
	const versions = readdirSync(postgresVersionsFolder).sort((a, b) => Number(b) - Number(a));
	return versions.map((version) => join(postgresVersionsFolder, version, 'bin'));
}

function pathFolders(): string[] {
	return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
