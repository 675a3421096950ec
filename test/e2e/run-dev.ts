import { setTimeout as sleep } from 'node:timers/promises';
import { readDevOptions } from './arguments';
import { changedBetween, snapshot } from './changes';
import { debuggerPort, updatePackage } from './dev-package';
import { repositoryFolder } from './folders';
import { owner } from './n8n-rest';
import { runOnStage } from './on-stage';
import { localAddress } from './ports';
import { PlainMessage, say, seconds } from './say';
import type { Stage } from './stage';

/** What the package is made of. */
const watched = ['nodes', 'seedance', 'credentials', 'icons', 'scripts/build'];
const lookEveryMs = 200;
const debuggerAddress = `${localAddress}:${debuggerPort}`;

/** `npm run dev`: a real n8n that has what you save, seconds later. */
runOnStage(async (open, signal) => {
	const options = readDevOptions(process.argv.slice(2));
	const stage = await open({
		...options,
		settings: { N8N_DEV_RELOAD: 'true' },
		nodeParameters: [`--inspect=${debuggerAddress}`],
	});
	await updatePackage(stage, signal);
	say(`
n8n is running with the Seedance nodes. Save a file and it has them anew:
  Editor      ${stage.rest.url}
  Sign in     ${owner.email}   ${owner.password}
  Simulator   ${stage.simulator.url}   (stands in for WaveSpeedAI; nothing is charged)
  Debugger    ${debuggerAddress}   (“Attach to n8n” in VS Code; breakpoints in the sources)
  Watching    ${watched.join(', ')}

Press Ctrl-C to stop both and remove everything, your workflows too.
`);
	await keepUpToDate(stage, signal);
});

async function keepUpToDate(stage: Stage, signal: AbortSignal): Promise<void> {
	let known = snapshot(repositoryFolder, watched);
	while (!signal.aborted) {
		const now = snapshot(repositoryFolder, watched);
		const changed = changedBetween(known, now);
		known = now;
		if (changed.length > 0) await update(stage, changed, signal);
		const ending = await Promise.race([stage.n8nEnded, sleep(lookEveryMs)]);
		if (ending !== undefined && !signal.aborted) {
			throw new PlainMessage(`n8n ended by itself (${ending}).`);
		}
	}
}

/** A failed build is reported, and the next save builds again. */
async function update(stage: Stage, changed: readonly string[], signal: AbortSignal) {
	const started = Date.now();
	const [first = '', ...others] = changed;
	const what = others.length === 0 ? first : `${first} and ${others.length} more`;
	try {
		await updatePackage(stage, signal);
		say(`${what}: in n8n after ${seconds(Date.now() - started)}`);
	} catch (error) {
		if (!(error instanceof PlainMessage)) throw error;
		say(`${what}: not built\n${error.message}`);
	}
}
