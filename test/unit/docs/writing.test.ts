/** What generated pages are made of, and how a stale one is found. */
import { withBlock } from '../../../scripts/docs/block';
import { anchor, table } from '../../../scripts/docs/markdown';
import { firstDifference, staleText } from '../../../scripts/docs/stale';

describe('an anchor is the one that GitHub makes', () => {
	it.each([
		['Seedance V1.5 Pro Text to Video', 'seedance-v15-pro-text-to-video'],
		['What do you want to do?', 'what-do-you-want-to-do'],
		['Callbacks need WEBHOOK_URL', 'callbacks-need-webhook_url'],
		['Max Cost (USD)', 'max-cost-usd'],
		["What a model takes, and n8n's part", 'what-a-model-takes-and-n8ns-part'],
		['Started: you were charged once', 'started-you-were-charged-once'],
	])('%s', (heading, expected) => {
		expect(anchor(heading)).toBe(expected);
	});
});

describe('table', () => {
	it('keeps each row on its line and each cell in its column', () => {
		expect(
			table(
				['A', 'B'],
				[
					['one | two', 'three\nfour'],
					['', 'x'],
				],
			),
		).toBe(['| A | B |', '| --- | --- |', '| one \\| two | three four |', '| – | x |'].join('\n'));
	});
});

describe('withBlock', () => {
	const block = '<!-- x -->\nold\n<!-- /x -->';

	it('replaces what is between the markers and nothing else', () => {
		expect(withBlock(`before\n${block}\nafter\n`, 'x', 'new')).toBe(
			'before\n<!-- x -->\n\nnew\n\n<!-- /x -->\nafter\n',
		);
	});

	it('changes nothing the second time', () => {
		const once = withBlock(block, 'x', 'new $& $1');
		expect(withBlock(once, 'x', 'new $& $1')).toBe(once);
		expect(once).toContain('new $& $1');
	});

	it.each([
		['none', 'text'],
		['no end', '<!-- x -->'],
		['no beginning', '<!-- /x -->'],
		['the wrong order', '<!-- /x --> <!-- x -->'],
		['an end too many', `<!-- /x --> ${block}`],
		['two blocks', `${block}\n${block}`],
	])('refuses a page with %s', (_, page) => {
		expect(() => withBlock(page, 'x', 'new')).toThrow(/<!-- x --> and <!-- \/x -->/);
	});
});

describe('a stale file', () => {
	it('is none when nothing differs', () => {
		expect(firstDifference('a\nb\n', 'a\nb\n')).toBeUndefined();
	});

	it.each([
		['a\nb\nc', 'a\nB\nC', { line: 2, is: 'b', wouldBe: 'B' }],
		['a\n', 'a\nb\n', { line: 2, is: '', wouldBe: 'b' }],
		['a\nb\n', 'a\n', { line: 2, is: 'b', wouldBe: '' }],
		['a', 'a\nb', { line: 2, is: undefined, wouldBe: 'b' }],
		['a\nb', 'a', { line: 2, is: 'b', wouldBe: undefined }],
		['', 'a', { line: 1, is: '', wouldBe: 'a' }],
	])('%j, to be %j', (is, wouldBe, expected) => {
		expect(firstDifference(is, wouldBe)).toEqual(expected);
	});

	it('is named with the line and both texts, a long one cut off', () => {
		const text = staleText('docs/x.md', { line: 3, is: 'y'.repeat(500), wouldBe: undefined });
		expect(text).toMatch(/^docs\/x\.md is stale\. Line 3\n/);
		expect(text).toContain('y…”');
		expect(text).toContain('would be  the end of the file');
		expect(text.length).toBeLessThan(250);
	});
});
