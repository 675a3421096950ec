/** The README's table of messages has what the code says, each under its own meaning for money. */
import { helpBlock, helps } from '../../../scripts/docs/helpBlock';
import { momentsOf } from '../../../scripts/docs/moments';
import { read } from '../../support/docs/papers';
import { producible } from '../../support/docs/producible';

const [, section = ''] = read('README.md').split('\n## Help\n');
const messages = section
	.split('\n## ')[0]
	?.split('\n')
	.filter((line) => /^\| (?!Message|---)/.test(line))
	.map((line) => line.split(' | ')[0]?.replace(/^\| /, '') ?? '');

/** A message of the table. "…" stands for variable parts. */
const pattern = (message: string) =>
	new RegExp(
		`^${message
			.split('…')
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.+')}$`,
		's',
	);

it('has five messages, and each is one that a node says', async () => {
	const said = await producible();
	const unsaid = (message: string) => !said.some((text) => pattern(message).test(text));
	expect(new Set(messages).size).toBe(5);
	expect(messages?.filter(unsaid)).toEqual([]);
	// Neither is the whole of a message.
	expect(['The video could not be …', 'Task … was not'].filter(unsaid)).toHaveLength(2);
});

it('takes each message from a moment that its cause has', () => {
	for (const { cause, moment } of helps) expect(momentsOf[cause]).toContain(moment);
});

it('stands in the README as the block has it', () => {
	expect(section).toContain(helpBlock());
});
