import { resultUrl } from '../../seedance/api/http';
import { parseTaskReply } from '../../seedance/api/reply';
import { submitAll, submitDefaults } from '../../seedance/run/submitAll';
import type { World } from './world';

type Place = Pick<World, 'ports' | 'requests'>;

/** Reads each task in fixed intervals until it ends: the vendor's own clients do every 2 s. */
export async function runFixedLoop({ ports, requests }: Place, pauseMs: number): Promise<void> {
	const options = { ...submitDefaults, atOnce: 5, stopAtFirst: false };
	const jobs = requests.map((request) => ({ request }));
	const states = await submitAll(jobs, ports, options);
	await Promise.all(
		[...states.values()].map(async (now) => {
			if (now.state === 'running' && now.task !== undefined) {
				await poll(now.task.id, ports, pauseMs);
			}
		}),
	);
}

async function poll(
	taskId: string,
	{ http, baseUrl, sleep, now }: World['ports'],
	pauseMs: number,
): Promise<void> {
	// The interval counts from read to read, so that slow answers don't lower the number of requests.
	for (let next = now() + pauseMs; ; next += pauseMs) {
		await sleep(Math.max(0, next - now()));
		const url = resultUrl(baseUrl, taskId);
		const reply = await http({ method: 'GET', url, timeoutMs: 30_000 });
		const verdict = parseTaskReply(reply, taskId, now());
		if (verdict.kind === 'read' && verdict.task.statusKind !== 'running') return;
	}
}
