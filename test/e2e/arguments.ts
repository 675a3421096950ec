import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PlainMessage } from './say';

const usage = `Usage: npm run n8n -- [--once] [--port N] [--image] [--task-seconds N]
  --once            stop after the example has run (exit code 0 or 1)
  --port N          port of the n8n editor (default 5678, or a free one)
  --image           run the image-to-video example instead of the prompt one
  --task-seconds N  how long the simulator takes for a video (default 3)`;

const optionsSchema = z.object({
	once: z.boolean(),
	image: z.boolean(),
	port: z.coerce.number().int().min(1).max(65535).optional(),
	taskSeconds: z.coerce.number().min(0).max(3600),
});

/** What was asked for on the command line of `npm run n8n`. */
export type RunOptions = z.infer<typeof optionsSchema>;

/** Reads the command line; says how to use it when it does not make sense. */
export function readRunOptions(commandLine: string[]): RunOptions {
	try {
		const { values } = parseArgs({
			args: commandLine,
			options: {
				once: { type: 'boolean', default: false },
				image: { type: 'boolean', default: false },
				port: { type: 'string' },
				'task-seconds': { type: 'string', default: '3' },
			},
		});
		return optionsSchema.parse({ ...values, taskSeconds: values['task-seconds'] });
	} catch (error) {
		throw new PlainMessage(`${describe(error)}\n${usage}`);
	}
}

function describe(error: unknown): string {
	if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
	return error.issues.map(({ path, message }) => `${optionOf(path.join())}: ${message}`).join('\n');
}

function optionOf(field: string): string {
	return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
