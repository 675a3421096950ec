/** The field in which n8n draws the form of a model that has no fields of its own in the panel. */
import type { INodeProperties } from 'n8n-workflow';
import { catalogue } from '../../../seedance/models';
import { unlessChosen } from './conditions';

export const instead = 'Give its parameters in Model Options → Parameters (JSON).';
export const noSchema = `WaveSpeedAI does not list the parameters of this model. ${instead}`;

export const modelParameters: INodeProperties = {
	displayName: 'Model Parameters',
	name: 'modelParameters',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	// n8n makes "=<id>" of what is chosen when somebody turns to an expression. Its form would stay as long
	// as the expression has no value, and be sent to whatever model that then comes to.
	displayOptions: unlessChosen(
		catalogue.flatMap(({ id }) => [id, `=${id}`]),
		'model',
	),
	typeOptions: {
		loadOptionsDependsOn: ['model.value'],
		resourceMapper: {
			resourceMapperMethod: 'modelForm',
			mode: 'add',
			valuesLabel: 'Model Parameters',
			fieldWords: { singular: 'parameter', plural: 'parameters' },
			addAllFields: true,
			multiKeyMatch: false,
			supportAutoMap: false,
			noFieldsError: noSchema,
		},
	},
	description: 'The parameters that WaveSpeedAI lists for this model',
};
