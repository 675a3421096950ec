import { Closers } from './closers';
import { PlainMessage, say } from './say';
import { openStage, type Stage, type StageOptions } from './stage';
import { stopSignal } from './stop-signal';

/** What a command starts and what is ended when the command has ended. */
export interface Opened {
	/** What n8n logged last; nothing once it is closed. */
	n8nLog(): string;
	/** Ends everything that was started; a second call does nothing. */
	close(): Promise<void>;
}

/** What a command does: what it keeps is closed when the command has ended. */
export type Command = (
	keep: <Kept extends Opened>(opened: Kept) => Kept,
	signal: AbortSignal,
) => Promise<void>;

/** The same, for a command that needs a stage. */
export type StageCommand = (
	open: (options: Omit<StageOptions, 'signal'>) => Promise<Stage>,
	signal: AbortSignal,
) => Promise<void>;

/** Runs a command on a stage, as runCommand does. */
export function runOnStage(command: StageCommand): void {
	runCommand(async (keep, signal) => {
		await command(async (options) => keep(await openStage({ ...options, signal })), signal);
	});
}

/**
 * Runs a command and sets the process's exit code: 0, 1 when it fails, 130 on Ctrl-C.
 * A failure shows what n8n logged last, and a stack trace where the message is not meant for people.
 */
export function runCommand(command: Command): void {
	run(command).catch((error: unknown) => {
		process.exitCode = 1;
		if (error instanceof PlainMessage) say(error.message);
		else say(String(error instanceof Error ? error.stack : error));
	});
}

async function run(command: Command): Promise<void> {
	const signal = stopSignal();
	const closers = new Closers();
	let last: Opened | undefined;
	const keep: Parameters<Command>[0] = (opened) => {
		closers.add(async () => await opened.close());
		last = opened;
		return opened;
	};
	try {
		await command(keep, signal);
	} catch (error) {
		if (!signal.aborted) {
			const log = last?.n8nLog() ?? '';
			if (log !== '') say(`n8n's last lines:\n${log}\n`);
			throw error;
		}
		process.exitCode = 130;
	} finally {
		if (signal.aborted) say('\nStopping …');
		await closers.close();
	}
}
