/** n8n's own package scanner, on folders instead of a published package. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const analyse = path.join(__dirname, 'analyse.mjs');
export const scannerName = '@n8n/scan-community-package';

const verdictSchema = z.object({
	passed: z.boolean(),
	message: z.string().optional(),
	/** ESLint's report. */
	details: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** The scanner checks both the source at the published commit and the published package. */
export type Part = 'source' | 'tarball';
export interface Scan {
	readonly part: Part;
	readonly folder: string;
}

/** Returns a verdict for each scan. Only errors count, as in the published scanner. */
export async function scan(scans: readonly Scan[]): Promise<Verdict[]> {
	// The scanner leaves an empty folder among the temporary files, so it's given one of ours.
	const temporary = mkdtempSync(path.join(tmpdir(), 'seedance-scanner-'));
	try {
		const { stdout } = await run(process.execPath, [analyse, JSON.stringify(scans)], {
			// With jest's NODE_ENV, "test", rules of the scanner's plugins apply to other file names.
			env: { ...process.env, NODE_ENV: 'production', TMPDIR: temporary },
			maxBuffer: 100_000_000,
		});
		return z.array(verdictSchema).length(scans.length).parse(JSON.parse(stdout));
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}

export function scannerVersion(): string {
	const file = require.resolve(`${scannerName}/package.json`);
	return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
