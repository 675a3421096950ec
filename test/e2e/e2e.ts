import { cases } from './cases';
import { chooseN8nLine } from './n8n-line';
import { runOnStage } from './on-stage';
import { PlainMessage, say, seconds } from './say';
import { Scene, type Case } from './scene';
import type { Stage } from './stage';

/** How long the simulator takes for a video unless a case says otherwise, in ms. */
const taskMs = 800;

/** `npm run e2e [-- part-of-a-name]`: what must hold on a real n8n, counted in the journal. */
runOnStage(async (open, signal) => {
	const part = process.argv[2] ?? '';
	const chosen = cases.filter(({ name }) => name.includes(part));
	if (chosen.length === 0) {
		const names = cases.map(({ name }) => name).join(', ');
		throw new PlainMessage(`No case is called “${part}”. There are: ${names}.`);
	}
	if (chooseN8nLine().major !== 2) throw new PlainMessage('The cases need n8n 2.x, so Node 24.');
	const stage = await open({ taskSeconds: taskMs / 1000 });
	const started = Date.now();
	const failed: string[] = [];
	for (const each of chosen) {
		if (!(await play(each, stage, signal))) failed.push(each.name);
	}
	const took = seconds(Date.now() - started);
	if (failed.length > 0) {
		throw new PlainMessage(
			`${failed.length} of ${chosen.length} failed in ${took}: ${failed.join(', ')}.`,
		);
	}
	say(`All ${chosen.length} held, in ${took}.`);
});

/** Plays one case, tells how it went, and returns whether it held. */
async function play(each: Case, stage: Stage, signal: AbortSignal): Promise<boolean> {
	const { journal, faults, setTaskMs } = stage.simulator;
	journal.clear();
	faults.clear();
	setTaskMs(taskMs);
	const started = Date.now();
	const problem = await each.play(new Scene(stage, signal)).then(
		() => undefined,
		(error: unknown) => (error instanceof Error ? error : new Error(String(error))),
	);
	signal.throwIfAborted();
	const figures = [
		`${journal.submits().length} submits`,
		`${journal.accepted().length} accepted`,
		seconds(Date.now() - started),
	].join(', ');
	say(`${problem === undefined ? 'ok    ' : 'FAILED'} ${each.name.padEnd(22)} ${figures}`);
	say(`       ${each.shows}`);
	if (problem !== undefined) {
		say(problem instanceof PlainMessage ? problem.message : String(problem.stack));
	}
	return problem === undefined;
}
