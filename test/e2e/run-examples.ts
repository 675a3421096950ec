import { deepEqual } from 'node:assert/strict';
import { exampleCases } from './example-cases';
import { exampleNames } from './examples';
import { runOnStage } from './on-stage';
import { play, videoMs, type Played } from './play';
import { choose, report } from './report';

/** `npm run examples [-- part-of-a-name]`: each example, imported into a real n8n and run there. */
runOnStage(async (open, signal) => {
	deepEqual(exampleCases.map(({ name }) => name).sort(), exampleNames(), 'a case for each example');
	const chosen = choose(exampleCases, process.argv[2] ?? '');
	const started = Date.now();
	const stage = await open({ taskSeconds: videoMs / 1000 });
	const results: Played[] = [];
	for (const each of chosen) results.push(await play(each, stage, signal));
	report(results, Date.now() - started);
});
