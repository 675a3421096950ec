/** README as a list of sentences, so that each can be asked for the test that holds it. */

export interface Sentence {
	/** The heading of the second level that it stands under; "" before the first. */
	readonly section: string;
	readonly text: string;
}

interface Block {
	readonly section: string;
	readonly text: string;
	/** Rows of tables and lines of code aren't split. */
	readonly isWhole: boolean;
}

const isTableRow = (line: string | undefined) => line?.trimStart().startsWith('|') === true;
const isRule = (line: string | undefined) => /^\s*\|[\s|:-]+$/.test(line ?? '');
const marker = /^\s*(?:[-*]|\d+\.)\s+/;

/** Paragraphs, list entries, rows of tables (without their heads) and lines of code. */
function blocksOf(markdown: string): Block[] {
	const blocks: Block[] = [];
	let section = '';
	let paragraph: string[] = [];
	let isCode = false;
	const end = () => {
		if (paragraph.length > 0) blocks.push({ section, text: paragraph.join(' '), isWhole: false });
		paragraph = [];
	};
	const lines = markdown.split('\n');
	for (const [i, line] of lines.entries()) {
		const isFence = line.startsWith('```');
		if (isFence) isCode = !isCode;
		const isHead = isTableRow(line) && isRule(lines[i + 1]);
		const isNothing = isFence || isHead || isRule(line) || /^!\[/.test(line) || line.trim() === '';
		const isHeading = !isCode && /^#{1,6} /.test(line);
		const isOwnBlock = isCode || isTableRow(line);
		if (isNothing || isHeading || isOwnBlock || marker.test(line)) end();
		if (isHeading && /^## /.test(line)) section = line.slice(3).trim();
		if (isNothing || isHeading) continue;
		if (isOwnBlock) blocks.push({ section, text: line.trim(), isWhole: true });
		else paragraph.push(line.replace(marker, '').trim());
	}
	end();
	return blocks;
}

/** A full stop, which may have closing marks behind it; "e.g." ends no sentence. */
const end = /(?<=[.!?][*_"”’)\]`]*)(?<!\b(?:e\.g|i\.e)\.)/;
/** How a sentence begins: with a capital, a number, a piece of code, or n8n's name. */
const start = /(?=[*_"“‘([]*(?:[A-Z0-9…`]|n8n\b))/;
const between = new RegExp(`${end.source}\\s+${start.source}`);

/** What `npm run docs` writes between two comments is held by its own tests. */
const generated = /<!-- (docs:\w+) -->[\s\S]*?<!-- \/\1 -->/g;

/** The sentences of a Markdown text, in order. Headings, images and generated blocks have none. */
export const sentencesOf = (markdown: string): Sentence[] =>
	blocksOf(markdown.replace(generated, '')).flatMap(({ section, text, isWhole }) =>
		(isWhole ? [text] : text.split(between)).map((part) => ({ section, text: part })),
	);
