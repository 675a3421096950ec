import { startSimulator, type LiveModel, type Simulator } from '../../simulator';
import { Closers } from './closers';
import { exampleNames, readExample } from './examples';
import type { StoredWorkflow } from './example-run';
import { makeHome, removeHome } from './home';
import { installN8n } from './install';
import { chooseN8nLine, n8nLine, n8nVersion, type N8nMajor } from './n8n-line';
import { N8nRest } from './n8n-rest';
import { startN8n } from './n8n-server';
import { putPackageInto } from './package-in-home';
import { freePort, requirePort } from './ports';
import { say, seconds } from './say';

/** What to start. */
export interface StageOptions {
	/** By default the newest n8n that this machine can run. */
	line?: N8nMajor | undefined;
	port?: number | undefined;
	/** How long the simulator takes for a video. */
	taskSeconds: number;
	/** Models that only the simulator's list has. */
	liveModels?: readonly LiveModel[];
	/** Environment variables of n8n besides those that every n8n of a run has. */
	settings?: Readonly<Record<string, string>>;
	/** What n8n's Node.js is given, such as "--inspect". */
	nodeParameters?: readonly string[];
	/** Whatever was started is ended when it aborts. */
	signal?: AbortSignal;
}

/** A simulator and an n8n with this package, a credential and the examples in it. */
export interface Stage {
	line: N8nMajor;
	/** Such as "2.41.1". */
	n8nVersion: string;
	rest: N8nRest;
	simulator: Simulator;
	credentialId: string;
	/** An image for image-to-video models, served by the simulator. */
	imageUrl: string;
	/** The stored examples by file name without ".json". */
	examples: Map<string, StoredWorkflow>;
	/** n8n's home folder, removed when the stage closes. */
	home: string;
	/** Resolves when the n8n that runs at the moment has ended, wanted or not. */
	readonly n8nEnded: Promise<string>;
	/** What n8n logged last. */
	n8nLog(): string;
	/** Kills n8n with all its processes. */
	killN8n(): Promise<void>;
	/** Starts n8n again in the same home, after it was killed. */
	restartN8n(): Promise<void>;
	/** Ends everything that was started. */
	close(): Promise<void>;
}

/** The simulator's key, which every stage's credential has. */
export const apiKey = 'test-key';

/** Installs what is missing, builds the package and starts everything. */
export async function openStage(options: StageOptions): Promise<Stage> {
	const { port, taskSeconds, liveModels, settings, nodeParameters, signal } = options;
	const line = options.line === undefined ? chooseN8nLine() : n8nLine(options.line);
	if (port !== undefined) await requirePort(port);
	await installN8n(line, signal);
	const closers = new Closers();
	try {
		const home = makeHome();
		closers.add(() => removeHome(home));
		await putPackageInto(home, signal);

		const simulator = await startSimulator({
			apiKeys: [apiKey],
			taskMs: taskSeconds * 1000,
			liveModels,
		});
		closers.add(async () => await simulator.stop());

		say(`Starting ${line.title} …`);
		const started = Date.now();
		const n8nPort = port ?? (await freePort(5678));
		const brokerPort = await freePort(n8nPort + 1);
		const place = { home, port: n8nPort, brokerPort };
		const start = async () => await startN8n(line, place, signal, settings, nodeParameters);
		let n8n = await start();
		closers.add(async () => await n8n.stop());
		say(`  ready after ${seconds(Date.now() - started)}.`);

		const rest = new N8nRest(n8n.url);
		const content = await fill(rest, simulator.url);
		return {
			...content,
			line: line.major,
			n8nVersion: n8nVersion(line),
			rest,
			simulator,
			home,
			get n8nEnded() {
				return n8n.ended;
			},
			n8nLog: () => n8n.log(),
			killN8n: async () => await n8n.kill(),
			restartN8n: async () => {
				n8n = await start();
			},
			close: async () => await closers.close(),
		};
	} catch (error) {
		await closers.close();
		throw error;
	}
}

async function fill(
	rest: N8nRest,
	simulatorUrl: string,
): Promise<Pick<Stage, 'credentialId' | 'imageUrl' | 'examples'>> {
	await rest.setUpOwner();
	const credentialId = await rest.addCredential('WaveSpeedAI account', 'waveSpeedAiApi', {
		apiKey,
		// n8n drops the fields of a credential that it doesn't show.
		advanced: true,
		baseUrl: simulatorUrl,
	});
	const imageUrl = `${simulatorUrl}/samples/first-frame.png`;
	const examples = new Map<string, StoredWorkflow>();
	for (const name of exampleNames()) {
		const workflow = readExample(name, { credentialId, imageUrl });
		examples.set(name, { id: await rest.addWorkflow(workflow), workflow });
	}
	return { credentialId, imageUrl, examples };
}
