import { cases } from './cases';
import { newerModel } from './live-model';
import type { N8nMajor } from './n8n-line';
import { runOnStage } from './on-stage';
import { play, videoMs, type Played } from './play';
import { choose, report } from './report';

/** The newest first: that is what most people have. */
const lines: readonly N8nMajor[] = [2, 1];

/** `npm run e2e [-- part-of-a-name …]`: what must hold on a real n8n, counted in the journal. */
runOnStage(async (open, signal) => {
	const parts = process.argv.slice(2);
	const chosen = choose(cases, ...(parts.length > 0 ? parts : ['']));
	const started = Date.now();
	const results: Played[] = [];
	for (const line of lines) {
		const ofLine = chosen.filter((each) => (each.lines ?? [2]).includes(line));
		if (ofLine.length === 0) continue;
		const stage = await open({
			line,
			taskSeconds: videoMs / 1000,
			liveModels: [newerModel],
		});
		for (const each of ofLine) results.push(await play(each, stage, signal));
		await stage.close();
	}
	report(results, Date.now() - started);
});
