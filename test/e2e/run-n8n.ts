import { readRunOptions, type RunOptions } from './arguments';
import { runExample, type ExampleResult } from './example-run';
import { storedExample } from './examples';
import { owner } from './n8n-rest';
import { runOnStage } from './on-stage';
import { PlainMessage, say, seconds } from './say';
import { apiKey, type Stage } from './stage';

/** `npm run n8n`: a real n8n with this package, run against the simulator. */
runOnStage(async (open, signal) => {
	const options = readRunOptions(process.argv.slice(2));
	const stage = await open({ port: options.port, taskSeconds: options.taskSeconds });
	report(await runOne(stage, options, signal), stage, options.once);
	if (!options.once) await untilStopped(stage, signal);
});

async function runOne(
	stage: Stage,
	options: RunOptions,
	signal: AbortSignal,
): Promise<ExampleResult> {
	const name = options.image ? 'image-to-video-file' : 'prompt-to-video-file';
	const stored = storedExample(stage, name);
	say(`Running “${stored.workflow.name}” against the simulator, which costs nothing …`);
	const patienceMs = options.taskSeconds * 1000 + 120_000;
	return await runExample(stage.rest, stored, patienceMs, signal);
}

function report(result: ExampleResult, stage: Stage, once: boolean): void {
	say(`
It worked: the workflow ran and made a video file, in ${seconds(result.tookMs)}.
  Task id     ${result.taskId}
  Video       ${result.keptFile} (${result.bytes} bytes, MP4)`);
	if (once) return;
	say(`
n8n is running with the Seedance nodes. Open its editor:
  Editor      ${stage.rest.url}
  Sign in     ${owner.email}   ${owner.password}
  Simulator   ${stage.simulator.url}   (stands in for WaveSpeedAI; nothing is charged)
  Credential  “WaveSpeedAI account” is there, and new nodes have it. Write a prompt and press Execute step.
              For one of your own: API key ${apiKey}, Base URL ${stage.simulator.url}

Press Ctrl-C to stop both and remove everything, your workflows and files too, but not the copy of the video.`);
}

async function untilStopped(stage: Stage, signal: AbortSignal): Promise<void> {
	const stopped = new Promise<'stopped'>((resolve) =>
		signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
	);
	const outcome = signal.aborted ? 'stopped' : await Promise.race([stopped, stage.n8nEnded]);
	if (outcome !== 'stopped') throw new PlainMessage(`n8n ended by itself (${outcome}).`);
}
