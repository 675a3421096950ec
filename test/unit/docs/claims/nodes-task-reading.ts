/** Under Nodes: those that read tasks, the trigger, and tools. */
import { inNode, inUnit, onN8n } from '../proof';
import { held, untested } from './claim';
import type { Claim } from './claim';

const getResult: readonly Claim[] = [
	held(
		'**Get** reads the state of a task once',
		inNode('get-result', 'reads the status of the incoming taskId once'),
		inNode('get-result', 'returns an unfinished task as it is, without waiting'),
		inNode('get-result', 'hands a failed task on as data'),
	),
	held('*Fail When Task Failed*', inNode('get-result', 'fails for a failed task when asked to')),
	held(
		'**Get Many** lists the recent tasks',
		inNode('get-many', 'Return All: 250 tasks, each once, newest first, in three requests'),
	),
	held(
		'It finds what was paid for when n8n crashed',
		onN8n('kill-9'),
		onN8n('stop-while-submitting'),
	),
	held(
		'Each task comes out as with Get',
		inNode('get-many', 'are those of Get'),
		inNode('get-many-then-wait', 'waits for the tasks that Get Many has found'),
	),
	untested('the head of a list', '*Filters* narrow the list:'),
	held(
		'**Model** and **Status**',
		inNode('get-many', 'Model, and other models only when wanted'),
		inNode('get-many', 'Status'),
	),
	held(
		'Without a Model, tasks of models other',
		inNode('get-many', 'Model, and other models only when wanted'),
	),
	held(
		['**Since**: submitted then or later', 'A time without a zone'],
		inNode('get-many', 'Since, as n8n and people write dates'),
	),
	untested(
		'what WaveSpeedAI keeps and lists',
		'WaveSpeedAI keeps tasks for 7 days',
		'The list holds everything that the account',
	),
	held(
		'an error and never an empty list',
		inNode('get-many-trouble', '%j for good: says what, and that it proves nothing'),
	),
	held(
		'A task whose data is hard to read',
		inNode('get-many', 'of entries that nobody can read hold all that is known, beside the others'),
	),
];

const waiting: readonly Claim[] = [
	held(
		'Waits for the tasks of all incoming items together',
		inNode('wait-for-completion', 'waits for all incoming tasks together and keeps their order'),
		inNode('wait-for-completion', 'is an error at the deadline, with the id and what to do'),
	),
	held(
		'*If Task Fails* and *If Timeout Is Reached*',
		inNode('wait-for-completion', 'a failed task is an %s as chosen'),
		inNode('wait-for-completion', 'is an item at the deadline when the person chose so'),
	),
	held(
		'**Wait Using: Polling** keeps the execution running',
		inNode('wait-for-completion', 'waits for all incoming tasks together and keeps their order'),
	),
	held(
		"puts it to sleep in n8n's database",
		onN8n('suspend-production'),
		onN8n('suspend-two-tasks'),
		onN8n('suspend-lost-callback'),
		onN8n('suspend-kill-9'),
		inNode('resume-webhook', 'that is genuine and about its task wakes it'),
	),
	held(
		'The submit nodes have the same choice',
		inNode('suspend', 'is woken by the callback of its only task, and hands on what the API says'),
	),
	untested('a link', '[Which wait to choose, and what callbacks need](docs/waiting.md).'),
	held(
		'Items that need no request pass through both nodes',
		inNode('wait-for-completion', 'lets finished and failed items through without a request'),
		inNode('get-result', 'lets items through that need no request'),
		inNode('request-key', 'a skipped item passes through Wait for Completion and Get Result'),
	),
];

const trigger: readonly Claim[] = [
	held(
		'Starts a workflow when a task has ended',
		inNode('trigger', 'starts the workflow with the finished task and the reference'),
		inNode('trigger', 'tells of failed tasks, with the reason and without an error key'),
	),
	held(['Copy its *Production URL*', 'comes out as `reference`'], onN8n('trigger')),
	held(
		'Every callback is checked by its signature',
		onN8n('trigger'),
		inNode('trigger', 'does not believe a callback that the API contradicts'),
		inNode('trigger', 'starts once for a callback that comes again and again'),
		inUnit('webhook/callback-forgeries', 'with %s: unauthorized, and no secret is asked for'),
	),
	held('Seedance Get Result behind it brings the file', onN8n('trigger')),
	held(
		'n8n must be reachable over https',
		inNode('unreachable-n8n', 'refuses the Callback URL %s before anything is submitted'),
	),
];

const tools: readonly Claim[] = [
	held(
		'All nodes but the trigger can be tools',
		onN8n('load-and-run'),
		inNode('suspend-fallback', 'a submit node polls'),
		inNode('suspend-fallback', 'Wait for Completion polls'),
	),
	held('Let the model fill in the **Prompt**', onN8n('agent')),
	held('they take an expression', onN8n('agent'), onN8n('agent-corrects')),
	untested('advice', 'Choose the model yourself'),
	held(
		'A problem comes back as text',
		inNode('agent', 'a value out of range comes back as text, and the next call does better'),
		inNode('agent', '%s: a problem is text'),
		inNode('agent', 'repeated word for word: one task'),
		onN8n('agent-corrects'),
		onN8n('agent-repeats'),
	),
];

export const nodesTaskReading: readonly Claim[] = [...getResult, ...waiting, ...trigger, ...tools];
