/** The Output group: what the items of a result contain. */
import type { INodeProperties } from 'n8n-workflow';
import { optionGroup } from './options';

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const inputFields: readonly INodeProperties[] = [
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'None', value: 'none' },
			{ name: 'Selected', value: 'selected' },
		],
		default: 'none',
		description: 'Which fields of the input item to add to the result, such as a row ID',
	},
	{
		displayName: 'Fields to Include',
		name: 'inputFieldsToInclude',
		type: 'string',
		default: '',
		placeholder: 'e.g. rowId, title',
		displayOptions: { show: { includeInputFields: ['selected'] } },
		description: 'Names of the fields, separated by commas',
	},
];

const combineIntoOneItem: INodeProperties = {
	displayName: 'Combine Into One Item',
	name: 'combineIntoOneItem',
	type: 'boolean',
	default: false,
	description:
		'Whether to return all finished videos in one item, with where each starts, for a service that joins them',
};

export const output = optionGroup('output', 'Output', [
	combineIntoOneItem,
	...inputFields,
	{ ...simplify, displayOptions: { show: { combineIntoOneItem: [false] } } },
]);
/** The same for deleted tasks, of which the API says nothing more. */
export const outputOfDeletion = optionGroup('output', 'Output', inputFields);
