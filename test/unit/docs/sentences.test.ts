import { sentencesOf } from './sentences';

const textsOf = (markdown: string) => sentencesOf(markdown).map(({ text }) => text);

it('sentences of a paragraph, also over several lines', () => {
	expect(textsOf('It waits. *Then* it\nends (at last). **Never twice.** n8n says so.')).toEqual([
		'It waits.',
		'*Then* it ends (at last).',
		'**Never twice.**',
		'n8n says so.',
	]);
});

it('a full stop inside a sentence ends nothing', () => {
	const whole =
		'A key, e.g. `{{ $json.id }}`, of 0.26 USD (v1.5), from 1.123 on: see docs/money.md.';
	expect(textsOf(whole)).toEqual([whole]);
});

it('entries of lists, rows of tables without their head, lines of code', () => {
	const markdown = [
		'- **One.** Two',
		'1. Three',
		'| I want | Use |',
		'| --- | --- |',
		'| a video. Now | a node |',
		'```bash',
		'# no heading',
		'```',
	];
	expect(textsOf(markdown.join('\n'))).toEqual([
		'**One.**',
		'Two',
		'Three',
		'| a video. Now | a node |',
		'# no heading',
	]);
});

it('knows the section, and leaves out headings and pictures', () => {
	const markdown =
		'# Title\n\nFirst.\n\n## A part\n\n![A picture. Of it](x.png)\n\n### Below\n\nSecond.';
	expect(sentencesOf(markdown)).toEqual([
		{ section: '', text: 'First.' },
		{ section: 'A part', text: 'Second.' },
	]);
});

it('leaves out what is generated, and nothing beside it', () => {
	const block = '<!-- docs:models -->\n\nWritten by a script.\n\n<!-- /docs:models -->';
	expect(textsOf(`Before.\n\n${block}\n\nAfter.`)).toEqual(['Before.', 'After.']);
});
