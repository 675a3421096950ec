/** The peak memory of some work, beyond what the process used before it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The kernel's figures for this process's present and peak resident memory, in bytes (Linux). */
function resident(name: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
	if (kilobytes === undefined) throw new Error('Memory is measured on Linux only');
	return Number(kilobytes) * 1024;
}

/** Resets the kernel's peak. */
const forgetPeak = () => writeFileSync('/proc/self/clear_refs', '5');

/**
 * Runs some work once the process is idle.
 * @returns how many bytes the resident memory grew at most
 */
export async function peakGrowth(work: () => Promise<void>): Promise<number> {
	const { gc } = globalThis;
	if (gc === undefined) throw new Error('Run with --expose-gc');
	for (let round = 0; round < 3; round += 1) {
		gc();
		await sleep(100);
	}
	forgetPeak();
	const before = resident('VmRSS');
	await work();
	return resident('VmHWM') - before;
}
