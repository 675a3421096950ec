/** What n8n's start waits for: bench/load measures the time, this says what must not be in it. */
import path from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { external } from '../../../scripts/build/external';
import { catalogueRecords } from '../../../scripts/build/catalogueRecords';

const root = path.join(__dirname, '../../..');
const { n8n } = z
	.object({ n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }) })
	.parse(jest.requireActual('../../../package.json'));
const options = { external };

/** All files that are loaded with these, without what is imported on first use. */
async function loadedWith(files: readonly string[]): Promise<string[]> {
	const { metafile } = await build({
		...options,
		absWorkingDir: root,
		entryPoints: [...files],
		bundle: true,
		write: false,
		metafile: true,
		format: 'esm',
		splitting: true,
		outdir: 'nowhere',
		plugins: [catalogueRecords],
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

const sources = [...n8n.nodes, ...n8n.credentials].map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
);

/** What descriptions of panels are made of. */
const ofPanels = /^(nodes\/shared\/descriptions|seedance\/models)\/\w+\.ts$/;

it('the nodes, what their panels are made of, and what the credential does by itself, nothing else', async () => {
	const others = (await loadedWith(sources)).filter((file) => !sources.includes(file));
	expect(others).toContain('seedance/models/records.ts');
	expect(others.filter((file) => !ofPanels.test(file)).sort()).toEqual([
		'seedance/credential.ts',
		'seedance/errors/accountMessages.ts',
		'seedance/media/rules.ts',
		'seedance/request/allowed.ts',
		'seedance/result.ts',
		'seedance/text.ts',
	]);
});

it('zod would be seen: a running node needs it', async () => {
	expect(await loadedWith(['nodes/shared/running.ts'])).toContain('seedance/zod.ts');
});
