import { setTimeout as wait } from 'node:timers/promises';
import { lastLines, type RunningGroup } from '../processes';
import { PlainMessage } from '../say';

const readyWithinMs = 30_000;

/** What is waited for. */
export interface Starting {
	/** "Redis", for messages. */
	readonly what: string;
	readonly group: RunningGroup;
	readonly logFile: string;
	/** Throws while it does not answer. */
	readonly answers: () => Promise<unknown>;
}

/** Waits until a server answers; shows its last lines when it does not. */
export async function untilReady(
	{ what, group, logFile, answers }: Starting,
	signal?: AbortSignal,
): Promise<void> {
	let ending: string | undefined;
	void group.ended.then((how) => (ending = how));
	const deadline = Date.now() + readyWithinMs;
	for (;;) {
		signal?.throwIfAborted();
		const answered = await answers().then(
			() => true,
			() => false,
		);
		if (answered) return;
		if (ending !== undefined || Date.now() > deadline) {
			const how = ending === undefined ? 'did not answer' : `ended while starting (${ending})`;
			throw new PlainMessage(`${what} ${how}. Its last lines:\n${lastLines(logFile, 20)}`);
		}
		await wait(100);
	}
}
