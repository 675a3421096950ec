/** Which builds let a debugger find the sources. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { bundle, commonJs } from '../../../scripts/build/bundle';

const root = path.join(__dirname, '../../..');
const node = new Map([['nodes/SeedanceGetResult/SeedanceGetResult.node', 'SeedanceGetResult']]);
const mapSchema = z.object({ sources: z.array(z.string()) });

async function built(hasSourceMaps: boolean): Promise<string[]> {
	const { modules } = await bundle(root, node, hasSourceMaps);
	return await Promise.all([...modules.values()].map(commonJs));
}

it('what is published has no source map', async () => {
	for (const text of await built(false)) expect(text).not.toContain('sourceMappingURL');
});

it('a build of npm run dev names each source by a path that is there', async () => {
	const texts = await built(true);
	expect(texts.length).toBeGreaterThan(1);
	for (const text of texts) {
		const [, map = ''] = text.split('//# sourceMappingURL=data:application/json;base64,');
		const { sources } = mapSchema.parse(JSON.parse(Buffer.from(map, 'base64').toString()));
		expect(sources.length).toBeGreaterThan(0);
		// Libraries are minified on their way in: nobody steps through them.
		const ours = sources.filter((file) => !file.includes('small-library:'));
		expect(ours.filter((file) => !path.isAbsolute(file) || !existsSync(file))).toEqual([]);
	}
});
