import { PlainMessage, say } from './say';
import { openStage, type Stage, type StageOptions } from './stage';
import { stopSignal } from './stop-signal';

/** What a command does: it may open the stage, which is closed when the command has ended. */
export type StageCommand = (
	open: (options: Omit<StageOptions, 'signal'>) => Promise<Stage>,
	signal: AbortSignal,
) => Promise<void>;

/**
 * Runs a command on a stage and sets the process's exit code: 0, 1 when it fails, 130 on Ctrl-C.
 * A failure shows what n8n logged last, and a stack trace where the message is not meant for people.
 */
export function runOnStage(command: StageCommand): void {
	run(command).catch((error: unknown) => {
		process.exitCode = 1;
		if (error instanceof PlainMessage) say(error.message);
		else say(String(error instanceof Error ? error.stack : error));
	});
}

async function run(command: StageCommand): Promise<void> {
	const signal = stopSignal();
	let stage: Stage | undefined;
	const open: Parameters<StageCommand>[0] = async (options) => {
		stage = await openStage({ ...options, signal });
		return stage;
	};
	try {
		await command(open, signal);
	} catch (error) {
		if (!signal.aborted) {
			if (stage !== undefined) say(`n8n's last lines:\n${stage.n8nLog()}\n`);
			throw error;
		}
		process.exitCode = 130;
	} finally {
		if (signal.aborted) say('\nStopping …');
		await stage?.close();
	}
}
