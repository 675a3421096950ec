/** docs/internals/reliability.md: no promise without what it does not cover and the tests that hold it. */
import { read } from '../../support/docs/papers';

const [, ...chapters] = read('docs/internals/reliability.md').split(/^## /m);
const promises = chapters
	.map((chapter) => [chapter.split('\n')[0] ?? '', chapter] as const)
	.filter(([heading]) => heading !== 'All of it at once');

it('makes promises', () => expect(promises.length).toBeGreaterThan(3));

describe.each(promises)('%s', (_, chapter) => {
	it('says what is not covered', () => expect(chapter).toContain('Not covered:'));

	it('names tests', () => {
		// The test of links checks that they exist.
		expect(chapter).toMatch(/Held by [^\n]*\]\(\.\.\/\.\.\/test\/[\w/-]+\.test\.ts\)/);
	});
});
