/** Numbers and names in README that follow from the code. */
import { z } from 'zod';
import { offeredModels } from '../../../seedance/catalogue';
import { readText } from './proof';

const readme = readText('README.md');
const offered = [...offeredModels('text-to-video'), ...offeredModels('image-to-video')];

it('README says how many models there are, and of which generations', () => {
	const [, count, generations] = /(\d+) models of Seedance ([\d., and]+):/.exec(readme) ?? [];
	expect(count).toBe(String(offered.length));
	const known = new Set(offered.map(({ generation }) => generation));
	expect(generations?.split(/, | and /)).toEqual([...known].sort());
});

it('README names the models that follow a document', () => {
	const [, names = ''] = /proves it: (.*)\.$/m.exec(readme) ?? [];
	const ids = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => `bytedance/${name}`);
	const documented = offered.filter(({ confidence }) => confidence === 'document');
	expect([...ids].sort()).toEqual(documented.map(({ id }) => id).sort());
});

/** "20.18.1" → [20, 18, 1]; parts that are not given are 0. */
const versionOf = (text: string) => [0, 1, 2].map((i) => Number(text.split('.')[i] ?? 0));
const enginesSchema = z.object({ engines: z.object({ node: z.string() }) });

it('README names a Node.js that everything here runs on', () => {
	const [, named = ''] = /You need Node\.js ([\d.]+) or newer\./.exec(readme) ?? [];
	const [major = 0, minor = 0] = versionOf(named);
	// The newest demand among what the commands of README run: the package itself and the client of the tests.
	for (const file of ['package.json', 'node_modules/undici/package.json']) {
		const { engines } = enginesSchema.parse(JSON.parse(readText(file)));
		const [leastMajor = 0, leastMinor = 0] = versionOf(engines.node.replace(/^>=/, ''));
		expect([file, major > leastMajor || minor >= leastMinor]).toEqual([file, true]);
	}
});
