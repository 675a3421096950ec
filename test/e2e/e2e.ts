import { cases } from './cases';
import { newerModel } from './live-model';
import type { N8nMajor } from './n8n-line';
import { runOnStage } from './on-stage';
import { play, videoMs, type Played } from './play';
import { PlainMessage, say, seconds } from './say';
import type { Case } from './scene';

/** The newest first: that is what most people have. */
const lines: readonly N8nMajor[] = [2, 1];

/** `npm run e2e [-- part-of-a-name]`: what must hold on a real n8n, counted in the journal. */
runOnStage(async (open, signal) => {
	const chosen = choose(process.argv[2] ?? '');
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

function choose(part: string): readonly Case[] {
	const chosen = cases.filter(({ name }) => name.includes(part));
	if (chosen.length > 0) return chosen;
	const names = cases.map(({ name }) => name).join(', ');
	throw new PlainMessage(`No case is called “${part}”. There are: ${names}.`);
}

/** Lists what held on which n8n; throws when something did not. */
function report(results: readonly Played[], tookMs: number): void {
	for (const n8nVersion of new Set(results.map((result) => result.n8nVersion))) {
		say(`\nn8n ${n8nVersion}`);
		for (const result of results) {
			if (result.n8nVersion === n8nVersion) say(`  ${verdict(result)} ${result.name}`);
		}
	}
	const failed = results.filter(({ held }) => !held).length;
	const all = `${results.length} in ${seconds(tookMs)}`;
	if (failed > 0) throw new PlainMessage(`\n${failed} of ${all} FAILED.`);
	say(`\nAll ${all} held.`);
}

function verdict({ held }: Played): string {
	return held ? 'pass' : 'FAIL';
}
