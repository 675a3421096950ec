/** The Node.js that README asks for, its length, and the models that docs name; numbers.test.ts has the other numbers. */
import { z } from 'zod';
import { offeredModels } from '../../../seedance/models';
import { offeredModes } from '../../../seedance/models/modes';
import { advices } from '../../../scripts/docs/whichModelBlock';
import { read } from '../../support/docs/papers';

const readme = read('README.md');
const offered = offeredModes.flatMap(offeredModels);

it('README is read in a few minutes', () => {
	expect(readme.trim().split(/\s+/).length).toBeLessThanOrEqual(1000);
	expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
});

it('README recommends five models, none of them being retired', () => {
	const staying = offered.filter(({ retiring }) => retiring === undefined).map(({ id }) => id);
	const ids = advices.map(({ id }) => id);
	expect(ids).toHaveLength(5);
	expect(ids.filter((id) => !staying.includes(id))).toEqual([]);
});

it('docs/reference/models.md names the models that follow a document', () => {
	const [, names = ''] = /proves it: (.*)\.$/m.exec(read('docs/reference/models.md')) ?? [];
	const ids = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => `bytedance/${name}`);
	const documented = offered.filter(({ confidence }) => confidence === 'document');
	expect([...ids].sort()).toEqual(documented.map(({ id }) => id).sort());
});

/** "20.18.1" → 20018: what is asked for below a minor version is not looked at. */
const minorVersion = (text: string) => {
	const [major = 0, minor = 0] = text.split('.').map(Number);
	return major * 1000 + minor;
};
const enginesSchema = z.object({ engines: z.object({ node: z.string() }) });

// The package itself, and the client of its tests, which asks for the most.
it.each(['package.json', 'node_modules/undici/package.json'])(
	'README names a Node.js that everything here runs on: %s',
	(file) => {
		const [, named = ''] = /You need Node\.js ([\d.]+) or newer\./.exec(readme) ?? [];
		const { engines } = enginesSchema.parse(JSON.parse(read(file)));
		expect(minorVersion(named)).toBeGreaterThanOrEqual(
			minorVersion(engines.node.replace(/^>=/, '')),
		);
	},
);
