/** The tarball that would be published, unpacked. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export interface Tarball {
	/** The folder that `npm install` would put into node_modules. */
	readonly folder: string;
	readonly fileName: string;
	readonly packedBytes: number;
	/** Relative to `folder`. */
	readonly files: readonly string[];
}

const packSchema = z
	.array(
		z.object({
			filename: z.string(),
			size: z.number(),
			files: z.array(z.object({ path: z.string() })),
		}),
	)
	.length(1);

/** Packs a package and unpacks it within a folder in which only n8n-workflow can be found. */
export function packAndUnpack(root: string, within: string): Tarball {
	// Scripts are off, because the build has run and its output on stdout wouldn't be JSON.
	const output = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', within],
		{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
	);
	const [packed] = packSchema.parse(JSON.parse(output));
	if (packed === undefined) throw new Error('npm pack made nothing');
	const folder = path.join(within, 'package');
	const fileName = packed.filename;
	execFileSync('tar', ['-xzf', path.join(within, fileName), '-C', within]);
	offerWorkflow(within);
	return {
		folder,
		fileName,
		packedBytes: packed.size,
		files: packed.files.map((file) => file.path),
	};
}

/** Provides the one package that n8n gives every community package. */
function offerWorkflow(within: string): void {
	const modules = path.join(within, 'node_modules');
	mkdirSync(modules);
	const workflow = path.join(__dirname, '../../node_modules/n8n-workflow');
	symlinkSync(workflow, path.join(modules, 'n8n-workflow'), 'dir');
}
