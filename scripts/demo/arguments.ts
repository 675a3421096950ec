import { parseArgs } from 'node:util';

export interface DemoChoices {
	/** Which example is run. */
	readonly example: 'prompt-to-video-file' | 'image-to-video-file';
	/** The key of a real account; only with --live --yes. */
	readonly liveKey?: string;
	readonly help: boolean;
}

export const usage = `Runs an n8n workflow from examples/ through n8n's engine: a prompt becomes a video file.

  npm run demo                    Text to Video, against a simulated API: no key, no internet, no cost
  npm run demo -- --image         Image to Video instead
  npm run demo -- --live --yes    against the real API, with the key in WAVESPEED_API_KEY. THIS COSTS MONEY.`;

/**
 * Reads the command line. A key in the environment alone has no effect: spending money needs both
 * --live and --yes.
 * @throws Error with a line for people when the arguments are invalid
 */
export function readArguments(
	words: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
): DemoChoices {
	const { values } = parseArgs({
		args: [...words],
		options: {
			image: { type: 'boolean', default: false },
			live: { type: 'boolean', default: false },
			yes: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const example = values.image ? 'image-to-video-file' : 'prompt-to-video-file';
	if (!values.live) {
		if (values.yes) throw new Error('--yes goes with --live.');
		return { example, help: values.help };
	}
	const liveKey = env.WAVESPEED_API_KEY?.trim() ?? '';
	if (!values.yes) {
		throw new Error('--live uses the real API and costs money. Add --yes if you mean it.');
	}
	if (liveKey === '') throw new Error('--live needs your key in WAVESPEED_API_KEY.');
	return { example, liveKey, help: values.help };
}
