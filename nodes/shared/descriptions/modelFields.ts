/** The fields that follow the model: variants of each parameter, and which models show which. */
import type { INodeProperties } from 'n8n-workflow';
import {
	catalogue,
	defaultModel,
	mainImageParameter,
	offeredModels,
} from '../../../seedance/models';
import type { ModelRecord, OfferedMode, Parameter } from '../../../seedance/models';
import { byName, exceptFor, onlyFor, unlessChosen } from './conditions';
import { parameterField } from './parameterField';

/** Parameters that every beginner meets; the rest sits in Model Options. */
export const inPanel = ['prompt', 'duration', 'resolution', 'aspect_ratio', 'generate_audio'];

interface Variant {
	readonly parameter: Parameter;
	readonly isRequired: boolean;
	readonly models: string[];
}

/** The models of one parameter, grouped by identical field: what a person sees once is there once. */
function variants(name: string, models: readonly ModelRecord[]): Variant[] {
	const groups = new Map<string, Variant>();
	const groupOf = (parameter: Parameter, isRequired: boolean): Variant => {
		const key = JSON.stringify(parameterField(name, parameter, isRequired, true));
		const group = groups.get(key) ?? { parameter, isRequired, models: [] };
		groups.set(key, group);
		return group;
	};
	// Records share most of their parameters. Each makes its field once: every start of n8n waits for it.
	const whereRequired = new Map<Parameter, Variant>();
	const whereOptional = new Map<Parameter, Variant>();
	for (const { id, parameters, required } of models) {
		const parameter = parameters[name];
		if (parameter === undefined) continue;
		const isRequired = required.includes(name);
		const known = isRequired ? whereRequired : whereOptional;
		const group = known.get(parameter) ?? groupOf(parameter, isRequired);
		known.set(parameter, group);
		group.models.push(id);
	}
	return [...groups.values()];
}

/** Fields of one parameter, each for its models only; none for an unlisted model or an expression. */
function boundFields(name: string, models: readonly ModelRecord[], isMain: boolean) {
	const path = isMain ? 'model' : '/model';
	return variants(name, models).map(({ parameter, isRequired, models: ids }): INodeProperties => ({
		...parameterField(name, parameter, isRequired, isMain),
		displayOptions: onlyFor(ids, path),
	}));
}

/** Fields that are there for any model: the default model's variant stands in for unlisted ones. */
function openFields(names: readonly string[], models: readonly ModelRecord[], fallback: string) {
	const all = names.flatMap((name) => variants(name, models).map((variant) => ({ name, variant })));
	const standIn = all.find(({ variant }) => variant.models.includes(fallback));
	const others = all.filter((entry) => entry !== standIn);
	const elsewhere = others.flatMap(({ variant }) => variant.models);
	return all.map(({ name, variant }): INodeProperties => {
		const field = parameterField(name, variant.parameter, variant.isRequired, true);
		const isStandIn = variant === standIn?.variant;
		const displayOptions = isStandIn
			? exceptFor(elsewhere, 'model')
			: onlyFor(variant.models, 'model');
		return displayOptions === undefined ? field : { ...field, displayOptions };
	});
}

/** The names of the parameters that carry a main picture in some model of the mode. */
function mainImages(models: readonly ModelRecord[]): string[] {
	return [...new Set(models.flatMap((record) => mainImageParameter(record) ?? []))];
}

/** The panel's fields that follow the model: main picture (if the mode takes one), prompt, and so on. */
export function panelFields(mode: OfferedMode): INodeProperties[] {
	const models = offeredModels(mode);
	const fallback = defaultModel[mode];
	return [
		...(mode === 'image-to-video' ? openFields(mainImages(models), models, fallback) : []),
		...openFields(['prompt'], models, fallback),
		...inPanel.slice(1).flatMap((name) => boundFields(name, models, true)),
	];
}

/** Parameters of a mode that the panel does not show, in the catalogue's order. */
function optionNames(mode: OfferedMode): string[] {
	const models = offeredModels(mode);
	const shown = new Set([...inPanel, ...(mode === 'image-to-video' ? mainImages(models) : [])]);
	const names = new Set(models.flatMap(({ parameters }) => Object.keys(parameters)));
	return [...names].filter((name) => !shown.has(name));
}

const schema: INodeProperties = {
	displayName: 'Schema',
	name: 'schema',
	type: 'options',
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description:
				'What WaveSpeedAI lists for the model today; where the list cannot be had, what came with this node',
		},
		{
			name: 'Built-In',
			value: 'builtIn',
			description: 'What came with this node; models that it does not know are not checked',
		},
	],
	default: 'automatic',
	description: 'By which description of the model the parameters are checked before the submit',
};

const parametersJson: INodeProperties = {
	displayName: 'Parameters (JSON)',
	name: 'parametersJson',
	type: 'json',
	typeOptions: { rows: 4 },
	default: '{}',
	description: 'Parameters by their API names, e.g. {"seed": 7}. They win over all fields.',
};

/** The Model Options collection: what this model has besides the panel's fields. */
export function modelOptions(mode: OfferedMode): INodeProperties {
	const models = offeredModels(mode);
	const options = [
		...optionNames(mode).flatMap((name) => boundFields(name, models, false)),
		parametersJson,
		schema,
	].sort(byName(({ displayName }) => displayName));
	return {
		displayName: 'Model Options',
		name: 'modelOptions',
		type: 'collection',
		placeholder: 'Add model option',
		default: {},
		options,
	};
}

interface ParameterNames {
	readonly panel: readonly string[];
	readonly options: readonly string[];
}

// They are asked for once an item.
const namesByMode = new Map<OfferedMode, ParameterNames>();

/** The API names of all parameters that the node of this mode has a field for, by where the field is. */
export function parameterNames(mode: OfferedMode): ParameterNames {
	const known = namesByMode.get(mode);
	if (known !== undefined) return known;
	const pictures = mode === 'image-to-video' ? mainImages(offeredModels(mode)) : [];
	const names = { panel: [...pictures, ...inPanel], options: optionNames(mode) };
	namesByMode.set(mode, names);
	return names;
}

// The field in which n8n draws the form of a model that has no fields of its own in the panel.

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

/** Where WaveSpeedAI describes a model. */
export const modelPage = (id: string) => `https://wavespeed.ai/models/${id}`;
