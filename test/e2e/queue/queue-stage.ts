import { HeldClock, startSimulator, type Simulator } from '../../../simulator';
import { Closers } from '../closers';
import { makeHome, removeHome } from '../home';
import { installN8n } from '../install';
import { n8nLine, n8nVersion } from '../n8n-line';
import { N8nRest } from '../n8n-rest';
import { putPackageInto } from '../package-in-home';
import { say, seconds } from '../say';
import { apiKey } from '../stage';
import { startCluster, type Cluster } from './cluster';
import { findQueuePrograms } from './programs';
import { startSink, type Sink } from './sink';

/** n8n in queue mode with this package, a simulator, and a place to deliver results to. */
export interface QueueStage {
	/** Such as "2.41.1". */
	readonly n8nVersion: string;
	readonly cluster: Cluster;
	readonly simulator: Simulator;
	/** The simulator's clock. */
	readonly clock: HeldClock;
	readonly sink: Sink;
	/** The main process's REST interface, signed in. */
	readonly rest: N8nRest;
	readonly credentialId: string;
	/** What the processes logged last. */
	n8nLog(): string;
	close(): Promise<void>;
}

const workerCount = 2;

/** Installs what is missing, builds the package and starts everything. */
export async function openQueueStage(signal: AbortSignal): Promise<QueueStage> {
	findQueuePrograms();
	const line = n8nLine(2);
	await installN8n(line, signal);
	const closers = new Closers();
	try {
		const home = makeHome();
		closers.add(() => removeHome(home));
		await putPackageInto(home, signal);

		const clock = new HeldClock();
		const simulator = await startSimulator({
			apiKeys: [apiKey],
			now: clock.now,
		});
		closers.add(async () => await simulator.stop());
		const sink = await startSink();
		closers.add(async () => await sink.stop());

		say(`Starting PostgreSQL, Redis and ${line.title}: main, ${workerCount} workers, webhooks …`);
		const started = Date.now();
		const cluster = await startCluster(line, home, workerCount, signal);
		closers.add(async () => await cluster.close());
		say(`  ready after ${seconds(Date.now() - started)}.`);

		const rest = new N8nRest(cluster.main.url);
		await rest.setUpOwner();
		const credentialId = await rest.addCredential('WaveSpeedAI account', 'waveSpeedAiApi', {
			apiKey,
			advanced: true,
			baseUrl: simulator.url,
		});
		const processes = [cluster.main, ...cluster.workers, cluster.webhook];
		return {
			n8nVersion: n8nVersion(line),
			cluster,
			simulator,
			clock,
			sink,
			rest,
			credentialId,
			n8nLog: () => processes.map((each) => each.log()).join('\n---\n'),
			close: async () => await closers.close(),
		};
	} catch (error) {
		await closers.close();
		throw error;
	}
}
