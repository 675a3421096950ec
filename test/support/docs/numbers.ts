/** The numbers that stand in the text of a document, and those that stand in the code. */
import { filesIn, read, withoutCode } from './papers';

const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const units = [
	...['days?', 'hours?', 'minutes?', 'seconds?', 's', 'MB', '%', 'p', 'xx', 'th'],
	...['times', 'videos?', 'executions?', 'items?', 'models?', 'pixels', 'pictures', 'images'],
	...['IDs', 'workers', 'cores', 'steps', 'ways', 'requests', 'callbacks'],
].join('|');
const unit = `(?:[ -]?(?:${units}))(?!\\w)`;
const digits = '\\d+(?:,\\d{3})*(?:\\.\\d+)*';

/** A date; a version of a model or of n8n; a number with its unit; a number. */
const written = new RegExp(
	[
		'\\d{4}-\\d\\d-\\d\\d',
		`Seedance ${digits}(?: (?:Pro|Lite|Fast))?`,
		`n8n ${digits}(?:\\.x)?`,
		`(?<![\\w.])\\$?${digits}(?:\\.x|${unit}|(?!\\w))`,
		// "The two" may be no count.
		`\\btwo${unit}|\\b(?:${words.slice(1).join('|')})\\b(?:${unit})?`,
	].join('|'),
	'gi',
);

const inDigits = (text: string) =>
	text.replace(/^[a-z]+/i, (word) => {
		const at = words.indexOf(word.toLowerCase());
		return at === -1 ? word : String(at + 2);
	});

/** Every number in the text of a page, with its unit; what the page's generator wrote is left out. */
export function numbersIn(page: string): readonly string[] {
	const text = withoutCode(page.replace(/<!-- (docs:[\w-]+) -->.*?<!-- \/\1 -->/gs, ''))
		.replace(/\]\([^)]*\)/g, ']')
		.replace(/^(?:#+ )?\d+\. /gm, '');
	return [...text.matchAll(written)].map(([number]) => inDigits(number));
}

const sources = ['seedance', 'nodes', 'simulator'].flatMap((folder) => filesIn(folder, '.ts'));

/**
 * The value of a constant that its module keeps to itself.
 * @param place the module and the constant, such as "look.shownWithinMs"
 */
export function constant(place: string): number {
	const [module = '', name = ''] = place.split('.');
	const files = sources.filter((file) => file.endsWith(`/${module}.ts`));
	const [value, ...others] = files.flatMap((file) => valueIn(read(file), name) ?? []);
	if (value === undefined || others.length > 0) throw new Error(`Which constant is ${place}?`);
	return value;
}

const numberOf = (text: string) =>
	/^\d/.test(text) ? Number(text.replaceAll('_', '')) : undefined;

/** The value of "name = 5 * minute" or "name: 300"; a factor may be a constant of the same file. */
function valueIn(source: string, name: string): number | undefined {
	const value = new RegExp(`\\b${name}(?: =|:) ([\\w.]+(?: \\* [\\w.]+)*)[;,\\s]`);
	const [, factors] = value.exec(source) ?? [];
	return factors
		?.split(' * ')
		.map((factor) => numberOf(factor) ?? valueIn(source, factor) ?? NaN)
		.reduce((product, factor) => product * factor);
}

/** What a file says where a pattern fits. */
export function factIn(file: string, pattern: RegExp): string {
	const [, fact] = pattern.exec(read(file)) ?? [];
	if (fact === undefined) throw new Error(`${file} has no ${pattern}`);
	return fact;
}
