/** The fields of Get Result's operations. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { defaultModel, offeredModels } from '../../../seedance/models';
import { offeredModes } from '../../../seedance/models/modes';
import { byName, when } from './conditions';

export const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Delete or Cancel',
			value: 'delete',
			description: 'Delete a video, or cancel it if it’s being generated',
			action: 'Delete or cancel video',
		},
		{
			name: 'Get',
			value: 'get',
			description: 'Get the status and the video of a task',
			action: 'Get task',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			description: 'List the tasks of the last 7 days, such as those of a crashed execution',
			action: 'Get many tasks',
		},
	],
	default: 'get',
	description: 'Whether to get one task, list recent ones, or delete one',
};

/** The same field, shown only for one operation. */
export const onlyIn = (operationName: 'get' | 'getAll', field: INodeProperties) =>
	when('operation', [operationName], field);

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { operation: ['getAll'], returnAll: [false] } },
	description: 'Max number of results to return',
};

const initialModel = defaultModel['text-to-video'];

/** Every model that the submit nodes offer, by name. */
function modelChoices(): INodePropertyOptions[] {
	const models = offeredModes.flatMap(offeredModels);
	return models
		.map(({ displayName, id }) => ({ name: displayName, value: id, description: id }))
		.sort(byName(({ name }) => name));
}

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only tasks created at this time or later. WaveSpeedAI keeps tasks for 7 days.',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only tasks created at this time or earlier',
		},
		{
			displayName: 'Include Other Models',
			name: 'includeOtherModels',
			type: 'boolean',
			default: true,
			description:
				'Whether to list tasks of models other than Seedance, too. The Model filter takes precedence.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'options',
			options: modelChoices(),
			default: initialModel,
			description: 'Only tasks of this model. Use an expression for any other model ID.',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Cancelled', value: 'cancelled' },
				{ name: 'Completed', value: 'completed' },
				{ name: 'Created', value: 'created', description: 'Accepted, not started yet' },
				{ name: 'Failed', value: 'failed' },
				{ name: 'Processing', value: 'processing' },
				{ name: 'Timeout', value: 'timeout', description: 'WaveSpeedAI stopped trying' },
			],
			default: 'completed',
			description: 'Only tasks with this status',
		},
	],
};

/** The fields of Get Many in the order of the panel, except those about the output. */
export const rangeFields = [onlyIn('getAll', returnAll), limit];
export const filterFields = onlyIn('getAll', filters);
