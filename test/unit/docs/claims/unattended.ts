import { inNode, inUnit, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

export const unattended: readonly Claim[] = [
	held(
		'Links end after 7 days',
		inUnit('task/small', '%s: seven days later'),
		inNode('text-to-video', 'turns a prompt and nothing else into a finished task'),
	),
	untested('advice', 'Download what you want to keep', '**Set *Maximum Cost', 'Across executions'),
	held(
		'The maximum counts what the whole execution has submitted',
		inNode('cost', 'counts what other nodes of the execution have submitted'),
		inNode('cost', 'counts all rounds of Loop Over Items'),
		inNode('agent', 'counts the calls of the execution, and says so in text'),
		inNode('agent', 'holds for calls side by side, too'),
	),
	held(
		'A sub-workflow is an execution of its own',
		inUnit('pricing/budget', 'knows nothing of other executions'),
	),
	held(
		['do not pay twice,**', 'The node remembers what it submitted'],
		inNode('ledger', 'submits only what was not accepted before'),
		inNode('ledger', '%s workflow: goes on where it ended'),
		inNode(
			'ledger',
			'a second time of the same execution: it finds what the first retry has submitted',
		),
		inNode('ledger', 'a task that failed for a server reason is submitted anew'),
		inNode('ledger', 'one that failed with %d is not'),
		onN8n('retry-original'),
		onN8n('retry-saved'),
		onN8n('retry-on-fail'),
	),
	held(
		"A loop's next round and an edited prompt are new videos",
		inNode('ledger', 'rounds with the very same item are as many videos'),
		inNode('ledger', 'an edited prompt is a new video; an edited timeout is not'),
	),
	held('each is new work', inNode('ledger', 'is new work'), onN8n('two-executions')),
	held(
		'With a **Request Key** such as a row ID',
		inNode('request-key', 'is submitted once in all executions; later items are given its video'),
		onN8n('request-key'),
		onN8n('request-key-retry'),
	),
	held(
		'When nobody can tell',
		inNode('errors', '%s: an unknown outcome is never sent twice'),
		inNode('ledger', 'an outcome nobody knows stops every further try, and says so'),
		inNode('socket-deaths', '$name: $outcome'),
	),
	held(
		'by its inputs, and goes on with it if it can be nobody else',
		inNode('look-up', '$kind: the task is found and its video handed out, paid for once'),
		inNode(
			'look-up',
			'with a twin of somebody else: nothing is adopted, both are named with their times',
		),
	),
	held(
		'Otherwise the error names what it may be',
		inNode('look-up', '%s: nothing is adopted, the task is named'),
	),
	held('a retry looks again', inNode('look-up', 'looks again and finds it (%s)')),
	held(
		'set *If Outcome Is Unknown* to *Submit Again*',
		inNode('ledger', 'unless the person chose to submit again'),
	),
	held(
		'as `seedance_tasks` in the',
		inNode('partial-failure', 'every id is in the data of the error, and twenty in its words'),
		inNode('partial-failure', 'custom data takes about 50 ids and leaves room for others'),
		onN8n('stop'),
	),
	held(
		'even when the wait runs out of time',
		inNode('wait-for-completion', 'is an error at the deadline, with the id and what to do'),
	),
	held(
		'n8n keeps nothing of a node that was running',
		onN8n('kill-9'),
		onN8n('request-key-crash'),
		onN8n('kill-9-in-a-loop'),
	),
	held('*Get Many* finds every task', onN8n('kill-9'), onN8n('request-key-crash')),
	held('keeps the rounds that were done', onN8n('kill-9-in-a-loop')),
	held('A *suspended* wait outlives the restart', onN8n('suspend-kill-9')),
	held(
		['When one item fails', 'A retry continues from there', 'the other items go on'],
		inNode(
			'partial-failure',
			'nothing new starts, what is under way is entered, the error names it, a retry goes on',
		),
		inNode('partial-failure', 'what every item would meet stops the rest, also with Continue'),
		inUnit('task/submit-all', '%s: the others are submitted when the run goes on'),
	),
	held(
		['New accounts may make 2 videos a minute', 'the node pauses and retries'],
		inNode(
			'account-pace',
			'all items are submitted at the pace of the account, each once, without an error',
		),
		inNode(
			'account-pace',
			'until the submit deadline; then the error says how far it came, and why',
		),
		inUnit('task/account-pace', '%s: all accepted, within 1.1 of the ideal'),
	),
];
