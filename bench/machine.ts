import os from 'node:os';
import type { Machine } from './page';

const gigabyte = 1024 ** 3;

/** Describes the machine without its name or anything else that identifies its owner. */
export function readMachine(): Machine {
	const processors = os.cpus();
	const [load = 0] = os.loadavg();
	return {
		cores: processors.length,
		cpu: processors[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown',
		memoryGb: Math.round(os.totalmem() / gigabyte),
		system: `${os.type()} ${os.arch()}`,
		node: process.version,
		load,
	};
}
