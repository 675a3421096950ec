import type { Cluster } from './cluster';

/** Where Bull keeps n8n's jobs in Redis. */
const jobs = 'bull:jobs';

/** How the executions stand at one instant. */
export interface Counts {
	/** Executions in the database by status, such as waiting or success. */
	readonly byStatus: Readonly<Record<string, number>>;
	/** Jobs that a worker is running. */
	readonly active: number;
	/** Jobs that wait for a worker. */
	readonly queued: number;
}

/** Asks PostgreSQL and Redis themselves, not n8n. */
export async function countExecutions({ postgres, redis }: Cluster): Promise<Counts> {
	const [rows, active, queued] = await Promise.all([
		postgres.query('SELECT status, count(*) FROM execution_entity GROUP BY status'),
		redis.command('LLEN', `${jobs}:active`),
		redis.command('LLEN', `${jobs}:wait`),
	]);
	const byStatus = Object.fromEntries(
		rows.map(([status, count]) => [String(status), Number(count)]),
	);
	return { byStatus, active: Number(active), queued: Number(queued) };
}

/** "waiting 998, running 2". */
export function statusText({ byStatus }: Counts): string {
	const parts = Object.entries(byStatus).map(([status, count]) => `${status} ${count}`);
	return parts.length === 0 ? 'none' : parts.join(', ');
}
