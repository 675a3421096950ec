import { Closers } from '../closers';
import { n8nEnvironment } from '../n8n-environment';
import type { N8nLine } from '../n8n-line';
import { startN8nProcess, type N8nCommand, type N8nProcess } from '../n8n-process';
import { startN8n, type N8nServer } from '../n8n-server';
import { freePort, localAddress } from '../ports';
import { findQueuePrograms } from './programs';
import { startPostgres, type Postgres } from './postgres';
import { startRedis, type Redis } from './redis';

/** How many executions a worker runs at once: what `n8n worker` does by default. */
export const concurrency = 10;

/** n8n in queue mode: processes that share a PostgreSQL and a Redis. */
export interface Cluster {
	/** Serves editor and REST interface and runs timers, but no webhooks. */
	readonly main: N8nServer;
	readonly workers: readonly N8nProcess[];
	/** Takes the calls of webhooks, of waiting executions too. */
	readonly webhook: N8nServer;
	readonly redis: Redis;
	readonly postgres: Postgres;
	close(): Promise<void>;
}

/** Starts everything in a home in which the package is installed. */
export async function startCluster(
	line: N8nLine,
	home: string,
	workerCount: number,
	signal?: AbortSignal,
): Promise<Cluster> {
	const programs = findQueuePrograms();
	const closers = new Closers();
	try {
		const redis = await startRedis(programs, home, signal);
		closers.add(async () => await redis.stop());
		const postgres = await startPostgres(programs, home, signal);
		closers.add(async () => await postgres.stop());

		const webhookPort = await freePort();
		const webhookUrl = `http://${localAddress}:${webhookPort}`;
		const shared = queueSettings(redis, postgres, webhookUrl);
		const placeWith = async (port: number) => ({ home, port, brokerPort: await freePort() });

		// First, because it makes the tables that the others need.
		const main = await startN8n(line, await placeWith(await freePort()), signal, shared);
		closers.add(async () => await main.stop());

		const start = async (command: Ready, port: number, settings: Record<string, string> = {}) => {
			const place = await placeWith(port);
			const environment = { ...n8nEnvironment(line, place), ...shared, ...settings };
			const started = await startN8nProcess(line, { ...command, home, environment }, signal);
			closers.add(async () => await started.stop());
			return started;
		};
		const workers: N8nProcess[] = [];
		for (let number = 1; number <= workerCount; number++) {
			const healthPort = await freePort();
			const settings = {
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			};
			workers.push(await start(workerCommand(number, healthPort), await freePort(), settings));
		}
		const webhook = await start(webhookCommand(webhookUrl), webhookPort);
		return {
			main,
			workers,
			webhook: { ...webhook, url: webhookUrl },
			redis,
			postgres,
			close: async () => await closers.close(),
		};
	} catch (error) {
		await closers.close();
		throw error;
	}
}

type Ready = Omit<N8nCommand, 'home' | 'environment'>;

function workerCommand(number: number, healthPort: number): Ready {
	return {
		name: 'worker',
		parameters: [`--concurrency=${concurrency}`],
		logName: `worker-${number}.log`,
		saysWhenReady: 'n8n worker is now ready',
		answers: async () => await answersReadiness(`http://${localAddress}:${healthPort}`),
	};
}

function webhookCommand(url: string): Ready {
	return {
		name: 'webhook',
		logName: 'webhook.log',
		saysWhenReady: 'Webhook listener waiting for requests',
		answers: async () => await answersReadiness(url),
	};
}

/** The settings that all processes share. */
function queueSettings(redis: Redis, postgres: Postgres, webhookUrl: string) {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: localAddress,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: localAddress,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		// All calls go to the webhook process, as behind a load balancer.
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		WEBHOOK_URL: webhookUrl,
	};
}

/** Once it has its database, its Redis and its webhooks. */
async function answersReadiness(url: string): Promise<boolean> {
	try {
		const signal = AbortSignal.timeout(5000);
		return (await fetch(`${url}/healthz/readiness`, { signal })).ok;
	} catch {
		return false;
	}
}
