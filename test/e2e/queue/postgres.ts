import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, localAddress } from '../ports';
import { lastLines, runToEnd, startGroup, type Command } from '../processes';
import { PlainMessage } from '../say';
import type { QueuePrograms } from './programs';
import { untilReady } from './until-ready';

const run = promisify(execFile);

/** A PostgreSQL of this run's own, with an empty database. */
export interface Postgres {
	readonly port: number;
	readonly database: string;
	readonly user: string;
	readonly password: string;
	/** Runs one statement and gives its rows, each a list of its columns as text. */
	query(statement: string): Promise<string[][]>;
	stop(): Promise<void>;
}

const user = 'n8n';
const database = 'postgres';

/** The user of Debian's package. PostgreSQL refuses to run as root. */
const servingUser = 'postgres';
const isRoot = process.getuid?.() === 0;

/** Makes a fresh PostgreSQL in a temporary folder, with its log in the home, and starts it. */
export async function startPostgres(
	programs: Pick<QueuePrograms, 'initdb' | 'postgres' | 'psql'>,
	home: string,
	signal?: AbortSignal,
): Promise<Postgres> {
	const port = await freePort();
	const password = randomBytes(16).toString('hex');
	const logFile = join(home, 'postgres.log');
	// Not in the home: the user that serves may not be allowed to go there.
	const folder = mkdtempSync(join(tmpdir(), 'seedance-postgres-'));
	const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	process.on('exit', remove);
	const place = { folder, environment: process.env, logFile };
	let stop = async () => remove();
	try {
		await makeCluster(programs.initdb, password, place, signal);
		const network = ['-p', String(port), '-c', `listen_addresses=${localAddress}`];
		const parameters = ['-D', 'data', ...network, '-c', 'unix_socket_directories='];
		const group = startGroup(unprivileged({ ...place, program: programs.postgres, parameters }));
		stop = async () => {
			await group.stop();
			remove();
		};
		const query = async (statement: string) => {
			const where = ['-h', localAddress, '-p', String(port), '-U', user, '-d', database];
			const how = ['-X', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', statement];
			const env = { ...process.env, PGPASSWORD: password };
			const { stdout } = await run(programs.psql, [...where, ...how], { env, signal });
			const lines = stdout.split('\n').filter((line) => line !== '');
			return lines.map((line) => line.split('\t'));
		};
		const answers = async () => await query('SELECT 1');
		await untilReady({ what: 'PostgreSQL', group, logFile, answers }, signal);
		return { port, database, user, password, query, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function makeCluster(
	initdb: string,
	password: string,
	place: Omit<Command, 'program' | 'parameters'>,
	signal?: AbortSignal,
): Promise<void> {
	const passwordFile = join(place.folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	giveAway(place.folder, passwordFile);
	const access = ['-U', user, '--auth=scram-sha-256', '--pwfile=password'];
	const parameters = ['-D', 'data', ...access, '-E', 'UTF8', '--locale=C', '--no-sync'];
	const ending = await runToEnd(unprivileged({ ...place, program: initdb, parameters }), signal);
	if (ending !== '0') {
		throw new PlainMessage(
			`initdb did not work (it ended with ${ending}). Its last lines:\n${lastLines(place.logFile, 20)}`,
		);
	}
}

/** Gives files to the user that serves, when that is another one. */
function giveAway(...files: string[]): void {
	if (!isRoot) return;
	const idOf = (option: '-u' | '-g') =>
		Number(execFileSync('id', [option, servingUser]).toString());
	for (const file of files) chownSync(file, idOf('-u'), idOf('-g'));
}

/** The same command, run as the user that serves when we are root. */
function unprivileged(command: Command): Command {
	if (!isRoot) return command;
	const identity = [`--reuid=${servingUser}`, `--regid=${servingUser}`, '--init-groups', '--'];
	return {
		...command,
		program: 'setpriv',
		parameters: [...identity, command.program, ...command.parameters],
	};
}
