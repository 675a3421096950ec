import { parseArgs } from 'node:util';
import { z } from 'zod';
import { describe, describeCallback, HELP, welcome } from './cli-words';
import { startSimulator } from './simulator';
import { BRONZE, BRONZE_QUEUE } from './tasks/tier';

const TIERS = { none: undefined, bronze: BRONZE, 'bronze-queue': BRONZE_QUEUE };

const settingsSchema = z.object({
	port: z.coerce.number().int().min(0).max(65535).default(8787),
	host: z.string().min(1).default('127.0.0.1'),
	'public-url': z.string().url().optional(),
	key: z.string().min(1).default('test-key'),
	'task-seconds': z.coerce.number().min(0).default(3),
	tier: z.enum(['none', 'bronze', 'bronze-queue']).default('none'),
	balance: z.coerce.number().min(0).optional(),
	'current-schemas': z.boolean().default(false),
	help: z.boolean().default(false),
});

function readSettings(args: string[]): z.infer<typeof settingsSchema> {
	const text = { type: 'string' } as const;
	const { values } = parseArgs({
		args,
		options: {
			port: text,
			host: text,
			'public-url': text,
			key: text,
			'task-seconds': text,
			balance: text,
			'current-schemas': { type: 'boolean' },
			tier: text,
			help: { type: 'boolean', short: 'h' },
		},
	});
	const settings = settingsSchema.safeParse(values);
	if (settings.success) return settings.data;
	const [issue] = settings.error.issues;
	throw new Error(`--${issue?.path.join('.') ?? 'option'}: ${issue?.message ?? 'invalid'}`);
}

async function main(args: string[]): Promise<void> {
	const settings = readSettings(args);
	if (settings.help) {
		console.log(HELP);
		return;
	}
	const simulator = await startSimulator({
		port: settings.port,
		host: settings.host,
		publicUrl: settings['public-url'],
		apiKeys: [settings.key],
		taskMs: settings['task-seconds'] * 1000,
		balanceUsd: settings.balance,
		schemas: settings['current-schemas'] ? 'current' : 'documented',
		tier: TIERS[settings.tier],
		onRequest: (entry) => console.log(describe(entry)),
		onCallback: (delivery) => console.log(describeCallback(delivery)),
	});
	console.log(welcome(simulator.url, settings.key, settings['task-seconds']));
	const stop = (): void => {
		console.log('Stopping.');
		void simulator.stop();
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	const message = error instanceof Error ? error.message : String(error);
	const inUse = message.includes('EADDRINUSE');
	console.error(inUse ? 'That port is in use; choose another with --port.' : message);
	console.error('--help shows the options.');
	process.exitCode = 1;
});
