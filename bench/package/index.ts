import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { loadBuiltPackage } from '../../scripts/demo/builtPackage';
import { packedLimit } from '../../scripts/scan/complaints';
import type { Bench } from '../bench';

const root = path.join(__dirname, '..', '..');

const packSchema = z
	.array(z.object({ size: z.number(), unpackedSize: z.number(), files: z.array(z.unknown()) }))
	.length(1);

/** Describes the tarball that `npm publish` would send. */
function packed() {
	// Scripts are off, because the build has run and its output on stdout wouldn't be JSON.
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [tarball] = packSchema.parse(JSON.parse(output));
	if (tarball === undefined) throw new Error('npm pack listed nothing');
	return tarball;
}

/** Measures what people download, and how much of it the editor loads. */
export const packageSize: Bench = {
	about: 'the size of the package and of what the editor loads of it',
	how:
		`The packed size is that of the tarball of \`npm pack\`; its limit is ${packedLimit / 1000} kB of 1,000 bytes. ` +
		'The descriptions are what n8n serves to its ' +
		'editor in types/nodes.json: each node’s description as JSON, in bytes of UTF-8.',
	async run({ say }) {
		const { size, unpackedSize, files } = packed();
		const { nodeTypes } = await loadBuiltPackage(root);
		const sizes = Object.values(nodeTypes).map(({ description }) => ({
			name: description.displayName,
			bytes: Buffer.byteLength(JSON.stringify(description)),
		}));
		say();
		for (const { name, bytes } of sizes) say(`  ${name.padEnd(30)} ${bytes} bytes`);
		return [
			{ name: 'packed', figure: size, unit: 'bytes', atMost: packedLimit },
			{ name: 'unpacked', figure: unpackedSize, unit: 'bytes' },
			{ name: 'files in the package', figure: files.length },
			{
				name: `descriptions of the ${sizes.length} nodes as JSON`,
				figure: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
				unit: 'bytes',
				// Three nodes create videos, each with up to 60 kB, most of it the fields of its models.
				atMost: 200_000,
			},
		];
	},
};
