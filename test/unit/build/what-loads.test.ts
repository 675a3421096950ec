/** What n8n's start waits for: bench/load measures the time, this says what must not be in it. */
import path from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';

const root = path.join(__dirname, '../../..');
const { n8n } = z
	.object({ n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }) })
	.parse(jest.requireActual('../../../package.json'));

/** All files that are loaded with these, without what is imported on first use. */
async function loadedWith(files: readonly string[]): Promise<string[]> {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: [...files],
		bundle: true,
		write: false,
		metafile: true,
		format: 'esm',
		splitting: true,
		outdir: 'nowhere',
		external: ['n8n-workflow', 'crypto'],
	});
	const seen = new Set<string>();
	const visit = (file: string) => {
		if (seen.has(file)) return;
		seen.add(file);
		for (const each of metafile.inputs[file]?.imports ?? []) {
			if (each.kind === 'import-statement' && each.external !== true) visit(each.path);
		}
	};
	files.forEach(visit);
	return [...seen];
}

it('neither zod nor anything that only a running node needs', async () => {
	const sources = [...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	);
	const loaded = await loadedWith(sources);
	expect(loaded).toEqual(expect.arrayContaining([...sources, 'nodes/shared/declared.ts']));
	expect(loaded.filter((file) => /zod|image-size|nodes\/shared\/running/.test(file))).toEqual([]);
	// As a proof that it would be seen.
	expect(await loadedWith(['nodes/shared/running.ts'])).toContain('seedance/zod.ts');
});
