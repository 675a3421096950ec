/** The build puts data in the place of the modules that work it out: it must be the same data. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformSync } from 'esbuild';
import * as panels from '../../../nodes/shared/fields/panels.data';
import { external } from '../../../scripts/build/external';
import { plainData } from '../../../scripts/build/plainData';
import * as credentialProblems from '../../../seedance/errors/credentialProblems.data';

const root = path.join(__dirname, '../../..');
const options = { external };
const folder = mkdtempSync(path.join(tmpdir(), 'plain-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the text of a module that imports nothing. */
function exportsOf(text: string): Record<string, unknown> {
	const module: { exports: Record<string, unknown> } = { exports: {} };
	new Function('module', transformSync(text, { format: 'cjs' }).code)(module);
	return module.exports;
}

async function workedOut(source: string): Promise<string> {
	const file = path.join(folder, 'some.data.ts');
	writeFileSync(file, source);
	return await plainData(file, options);
}

it.each([
	['nodes/shared/fields/panels.data.ts', panels],
	['seedance/errors/credentialProblems.data.ts', credentialProblems],
])('%s holds the same after the build', async (file, source) => {
	const built = exportsOf(await plainData(path.join(root, file), options));
	expect(Object.keys(built).sort()).toEqual(Object.keys(source).sort());
	// JSON also tells of the order, which is that of the fields in the panel and in its export.
	for (const [name, value] of Object.entries(source)) {
		expect(JSON.stringify(built[name])).toBe(JSON.stringify(value));
		expect(built[name]).toStrictEqual(value);
	}
});

it('a module keeps what JSON would lose', async () => {
	const text = await workedOut('export const a = { b: undefined, c: NaN }, d = { c: NaN };');
	expect(exportsOf(text)).toStrictEqual({ a: { b: undefined, c: NaN }, d: { c: NaN } });
});

it('what is there twice is written once', async () => {
	const text = await workedOut(
		"const f = () => ({ a: ['once'] }); export const b = f(), c = [f()];",
	);
	expect(text.split('once')).toHaveLength(2);
	expect(exportsOf(text)).toEqual({ b: { a: ['once'] }, c: [{ a: ['once'] }] });
});

it('a function is refused: it would lose what it stands on', async () => {
	await expect(workedOut('export const a = { b: () => 1 };')).rejects.toThrow(/function/);
});
