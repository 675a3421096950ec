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

it('has each message once, and each is one that a node says', async () => {
	const said = await producible();
	const unsaid = (message: string) => !said.some((text) => pattern(message).test(text));
	expect(messages.length).toBeGreaterThan(10);
	expect(new Set(messages).size).toBe(messages.length);
	expect(messages.filter(unsaid)).toEqual([]);
	// Neither is the whole of a message.
	expect(['The video could not be …', 'Task … was not'].filter(unsaid)).toHaveLength(2);
});
