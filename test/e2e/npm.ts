import { delimiter, join } from 'node:path';
import { lastLines, runToEnd } from './processes';
import { PlainMessage, say, seconds } from './say';

/** A call of npm. */
export interface NpmCall {
	/** What it does, for messages: "Installing n8n". */
	purpose: string;
	folder: string;
	parameters: string[];
	logFile: string;
	/** Folder of the Node to use (bin, include) instead of the one in PATH. */
	nodeFolder?: string | undefined;
	signal?: AbortSignal | undefined;
}

const reportEveryMs = 20_000;

/** Runs npm and reports its progress; a failure shows npm's last lines. */
export async function npm(call: NpmCall): Promise<void> {
	const started = Date.now();
	const progress = setInterval(() => {
		say(`  … still at it after ${seconds(Date.now() - started)}`);
	}, reportEveryMs);
	try {
		const ending = await runToEnd(
			{
				program: 'npm',
				parameters: call.parameters,
				folder: call.folder,
				environment: environmentFor(call.nodeFolder),
				logFile: call.logFile,
			},
			call.signal,
		);
		if (ending !== '0') {
			throw new PlainMessage(
				`${call.purpose} did not work (npm ended with ${ending}). npm's last lines:\n${lastLines(call.logFile, 25)}`,
			);
		}
	} finally {
		clearInterval(progress);
	}
}

function environmentFor(nodeFolder: string | undefined): NodeJS.ProcessEnv {
	if (nodeFolder === undefined) return process.env;
	return {
		...process.env,
		PATH: [join(nodeFolder, 'bin'), process.env.PATH].join(delimiter),
		npm_config_nodedir: nodeFolder,
	};
}
