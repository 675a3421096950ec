import { byProgram, inNode, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

export const queueMode: readonly Claim[] = [
	held(
		['The package must be in every process', 'A worker without it says'],
		inNode('n8n-queue-facts', 'a process without the package says so in these words'),
	),
	untested(
		"n8n's own, read in the source of n8n 2.41.1",
		'n8n 2 hands an installation',
		'A container that starts anew',
	),
	untested("n8n's own: a running execution is a job", "A wait by polling holds a worker's slot"),
	held(
		'1,000 executions at once, none in a worker',
		byProgram('test/e2e/queue/report.ts', 'active jobs while all were suspended'),
	),
	held(
		'`WEBHOOK_URL` in all processes',
		byProgram('test/e2e/queue/cluster.ts', 'WEBHOOK_URL'),
		onN8n('suspend-two-nodes'),
	),
	held(
		'n8n 2 keeps them in its database in queue mode',
		inNode('n8n-queue-facts', 'files are in the database, 512 MB each at most'),
	),
	untested(
		'of disks and links in general',
		'they need a shared disk',
		'Addresses (`videoUrl`) need nothing',
	),
];
