import { byProgram, hasCase, hasTest, inCi, inUnit, onN8n, whyMissing } from './proof';

it.each([
	"it('counts all')",
	'it(\n\t"counts all"',
	"it.each(rows)('counts all'",
	"describe('counts all'",
])('a test is found: %j', (source) => expect(hasTest(source, 'counts all')).toBe(true));

it.each([
	"it.skip('counts all'",
	"it.todo('counts all'",
	"it('counts all rounds'",
	'// counts all',
	"x = 'counts all'",
])('no test is found: %j', (source) => expect(hasTest(source, 'counts all')).toBe(false));

it('a case is found by its name', () => {
	expect(hasCase("\tname: 'stop',", 'stop')).toBe(true);
	expect(hasCase("\tname: 'stop-asleep',", 'stop')).toBe(false);
});

it.each([
	inUnit('docs/proof', 'a case that nobody wrote'.toUpperCase()),
	inUnit('docs/nowhere', 'x'),
	onN8n('nowhere'),
	inCi('npm run nowhere'),
	byProgram('bench/index.ts', 'nowhere to be found'),
])('what is not there is told: $name', (proof) => expect(whyMissing(proof)).toMatch(/^no /));

it('what is there is no matter', () => {
	expect(whyMissing(inUnit('docs/proof', 'a case is found by its name'))).toBeUndefined();
	expect(whyMissing(inCi('npm run demo, both modes'))).toBeUndefined();
});
