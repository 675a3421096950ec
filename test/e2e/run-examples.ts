import { deepEqual } from 'node:assert/strict';
import { readExampleOptions } from './arguments';
import { exampleCases } from './example-cases';
import { exampleNames } from './examples';
import { runOnStage } from './on-stage';
import { play, videoMs, type Played } from './play';
import { choose, report } from './report';
import { say } from './say';

/** `npm run examples [-- part-of-a-name] [--line 1]`: each example, imported into a real n8n and run. */
runOnStage(async (open, signal) => {
	const { part, line } = readExampleOptions(process.argv.slice(2));
	deepEqual(exampleCases.map(({ name }) => name).sort(), exampleNames(), 'a case for each example');
	const chosen = choose(exampleCases, part);
	const started = Date.now();
	const stage = await open({ line, taskSeconds: videoMs / 1000 });
	const results: Played[] = [];
	for (const each of chosen) {
		if ((each.lines ?? [2]).includes(stage.line)) results.push(await play(each, stage, signal));
		else
			say(`left out  ${each.name} on n8n ${stage.n8nVersion}: ${each.linesBecause ?? 'for 2.x'}`);
	}
	report(results, Date.now() - started);
});
