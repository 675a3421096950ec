import { readFileSync, readdirSync } from 'node:fs';

/** The most memory that processes had at a time, in MB (10^6 bytes). */
export interface PeakMemory {
	readonly own: number;
	/** That of the processes it started, n8n's task runners; each at its own peak. */
	readonly children: number;
}

/** Peaks of a process and of its group so far; undefined where the system does not tell (macOS). */
export function peakMemoryOf(processId: number): PeakMemory | undefined {
	const own = peakOf(processId);
	if (own === undefined) return undefined;
	const members = processIds().filter((id) => id !== processId && groupOf(id) === processId);
	const children = members.reduce((sum, id) => sum + (peakOf(id) ?? 0), 0);
	return { own, children };
}

/** VmHWM, the peak resident set size, is in kB of 1024 bytes. */
function peakOf(processId: number): number | undefined {
	const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(processId, 'status'))?.[1];
	return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}

/** The third field after the program's name, which is in brackets and may contain anything. */
function groupOf(processId: number): number {
	const fields = read(processId, 'stat')
		.replace(/^.*\) /s, '')
		.split(' ');
	return Number(fields[2]);
}

function processIds(): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number);
}

function read(processId: number, file: string): string {
	try {
		return readFileSync(`/proc/${processId}/${file}`, 'utf8');
	} catch {
		return '';
	}
}
