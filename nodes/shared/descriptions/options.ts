/** The groups of the Options collection that every submit node has, and the collection itself. */
import type { INodeProperties } from 'n8n-workflow';
import { bounds, byName } from './conditions';
import { itemOptions, moneyOptions, runOptions } from './optionTable';
import type { Group } from './parameterField';

/**
 * A group of options. One click adds it, and its fields show with their defaults.
 * @param fields in the order of the panel
 */
export const optionGroup = (
	name: Group,
	displayName: string,
	fields: readonly INodeProperties[],
): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: false },
	default: { values: {} },
	options: [{ displayName, name: 'values', values: [...fields] }],
});

/** The Options collection, in alphabetical order as n8n's conventions require. */
export function optionsCollection(options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options].sort(byName(({ displayName }) => displayName)),
	};
}

// Batching.

export const batching = optionGroup('batching', 'Batching', [
	{
		displayName: 'Videos per Item',
		name: 'videosPerItem',
		type: 'number',
		typeOptions: bounds(itemOptions.videosPerItem),
		default: 1,
		description:
			'How many videos to create for each item, each with another seed. Every video is charged.',
	},
	{
		displayName: 'Videos at Once',
		name: 'submitsAtOnce',
		type: 'number',
		typeOptions: bounds(runOptions.submitsAtOnce),
		default: 5,
		description:
			'How many videos to start at the same time. Slows down by itself when WaveSpeedAI limits your account.',
	},
	{
		displayName: 'Retry For (Minutes)',
		name: 'submitDeadlineMinutes',
		type: 'number',
		typeOptions: bounds(runOptions.submitDeadlineMinutes),
		default: 60,
		description:
			'How long to keep trying to start videos while WaveSpeedAI limits your account or can’t be reached. New accounts start 2 videos a minute, so 100 items take them 50 minutes. Manual executions give up on an unreachable API after 30 seconds.',
	},
]);

// Cost limits.

const manually = 'Only when you run the workflow in the editor';

export const costLimits = optionGroup('costLimits', 'Cost Limits', [
	{
		displayName: 'Max Cost (USD)',
		name: 'maximumCostUsd',
		type: 'number',
		typeOptions: { ...bounds(moneyOptions.maximumCostUsd), numberPrecision: 2 },
		default: 5,
		description:
			'No video is started if the items would bring the cost of this execution above this amount. Counts everything the execution has started, including earlier rounds of a loop. Leave empty for no maximum.',
	},
	{
		displayName: 'Min Balance (USD)',
		name: 'keepBalanceAboveUsd',
		type: 'number',
		typeOptions: { ...bounds(moneyOptions.keepBalanceAboveUsd), numberPrecision: 2 },
		default: 0,
		description:
			'No video is started if your balance would fall below this amount. 0 means no limit.',
	},
	{
		displayName: 'Allow Unknown Prices',
		name: 'allowUnknownPrices',
		type: 'boolean',
		default: false,
		description:
			'Whether to start videos whose price WaveSpeedAI doesn’t tell. They count as $0 toward the limits.',
	},
	{
		displayName: 'Live Quote',
		name: 'liveQuote',
		type: 'options',
		options: [
			{
				name: 'Always',
				value: 'always',
				description: 'In every execution. One request for each different price, at no charge.',
			},
			{ name: 'In Manual Executions', value: 'manual', description: manually },
			{
				name: 'Never',
				value: 'never',
				description: 'Use published prices. A maximum cost asks for live prices anyway.',
			},
		],
		default: 'manual',
		description: 'When to ask WaveSpeedAI for the price before a video is started',
	},
]);

export const previewOnly: INodeProperties = {
	displayName: 'Preview Only (Dry Run)',
	name: 'previewOnly',
	type: 'options',
	options: [
		{ name: 'Always', value: 'always', description: 'Never start a video with this node' },
		{ name: 'In Manual Executions', value: 'manual', description: manually },
	],
	default: 'manual',
	description: 'When to return the request and its price instead of starting a video',
};

// Error handling.

const failsItem = 'The item fails, as set in On Error';

const ifTaskFails = (preset: 'error' | 'item'): INodeProperties => ({
	displayName: 'If Task Fails',
	name: 'ifTaskFails',
	type: 'options',
	options: [
		{ name: 'Error', value: 'error', description: failsItem },
		{ name: 'Return Item', value: 'item', description: 'Return the status and the reason' },
	],
	default: preset,
	description: 'What to do when WaveSpeedAI can’t make the video',
});

const ifTimeoutIsReached: INodeProperties = {
	displayName: 'If Timeout Is Reached',
	name: 'ifTimeoutIsReached',
	type: 'options',
	options: [
		{
			name: 'Cancel Task',
			value: 'cancel',
			description:
				'Cancel the task and return it with "timedOut": true. WaveSpeedAI decides whether anything is refunded.',
		},
		{
			name: 'Error',
			value: 'error',
			description: `${failsItem}. The task keeps running.`,
		},
		{
			name: 'Return Item',
			value: 'item',
			description: 'Return the task with "timedOut": true. The task keeps running.',
		},
	],
	default: 'error',
	description: 'What to do when the video isn’t ready in time',
};

const ifFlaggedNsfw: INodeProperties = {
	displayName: 'If Flagged NSFW',
	name: 'ifFlaggedNsfw',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description: `${failsItem}. You’re charged for the video.`,
		},
		{ name: 'Return Item', value: 'continue', description: 'Return the video with "nsfw": true' },
	],
	default: 'error',
	description: 'What to do when a finished video is flagged as not safe for work',
};

const ifDownloadFails: INodeProperties = {
	displayName: 'If Download Fails',
	name: 'ifDownloadFails',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description: `${failsItem}. A retry only downloads.`,
		},
		{
			name: 'Return Item',
			value: 'item',
			description: 'Return the URL, a warning, and the reason as downloadError',
		},
	],
	default: 'item',
	displayOptions: { show: { '/return': ['file'] } },
	description: 'What to do when the video is ready but can’t be downloaded',
};

const ifOutcomeIsUnknown: INodeProperties = {
	displayName: 'If Outcome Is Unknown',
	name: 'ifOutcomeIsUnknown',
	type: 'options',
	options: [
		{
			name: 'Start Again',
			value: 'submitAgain',
			description: 'Start the video again. You may be charged twice.',
		},
		{
			name: 'Stop',
			value: 'stop',
			description: 'Start nothing for this item until you’ve checked. You may have been charged.',
		},
	],
	default: 'stop',
	description:
		'What a retry does with an item whose connection broke before WaveSpeedAI confirmed the video',
};

/** @param node what the node does with tasks */
export const errorHandling = (node: 'creates' | 'waits' | 'reads'): INodeProperties =>
	optionGroup('errorHandling', 'Error Handling', [
		ifTaskFails(node === 'reads' ? 'item' : 'error'),
		...(node === 'reads' ? [] : [ifTimeoutIsReached]),
		ifFlaggedNsfw,
		ifDownloadFails,
		...(node === 'creates' ? [ifOutcomeIsUnknown] : []),
	]);

/** The same for a list, whose tasks are listed as they are. */
export const errorHandlingOfList = optionGroup('errorHandling', 'Error Handling', [
	ifDownloadFails,
]);

// Prevent duplicates.

export const preventDuplicates = optionGroup('preventDuplicates', 'Prevent Duplicates', [
	{
		displayName: 'Request Key',
		name: 'requestKey',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.recordId }}',
		hint: 'One video per key, in all executions of this workflow',
		description:
			'What identifies this video, such as a row ID. A later item with the same key gets the same video, or the status "skipped" if it can’t be found. Nodes that use the same key share its video, so add something to it.',
	},
]);
