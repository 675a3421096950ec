import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PlainMessage } from '../say';

/**
 * What two cores manage with some to spare. With n8n 2.41 a callback costs 0.2 to 0.25 s of processor
 * time in the webhook process and 0.12 s in a worker (measured), most of it for the sandboxes in which
 * n8n evaluates expressions.
 */
const defaultRate = '2.5';

const usage = `Usage: npm run e2e:queue -- [--count N] [--tasks N] [--rate N] [--dropped N]
  --count N    executions that are suspended at once (default 1000)
  --tasks N    videos of each of them (default 1)
  --rate N     tasks that end in a second afterwards (default ${defaultRate})
  --dropped N  how many executions are never called back (default 5)`;

const optionsSchema = z
	.object({
		count: z.coerce.number().int().min(2).max(10_000),
		tasks: z.coerce.number().int().min(1).max(10),
		rate: z.coerce.number().positive().max(100),
		dropped: z.coerce.number().int().min(0),
	})
	.refine(({ count, dropped }) => dropped < count, 'there must be fewer dropped than executions');

/** What was asked for on the command line of `npm run e2e:queue`. */
export type ScaleOptions = z.infer<typeof optionsSchema>;

/** Reads the command line; says how to use it when it does not make sense. */
export function readScaleOptions(commandLine: string[]): ScaleOptions {
	try {
		const { values } = parseArgs({
			args: commandLine,
			options: {
				count: { type: 'string', default: '1000' },
				tasks: { type: 'string', default: '1' },
				rate: { type: 'string', default: defaultRate },
				dropped: { type: 'string', default: '5' },
			},
		});
		return optionsSchema.parse(values);
	} catch (error) {
		throw new PlainMessage(`${describe(error)}\n${usage}`);
	}
}

function describe(error: unknown): string {
	if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
	return error.issues.map(({ path, message }) => [...path, message].join(': ')).join('\n');
}
