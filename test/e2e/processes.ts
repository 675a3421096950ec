import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

/** How to start a command. */
export interface Command {
	program: string;
	parameters: string[];
	folder: string;
	environment: NodeJS.ProcessEnv;
	/** What it prints is appended here. */
	logFile: string;
}

/** A command that runs as the leader of its own process group. */
export interface RunningGroup {
	readonly processId: number;
	/** Resolves with how it ended: an exit code, a signal or what kept it from starting. */
	readonly ended: Promise<string>;
	/** Terminates the whole process group, and kills what is left of it. */
	stop(patienceMs?: number): Promise<void>;
	/** Kills the whole group without asking, as a power cut would. */
	kill(): Promise<void>;
}

const liveGroups = new Set<number>();
process.on('exit', () => liveGroups.forEach((group) => signalGroup(group, 'SIGKILL')));

/** Starts a command in a process group of its own, so that its children can be ended with it. */
export function startGroup(command: Command): RunningGroup {
	const log = openSync(command.logFile, 'a');
	const child = spawn(command.program, command.parameters, {
		cwd: command.folder,
		env: command.environment,
		stdio: ['ignore', log, log],
		detached: true,
	});
	closeSync(log);
	const processId = child.pid ?? 0;
	if (processId > 0) liveGroups.add(processId);
	const ended = new Promise<string>((resolve) => {
		child.on('error', (error) => resolve(error.message));
		child.on('exit', (code, signal) => resolve(String(signal ?? code)));
	});
	const end = async (first: NodeJS.Signals, patienceMs: number) => {
		if (!liveGroups.has(processId)) return;
		await endGroup(processId, first, patienceMs);
		liveGroups.delete(processId);
	};
	return {
		processId,
		ended,
		stop: async (patienceMs = 10_000) => await end('SIGTERM', patienceMs),
		kill: async () => await end('SIGKILL', 0),
	};
}

/** Runs a command to its end and returns how it ended: "0" is success. Stops with the signal. */
export async function runToEnd(command: Command, signal?: AbortSignal): Promise<string> {
	signal?.throwIfAborted();
	const group = startGroup(command);
	const stop = () => void group.stop(2000);
	signal?.addEventListener('abort', stop, { once: true });
	const ending = await group.ended;
	signal?.removeEventListener('abort', stop);
	await group.stop(0);
	signal?.throwIfAborted();
	return ending;
}

/** The last lines of a log file; nothing when it was removed. */
export function lastLines(logFile: string, count: number): string {
	if (!existsSync(logFile)) return '';
	return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

/** What a log file holds from that byte on. */
export function logSince(logFile: string, begin: number): string {
	return readFileSync(logFile).subarray(begin).toString('utf8');
}

async function endGroup(group: number, first: NodeJS.Signals, patienceMs: number): Promise<void> {
	signalGroup(group, first);
	const deadline = Date.now() + patienceMs;
	while (signalGroup(group, 0)) {
		if (Date.now() >= deadline) signalGroup(group, 'SIGKILL');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Whether the group still had a process to receive the signal. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(-group, signal);
	} catch {
		return false;
	}
}
