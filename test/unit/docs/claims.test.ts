/** Every sentence of README that claims something has a test that holds it. */
import { claims, sectionsElsewhere } from './claims';
import { readText, whyMissing } from './proof';
import { sentencesOf } from './sentences';

/** What `npm run docs` writes is compared with the catalogue by its own tests. */
const generated = /<!-- (docs:\w+) -->.*?<!-- \/\1 -->/gs;
const sentences = sentencesOf(readText('README.md').replace(generated, ''));
const sections = [...new Set(sentences.map(({ section }) => section))];
const textsOf = (heading: string) =>
	sentences.filter(({ section }) => section === heading).map(({ text }) => text);

it('every section of README is looked at', () => {
	const known = [...Object.keys(claims), ...Object.keys(sectionsElsewhere)];
	expect([...known].sort()).toEqual([...sections].sort());
});

describe.each(Object.entries(claims))('README, "%s"', (heading, entries) => {
	const texts = textsOf(heading);
	const words = entries.flatMap(({ says }) => says);

	it('every sentence has a test that holds it, or a reason why there is none', () => {
		const bare = texts.filter((text) => !words.some((part) => text.includes(part)));
		expect(bare).toEqual([]);
	});

	it('the words of every entry stand in one sentence', () => {
		const found = words.map((part) => [part, texts.filter((text) => text.includes(part)).length]);
		expect(found.filter(([, count]) => count !== 1)).toEqual([]);
	});

	it('every entry names tests that are there, or says why there are none', () => {
		const missing = entries.flatMap(({ heldBy }) =>
			heldBy.flatMap((proof) => whyMissing(proof) ?? []),
		);
		expect(missing).toEqual([]);
		const unproved = entries.filter(
			({ heldBy, noClaim = '' }) => heldBy.length === 0 && noClaim === '',
		);
		expect(unproved).toEqual([]);
	});
});
