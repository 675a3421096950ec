import { installBrowserDriver } from './install';
import { PlainMessage, say, seconds } from './say';
import { openStage, type Stage } from './stage';
import { stopSignal } from './stop-signal';

/** `npm run screenshots [-- part-of-a-name]`: the pictures of docs/images, from a real n8n. */
async function main(): Promise<void> {
	const signal = stopSignal();
	const only = process.argv[2];
	let stage: Stage | undefined;
	try {
		await installBrowserDriver(signal);
		// Loaded now, because its browser driver may have been missing until a moment ago.
		const { takePictures } = await import('./editor/pictures');
		stage = await openStage({ taskSeconds: 2, signal });
		say('Taking the pictures …');
		const started = Date.now();
		await takePictures(stage, signal, only);
		say(`Done in ${seconds(Date.now() - started)}.`);
	} catch (error) {
		process.exitCode = signal.aborted ? 130 : 1;
		if (signal.aborted) return;
		if (stage !== undefined) say(`n8n's last lines:\n${stage.n8nLog()}\n`);
		throw error;
	} finally {
		await stage?.close();
	}
}

main().catch((error: unknown) => {
	process.exitCode = 1;
	say(error instanceof PlainMessage ? error.message : String(error));
});
