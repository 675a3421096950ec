import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, localAddress } from '../ports';
import { startGroup } from '../processes';
import type { QueuePrograms } from './programs';
import { untilReady } from './until-ready';

const run = promisify(execFile);

/** A Redis of this run's own. */
export interface Redis {
	readonly port: number;
	readonly password: string;
	/** Sends one command and gives its answer as text. */
	command(...words: string[]): Promise<string>;
	stop(): Promise<void>;
}

/** Starts a Redis that keeps everything in memory, with its log in the home. */
export async function startRedis(
	programs: Pick<QueuePrograms, 'redisServer' | 'redisCli'>,
	home: string,
	signal?: AbortSignal,
): Promise<Redis> {
	const port = await freePort();
	const password = randomBytes(16).toString('hex');
	const folder = join(home, 'redis');
	mkdirSync(folder);
	const settings = [
		`bind ${localAddress}`,
		`port ${port}`,
		`requirepass ${password}`,
		'save ""',
		'appendonly no',
	];
	// It's in a file, so that the password isn't in the list of processes.
	writeFileSync(join(folder, 'redis.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
	const logFile = join(home, 'redis.log');
	const group = startGroup({
		program: programs.redisServer,
		parameters: ['redis.conf'],
		folder,
		environment: process.env,
		logFile,
	});
	const command = async (...words: string[]) => {
		const where = ['-h', localAddress, '-p', String(port), '-e'];
		const env = { ...process.env, REDISCLI_AUTH: password };
		return (await run(programs.redisCli, [...where, ...words], { env, signal })).stdout.trim();
	};
	const stop = async () => await group.stop();
	try {
		const answers = async () => await command('PING');
		await untilReady({ what: 'Redis', group, logFile, answers }, signal);
		return { port, password, command, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
