/** The entries of the Options collections. Their names make the alphabetical order group them. */
import type { INodeProperties } from 'n8n-workflow';
import { bounds, byName, when } from './conditions';
import { moneyOptions as options, runOptions } from './optionTable';

const ifTaskFails: INodeProperties = {
	displayName: 'If Task Fails',
	name: 'ifTaskFails',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description: 'The item fails, as the On Error setting says',
		},
		{
			name: 'Return Item',
			value: 'item',
			description: 'The item comes out with its status and the reason',
		},
	],
	default: 'error',
	description: 'What to do when the API ends a task without a video',
};

const ifTimeoutIsReached: INodeProperties = {
	displayName: 'If Timeout Is Reached',
	name: 'ifTimeoutIsReached',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description: 'The item fails, as the On Error setting says; its task goes on at WaveSpeedAI',
		},
		{
			name: 'Return Item',
			value: 'item',
			description: 'The item comes out with its status and timedOut: true',
		},
	],
	default: 'error',
	description: 'What to do when a task is not finished in time',
};

const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'None', value: 'none' },
		{ name: 'Selected', value: 'selected' },
	],
	default: 'none',
	description: 'Which fields of the incoming item the result carries along, e.g. a row ID',
};

const inputFieldsToInclude: INodeProperties = {
	displayName: 'Input Fields to Include',
	name: 'inputFieldsToInclude',
	type: 'string',
	default: '',
	placeholder: 'e.g. rowId, title',
	displayOptions: { show: { includeInputFields: ['selected'] } },
	description: 'Names of the fields that come along, separated by commas',
};

export const requestKey: INodeProperties = {
	displayName: 'Request Key',
	name: 'requestKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.recordId }}',
	hint: 'One key is one video in all executions of this workflow',
	description:
		'Text or number that stands for this video, such as a row ID. A key is submitted once in all executions of this workflow: an item that comes with it later is given the same video, or the status "skipped" when that cannot be found. Nodes that use the same value share its video: add something to it.',
};

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const ifOutcomeIsUnknown: INodeProperties = {
	displayName: 'If Outcome Is Unknown',
	name: 'ifOutcomeIsUnknown',
	type: 'options',
	options: [
		{
			name: 'Stop',
			value: 'stop',
			description: 'Submit nothing for this item until you have looked: it may be paid for already',
		},
		{
			name: 'Submit Again',
			value: 'submitAgain',
			description: 'Submit it once more in a retry, at the risk of paying twice',
		},
	],
	default: 'stop',
	description:
		'What a retry does with an item whose connection died before anybody could tell whether it was accepted',
};

export const submitsAtOnce: INodeProperties = {
	displayName: 'Submits at Once',
	name: 'submitsAtOnce',
	type: 'number',
	typeOptions: bounds(runOptions.submitsAtOnce),
	default: 5,
	description:
		'How many items are submitted side by side. The node slows down by itself when the API asks for it.',
};

export const uploadUrlsFirst: INodeProperties = {
	displayName: 'Upload URLs First',
	name: 'uploadUrlsFirst',
	type: 'boolean',
	default: false,
	description:
		'Whether to fetch media given as web addresses now and upload them to WaveSpeedAI, for links that expire before the video is made',
};

/** The options of every node about its output items. */
export const outputOptions = [includeInputFields, inputFieldsToInclude, simplify];

/** The options of every node that waits about tasks without a video. */
export const endingOptions = [ifTaskFails, ifTimeoutIsReached];

export const timeoutMinutes: INodeProperties = {
	displayName: 'Timeout (Minutes)',
	name: 'timeoutMinutes',
	type: 'number',
	typeOptions: bounds(runOptions.timeoutMinutes),
	default: 60,
	description: 'How long to wait at most. The task goes on at WaveSpeedAI even after that.',
};

export const submitDeadline: INodeProperties = {
	displayName: 'Submit Deadline (Minutes)',
	name: 'submitDeadlineMinutes',
	type: 'number',
	typeOptions: bounds(runOptions.submitDeadlineMinutes),
	default: 60,
	description:
		'For how long to go on submitting while the API asks to slow down or cannot be reached. A new account may submit 2 videos a minute: 100 items take it 50 minutes. A manual run gives up on an unreachable API after 30 seconds.',
};

/** The same option, shown only while the node waits. */
export const whenWaiting = (field: INodeProperties): INodeProperties =>
	when('/waitForCompletion', true, field);

/** A collection of options in alphabetical order, as n8n's conventions require. */
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

// The options about cost limits.

const allowUnknownPrices: INodeProperties = {
	displayName: 'Allow Unknown Prices',
	name: 'allowUnknownPrices',
	type: 'boolean',
	default: false,
	displayOptions: { show: { maximumCostUsd: [{ _cnd: { exists: true } }] } },
	description:
		'Whether to submit also what WaveSpeedAI gives no price for; it then counts as 0 towards the maximum',
};

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'options',
	options: [
		{
			name: 'Always',
			value: 'always',
			description: 'Submit nothing; the items come out with what would be sent and its price',
		},
		{
			name: 'In Manual Runs',
			value: 'manual',
			description:
				'Submit nothing while you try out the workflow in the editor. Sub-workflows that it calls count as production.',
		},
		{
			name: 'Off',
			value: 'off',
			description: 'Submit',
		},
	],
	default: 'off',
	description: 'Whether to only show what would be submitted and what it would cost',
};

const keepBalanceAbove: INodeProperties = {
	displayName: 'Keep Balance Above (USD)',
	name: 'keepBalanceAboveUsd',
	type: 'number',
	typeOptions: { ...bounds(options.keepBalanceAboveUsd), numberPrecision: 2 },
	default: 0,
	description:
		'Nothing is submitted when the cost of the items would take the balance of the account below this amount, or when the balance cannot be read. What others spend in the same moment is not seen, and an item of unknown price counts as 0.',
};

const liveQuote: INodeProperties = {
	displayName: 'Live Quote',
	name: 'liveQuote',
	type: 'boolean',
	default: true,
	description:
		'Whether to ask WaveSpeedAI for the price of each item before it is submitted. Off, estimatedCostUsd comes from the published prices, where there are any.',
};

const maximumCost: INodeProperties = {
	displayName: 'Maximum Cost per Execution (USD)',
	name: 'maximumCostUsd',
	type: 'number',
	typeOptions: { ...bounds(options.maximumCostUsd), numberPrecision: 2 },
	default: 5,
	hint: 'In USD, for all that the execution submits. Turns Live Quote on.',
	description:
		'Nothing is submitted when the items would bring the cost of this execution above this amount. All that the execution has submitted counts, e.g. in earlier rounds of a loop.',
};

export const moneyOptions: readonly INodeProperties[] = [
	allowUnknownPrices,
	dryRun,
	keepBalanceAbove,
	liveQuote,
	maximumCost,
];
