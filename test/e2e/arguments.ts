import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { N8nMajor } from './n8n-line';
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

const devUsage = `Usage: npm run dev -- [--port N] [--task-seconds N]
  --port N          port of the n8n editor (default 5678, or a free one)
  --task-seconds N  how long the simulator takes for a video (default 3)`;

const devOptionsSchema = optionsSchema.pick({ port: true, taskSeconds: true });

/** What was asked for on the command line of `npm run dev`. */
export type DevOptions = z.infer<typeof devOptionsSchema>;

/** Reads that command line; says how to use it when it does not make sense. */
export function readDevOptions(commandLine: string[]): DevOptions {
	try {
		const { values } = parseArgs({
			args: commandLine,
			options: { port: { type: 'string' }, 'task-seconds': { type: 'string', default: '3' } },
		});
		return devOptionsSchema.parse({ ...values, taskSeconds: values['task-seconds'] });
	} catch (error) {
		throw new PlainMessage(`${describe(error)}\n${devUsage}`);
	}
}

const exampleUsage = `Usage: npm run examples -- [part of a name] [--line N]
  --line N   the line of n8n to run them on, 1 or 2 (default: the newest that runs here)`;

const exampleOptionsSchema = z.object({
	part: z.string(),
	line: z.enum(['1', '2']).transform(lineOf).optional(),
});

/** What was asked for on the command line of `npm run examples`. */
export type ExampleOptions = z.infer<typeof exampleOptionsSchema>;

/** Reads that command line; says how to use it when it does not make sense. */
export function readExampleOptions(commandLine: string[]): ExampleOptions {
	try {
		const { values, positionals } = parseArgs({
			args: commandLine,
			options: { line: { type: 'string' } },
			allowPositionals: true,
		});
		return exampleOptionsSchema.parse({ ...values, part: positionals.join(' ') });
	} catch (error) {
		throw new PlainMessage(`${describe(error)}\n${exampleUsage}`);
	}
}

function lineOf(text: '1' | '2'): N8nMajor {
	return text === '1' ? 1 : 2;
}

function describe(error: unknown): string {
	if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
	return error.issues.map(({ path, message }) => `${optionOf(path.join())}: ${message}`).join('\n');
}

function optionOf(field: string): string {
	return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
