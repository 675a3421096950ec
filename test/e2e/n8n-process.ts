import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { N8nLine } from './n8n-line';
import { lastLines, logSince, startGroup } from './processes';
import { PlainMessage } from './say';

/** How to start one process of n8n. */
export interface N8nCommand {
	/** `start` is the main process; the others belong to queue mode. */
	readonly name: 'start' | 'worker' | 'webhook';
	readonly parameters?: readonly string[];
	/** For Node.js itself, such as "--inspect". */
	readonly nodeParameters?: readonly string[];
	/** Where it works, and where its log is. */
	readonly home: string;
	readonly environment: NodeJS.ProcessEnv;
	/** By default n8n.log. */
	readonly logName?: string;
	/** What its log says when it is ready. Makes sure that it is not another one that answers. */
	readonly saysWhenReady: string;
	/** Whether it also answers. */
	readonly answers: () => Promise<boolean>;
}

/** A started n8n process. */
export interface N8nProcess {
	readonly processId: number;
	/** Resolves when it is gone, wanted or not. */
	readonly ended: Promise<string>;
	/** What it logged last. */
	log(): string;
	/** Ends it and the task runners it started. */
	stop(): Promise<void>;
	/** Kills all of them at once, as a power cut would. */
	kill(): Promise<void>;
}

const readyWithinMs = 180_000;

/** Starts a process of n8n and resolves when it is ready. */
export async function startN8nProcess(
	line: N8nLine,
	command: N8nCommand,
	signal?: AbortSignal,
): Promise<N8nProcess> {
	signal?.throwIfAborted();
	const { name, parameters = [], nodeParameters = [], home, environment } = command;
	const logFile = join(home, command.logName ?? 'n8n.log');
	// A process that was here before has left its lines, and it was ready too.
	const logBegin = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
	const group = startGroup({
		program: line.node,
		parameters: [
			...nodeParameters,
			...[join(line.folder, 'node_modules/n8n/bin/n8n'), name, ...parameters],
		],
		folder: home,
		environment,
		logFile,
	});
	const started: N8nProcess = {
		processId: group.processId,
		ended: group.ended,
		log: () => lastLines(logFile, 30),
		stop: async () => await group.stop(),
		kill: async () => await group.kill(),
	};
	const isReady = async () =>
		logSince(logFile, logBegin).includes(command.saysWhenReady) && (await command.answers());
	try {
		await becomeReady(started, isReady, signal);
		return started;
	} catch (error) {
		await started.stop();
		throw error;
	}
}

async function becomeReady(
	started: N8nProcess,
	isReady: () => Promise<boolean>,
	signal?: AbortSignal,
): Promise<void> {
	let ending: string | undefined;
	void started.ended.then((how) => (ending = how));
	const deadline = Date.now() + readyWithinMs;
	while (!(await isReady())) {
		signal?.throwIfAborted();
		if (ending !== undefined) {
			throw new PlainMessage(
				`n8n ended while starting (${ending}). Its last lines:\n${started.log()}`,
			);
		}
		if (Date.now() > deadline) {
			throw new PlainMessage(
				`n8n did not answer within ${readyWithinMs / 1000} s. Its last lines:\n${started.log()}`,
			);
		}
		await wait(200);
	}
}
