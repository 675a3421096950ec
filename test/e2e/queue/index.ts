import { availableParallelism, loadavg } from 'node:os';
import { runCommand } from '../on-stage';
import { say, seconds } from '../say';
import { readScaleOptions } from './arguments';
import { figuresOf } from './figures';
import { playScale, droppedWithinSeconds } from './play-scale';
import { openQueueStage } from './queue-stage';
import { goalsOf, report } from './report';

/**
 * `npm run e2e:queue [-- --count N]`: so many executions suspended at once in n8n's queue mode, each
 * woken by a callback and delivered exactly once.
 */
runCommand(async (keep, signal) => {
	const options = readScaleOptions(process.argv.slice(2));
	const started = Date.now();
	const [load = 0] = loadavg();
	say(`This machine has ${availableParallelism()} cores; its load is ${load.toFixed(1)}.`);
	const stage = keep(await openQueueStage(signal));
	const evidence = await playScale(stage, options, signal);
	const figures = figuresOf(evidence);
	const goals = goalsOf(figures, options.count, droppedWithinSeconds);
	const allMet = report(evidence, figures, goals);
	const took = seconds(Date.now() - started);
	say(`\n${allMet ? 'All goals met' : 'Goals MISSED'} on n8n ${stage.n8nVersion}, in ${took}.`);
	if (!allMet) process.exitCode = 1;
});
