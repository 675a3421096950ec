/** The options about waiting and callbacks. */
import type { INodeProperties, NodeHint } from 'n8n-workflow';
import { bounds, notForAgents } from './conditions';
import { optionGroup } from './options';
import { runOptions } from './optionTable';

export const waitBy: INodeProperties = {
	displayName: 'Wait By',
	name: 'waitUsing',
	type: 'options',
	options: [
		{
			name: 'Pausing the Execution',
			value: 'suspend',
			description:
				'Store the execution and continue when the videos are ready. Uses no worker and survives a restart of n8n.',
		},
		{
			name: 'Polling',
			value: 'polling',
			description: 'Keep the execution running until the videos are ready. Best for minutes.',
		},
	],
	default: 'polling',
	displayOptions: notForAgents,
	description: 'How to wait for the videos',
};

export const timeoutMinutes: INodeProperties = {
	displayName: 'Timeout (Minutes)',
	name: 'timeoutMinutes',
	type: 'number',
	typeOptions: bounds(runOptions.timeoutMinutes),
	default: 60,
	description: 'How long to wait at most. The task keeps running at WaveSpeedAI after that.',
};

/** @param path where Wait By is */
export const recheckMinutes = (path: string): INodeProperties => ({
	displayName: 'Re-Check (Minutes)',
	name: 'recheckMinutes',
	type: 'number',
	typeOptions: bounds(runOptions.recheckMinutes),
	default: 1,
	displayOptions: { show: { [path]: ['suspend'] } },
	description:
		'How often a paused execution checks its videos when no callback arrives. With callbacks, a longer time saves requests.',
});

export const waiting = {
	...optionGroup('waiting', 'Waiting', [waitBy, timeoutMinutes, recheckMinutes('waitUsing')]),
	displayOptions: { hide: { '/return': ['taskId'] } },
};

/** The same for the node whose panel has the other two fields. */
export const waitingInBackground = {
	...optionGroup('waiting', 'Waiting', [recheckMinutes('/waitUsing')]),
	displayOptions: { show: { '/waitUsing': ['suspend'] } },
};

const whenCustom = { show: { notifyWhenDone: ['url'] } };

export const callback = {
	...optionGroup('callback', 'Callback', [
		{
			displayName: 'Notify When Ready',
			name: 'notifyWhenDone',
			type: 'options',
			options: [
				{
					name: 'Custom URL',
					value: 'url',
					description: 'Such as the Production URL of a Seedance Trigger in another workflow',
				},
				{
					name: 'Nothing',
					value: 'nothing',
					description: 'A paused execution only continues at its next check',
				},
				{
					name: 'This Execution',
					value: 'execution',
					description:
						'Continue this execution if it’s paused, here or in Seedance Wait for Completion. Your n8n must be reachable over https.',
				},
			],
			default: 'url',
			description:
				'Where to send a notification when the video is ready. Without this option, a paused execution is notified.',
		},
		{
			displayName: 'Callback URL',
			name: 'callbackUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://n8n.example.com/webhook/…/seedance',
			displayOptions: whenCustom,
			description: 'A public https URL. Every callback is signed.',
		},
		{
			displayName: 'Reference',
			name: 'reference',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.rowId }}',
			displayOptions: whenCustom,
			description:
				'Text that comes back with the callback, such as a row ID. Seedance Trigger returns it as reference.',
		},
	]),
	displayOptions: notForAgents,
};

const callbackValue = (name: string) =>
	`$parameter["options"]?.["callback"]?.["values"]?.["${name}"]`;

/** What n8n shows beside a node whose execution is paused. */
export const waitingNodeTooltip =
	'Waiting for the video. The execution continues by itself when it’s ready.';

/** Hints about callbacks that matter before a video is charged. */
export const callbackHints: NodeHint[] = [
	{
		message:
			'This Callback URL is a test URL. Use the Production URL of Seedance Trigger, and publish its workflow.',
		type: 'warning',
		location: 'ndv',
		whenToDisplay: 'beforeExecution',
		displayCondition: `={{ ${callbackValue('notifyWhenDone')} === "url" && String(${callbackValue('callbackUrl')}).includes("/webhook-test/") }}`,
	},
];

/** The node that n8n's builder should know beside those that create videos. */
export const relatedNodes = [
	{
		nodeType: 'n8n-nodes-seedance.seedanceWaitForCompletion',
		relationHint: 'Waits for videos that were started with Return set to Task ID',
	},
];
