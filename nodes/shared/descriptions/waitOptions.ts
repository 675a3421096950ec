/** The options about waiting and callbacks. */
import type { INodeProperties, NodeHint } from 'n8n-workflow';
import { bounds } from './conditions';
import { runOptions } from './optionTable';

export const waitUsing: INodeProperties = {
	displayName: 'Wait Using',
	name: 'waitUsing',
	type: 'options',
	options: [
		{
			name: 'Polling',
			value: 'polling',
			description: 'Keep the execution running and ask until the tasks are finished',
		},
		{
			name: 'Suspended Execution',
			value: 'suspend',
			description:
				'Put the execution to sleep in the database. A callback or a timer wakes it; it outlives a restart of n8n.',
		},
	],
	default: 'polling',
	description:
		'How to wait. Polling is quicker for a few minutes; a suspended execution holds no worker, however long it takes.',
};

export const recheckMinutes: INodeProperties = {
	displayName: 'Re-Check Every (Minutes)',
	name: 'recheckMinutes',
	type: 'number',
	typeOptions: bounds(runOptions.recheckMinutes),
	default: 1,
	description:
		'How long a suspended execution sleeps at most before it looks at its tasks. A callback wakes it earlier; where callbacks come, a longer time saves requests.',
};

/** A field that is shown only for suspended waits. */
export const whenSuspending = (path: string, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { [path]: ['suspend'] } },
});

export const notifyWhenDone: INodeProperties = {
	displayName: 'Notify When Done',
	name: 'notifyWhenDone',
	type: 'options',
	options: [
		{
			name: 'Custom URL',
			value: 'url',
			description: 'Call an address, e.g. that of a Seedance Trigger in another workflow',
		},
		{
			name: 'Nothing',
			value: 'nothing',
			description: 'Call nobody',
		},
		{
			name: 'This Execution',
			value: 'execution',
			description:
				'Wake this execution when it is suspended, here or in Seedance Wait for Completion. Needs an n8n that can be reached over https.',
		},
	],
	default: 'execution',
	description:
		'Whom WaveSpeedAI calls when a task has ended. Unless you choose, a node that waits by Suspended Execution has its own execution called, any other nothing.',
};

export const callbackUrl: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…/seedance',
	displayOptions: { show: { notifyWhenDone: ['url'] } },
	description:
		'The public https address to call, e.g. the Production URL of a Seedance Trigger. Every call is signed.',
};

export const reference: INodeProperties = {
	displayName: 'Reference',
	name: 'reference',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.rowId }}',
	displayOptions: { show: { notifyWhenDone: ['url'] } },
	description:
		'Any text that stands for this video, such as a row ID. It travels with the callback, protected against changes, and comes out of Seedance Trigger as reference.',
};

/** Hints about callbacks that matter before a task is charged. */
export const callbackHints: NodeHint[] = [
	{
		message:
			'The Callback URL is a test URL: it works only while its workflow listens for a test event. Copy the Production URL from the Seedance Trigger, and activate that workflow.',
		type: 'warning',
		location: 'ndv',
		whenToDisplay: 'beforeExecution',
		displayCondition:
			'={{ $parameter["options"]?.["notifyWhenDone"] === "url" && String($parameter["options"]?.["callbackUrl"]).includes("/webhook-test/") }}',
	},
];
