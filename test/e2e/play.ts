import { PlainMessage, say, seconds } from './say';
import { Scene, type Case } from './scene';
import type { Stage } from './stage';

/** How long the simulator takes for a video by default, in ms. */
export const videoMs = 800;

/** How a case went on one n8n. */
export interface Played {
	readonly name: string;
	/** Such as "2.41.1". */
	readonly n8nVersion: string;
	readonly held: boolean;
}

/** Plays one case on a stage and reports the result. */
export async function play(each: Case, stage: Stage, signal: AbortSignal): Promise<Played> {
	const { name } = each;
	const { n8nVersion } = stage;
	const { journal, faults, setTaskMs } = stage.simulator;
	journal.clear();
	faults.clear();
	setTaskMs(videoMs);
	const started = Date.now();
	const problem = await each.play(new Scene(stage, signal)).then(
		() => undefined,
		(error: unknown) => (error instanceof Error ? error : new Error(String(error))),
	);
	signal.throwIfAborted();
	const held = problem === undefined;
	const figures = [
		`${journal.submits().length} submits`,
		`${journal.accepted().length} accepted`,
		seconds(Date.now() - started),
	].join(', ');
	say(`${held ? 'pass' : 'FAIL'}  ${name.padEnd(24)} n8n ${n8nVersion}   ${figures}`);
	say(`      ${each.shows}`);
	if (!held) {
		say(problem instanceof PlainMessage ? problem.message : String(problem.stack));
		say(`n8n's last lines:\n${stage.n8nLog()}\n`);
	}
	return { name, n8nVersion, held };
}
