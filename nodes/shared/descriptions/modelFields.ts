/**
 * The fields that depend on the model: the variants of each parameter and the models that show
 * them.
 */
import type { INodeProperties } from 'n8n-workflow';
import {
	catalogue,
	defaultModel,
	isUndocumented,
	mediaParameter,
	offeredModels,
} from '../../../seedance/models';
import type { ModelRecord, OfferedMode, Parameter } from '../../../seedance/models';
import { onlyFor } from './conditions';
import { optionGroup } from './options';
import { inPanel, mainMedia, optionNames, otherMedia, parameterField } from './parameterField';

interface Variant {
	readonly parameter: Parameter;
	readonly isRequired: boolean;
	readonly models: string[];
}

/** The variants of one parameter: models grouped by identical field. */
function variants(name: string, models: readonly ModelRecord[]): Variant[] {
	const groups = new Map<string, Variant>();
	const groupOf = (parameter: Parameter, isRequired: boolean): Variant => {
		const key = JSON.stringify(parameterField(name, parameter, isRequired, true));
		const group = groups.get(key) ?? { parameter, isRequired, models: [] };
		groups.set(key, group);
		return group;
	};
	// Records share most of their parameters, and n8n's start waits for the fields, so each parameter
	// makes its field once.
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

/**
 * Fields of one parameter, each for its own models. An unlisted model or an expression shows none
 * of them.
 */
function boundFields(name: string, models: readonly ModelRecord[], isMain: boolean) {
	const path = isMain ? 'model' : '/model';
	return variants(name, models).map(({ parameter, isRequired, models: ids }): INodeProperties => ({
		...parameterField(name, parameter, isRequired, isMain),
		displayOptions: onlyFor(ids, path),
	}));
}

/** Fields that any model shows. Unlisted models use the default model's variant. */
function openFields(names: readonly string[], models: readonly ModelRecord[], fallback: string) {
	const all = names.flatMap((name) => variants(name, models).map((variant) => ({ name, variant })));
	const standIn = all.find(({ variant }) => variant.models.includes(fallback));
	const ofStandIn = new Set(standIn?.variant.models);
	// Models with another variant, and those without such a parameter.
	const elsewhere = models.map(({ id }) => id).filter((id) => !ofStandIn.has(id));
	return all.map(({ name, variant }): INodeProperties => {
		const field = parameterField(name, variant.parameter, variant.isRequired, true);
		const isStandIn = variant === standIn?.variant;
		if (isStandIn && elsewhere.length === 0) return field;
		const displayOptions = isStandIn
			? { hide: { model: elsewhere } }
			: onlyFor(variant.models, 'model');
		return { ...field, displayOptions };
	});
}

/**
 * The panel's fields that depend on the model: main image or video (if the mode has one), prompt,
 * and so on.
 */
export function panelFields(mode: OfferedMode): INodeProperties[] {
	const models = offeredModels(mode);
	const fallback = defaultModel[mode];
	return [
		...(mode === 'text-to-video' ? [] : openFields(mainMedia(models), models, fallback)),
		...otherMedia(models).flatMap((name) => boundFields(name, models, true)),
		...openFields(['prompt'], models, fallback),
		...inPanel.slice(1).flatMap((name) => boundFields(name, models, true)),
	];
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
				'What WaveSpeedAI lists for the model today, or what came with this node if the list can’t be read',
		},
		{
			name: 'Built-In',
			value: 'builtIn',
			description: 'What came with this node. Models that it doesn’t know aren’t checked.',
		},
	],
	default: 'automatic',
	description: 'Which definition of the model to check the parameters against',
};

const parametersJson: INodeProperties = {
	displayName: 'Parameters (JSON)',
	name: 'parametersJson',
	type: 'json',
	typeOptions: { rows: 4 },
	default: '{}',
	description: 'Parameters by their API names, such as {"seed": 7}. They override all fields.',
};

const uploadUrlsFirst: INodeProperties = {
	displayName: 'Upload URLs First',
	name: 'uploadUrlsFirst',
	type: 'boolean',
	default: false,
	description:
		'Whether to copy media given as URLs to WaveSpeedAI right away, for links that expire soon',
};

/** The Advanced group: parameters that aren't in the panel, JSON, and how they are checked. */
export function advanced(mode: OfferedMode): INodeProperties {
	const models = offeredModels(mode);
	return optionGroup('advanced', 'Advanced', [
		...optionNames(mode)
			.filter((name) => !isReference(name, models))
			.flatMap((name) => boundFields(name, models, false)),
		parametersJson,
		schema,
		uploadUrlsFirst,
	]);
}

/** Whether a parameter holds images, videos or audio. */
const isReference = (name: string, models: readonly ModelRecord[]) =>
	models.some(({ parameters: { [name]: parameter } }) =>
		parameter === undefined ? false : mediaParameter(parameter) !== undefined,
	);

/** The References group: media besides the main image, shown for the models that have some. */
export function references(mode: OfferedMode): INodeProperties {
	const models = offeredModels(mode);
	const names = optionNames(mode).filter((name) => isReference(name, models));
	const having = models.filter(({ parameters }) =>
		names.some((name) => Object.hasOwn(parameters, name)),
	);
	return {
		...optionGroup(
			'references',
			'References',
			names.flatMap((name) => boundFields(name, models, false)),
		),
		displayOptions: onlyFor(
			having.map(({ id }) => id),
			'/model',
		),
	};
}

// The field with the form of a model without fields in the panel.

export const instead = 'Enter its parameters in Options → Advanced → Parameters (JSON).';
export const noSchema = `WaveSpeedAI doesn’t list the parameters of this model. ${instead}`;

export const modelParameters: INodeProperties = {
	displayName: 'Model Parameters',
	name: 'modelParameters',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	// n8n turns the choice into "=<id>" when a person switches to an expression. Its form would stay
	// until the expression has a value, and be sent to whatever model that is.
	displayOptions: {
		hide: {
			model: [
				'',
				...catalogue
					.filter((record) => !isUndocumented(record))
					.flatMap(({ id }) => [id, `=${id}`]),
			],
		},
	},
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

/** WaveSpeedAI's page about a model. */
export const modelPage = (id: string) => `https://wavespeed.ai/models/${id}`;
