/** Each message in the README is one that the code produces. */
import { read } from '../../support/docs/papers';
import { producible } from '../../support/docs/producible';

const [, section = ''] = read('README.md').split('\n## Troubleshooting\n');
const [table = ''] = section.split('\n## ');
const messages = table
	.split('\n')
	.filter((line) => /^\| (?!Message|---)/.test(line))
	.map((line) => line.split(' | ')[0]?.replace(/^\| /, '') ?? '');

/** A message of the table. "…" stands for variable parts, and a remark in brackets may follow. */
const pattern = (message: string) =>
	new RegExp(
		`^${message
			.split('…')
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.+')}(?: \\(.+\\))?$`,
		's',
	);

let said: readonly string[] = [];
beforeAll(async () => {
	said = await producible();
});

it('has a table of messages', () => {
	expect(messages.length).toBeGreaterThan(10);
	expect(new Set(messages).size).toBe(messages.length);
});

it.each(messages)('%s', (message) => {
	expect(said.filter((text) => pattern(message).test(text))).not.toEqual([]);
});

it('would find one out that nobody says', () => {
	expect(said.some((text) => pattern('The video could not be …').test(text))).toBe(false);
	expect(said.some((text) => pattern('Task … was not finished').test(text))).toBe(false);
});
