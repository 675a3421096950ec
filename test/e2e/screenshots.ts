import { installBrowserDriver } from './install';
import { runOnStage } from './on-stage';
import { say, seconds } from './say';

/**
 * `npm run screenshots [-- part-of-a-name …]` takes the screenshots of docs/images in a real n8n;
 * `npm run screenshots -- video` records the film for n8n's reviewers in demo-output.
 */
runOnStage(async (open, signal) => {
	await installBrowserDriver(signal);
	// It's imported now, because its browser driver may have been installed just before.
	const { takePictures } = await import('./editor/pictures');
	const stage = await open({ taskSeconds: 2 });
	say('Taking the pictures …');
	const started = Date.now();
	await takePictures(stage, signal, process.argv.slice(2));
	say(`Done in ${seconds(Date.now() - started)}.`);
});
