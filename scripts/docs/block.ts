/** A generated block in a page that people write, between two comments that name it. */

const markers = (name: string) => ({ begin: `<!-- ${name} -->`, end: `<!-- /${name} -->` });

/**
 * Replaces the text of the block in a page.
 * @throws Error when the page does not have the two comments, each once and in this order
 */
export function withBlock(page: string, name: string, content: string): string {
	const { begin, end } = markers(name);
	const [before = '', rest, ...moreBegins] = page.split(begin);
	const [, after, ...moreEnds] = (rest ?? '').split(end);
	if (after === undefined || moreBegins.length + moreEnds.length > 0 || before.includes(end)) {
		throw new Error(`The page needs ${begin} and ${end}, each once and in this order.`);
	}
	return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
