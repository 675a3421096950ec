/** The Model field, and the hints about the chosen model. */
import type { ILoadOptionsFunctions, INodeProperties, NodeHint } from 'n8n-workflow';
import {
	defaultModel,
	findModel,
	isLowConfidence,
	offeredModels,
	pickerName,
} from '../../../seedance/models';
import type { OfferedMode } from '../../../seedance/models';
import { modelIdPattern } from '../../../seedance/models/index';
import { modelPage } from './modelFields';

// The editor methods of nodes with a Model field.

/** The editor methods of a mode's node. */
export const modelMethods = (mode: OfferedMode) => ({
	listSearch: {
		async searchModels(this: ILoadOptionsFunctions, filter?: string) {
			const { liveModelsFor, searchModels } = await import('../running');
			return searchModels(mode, filter, await liveModelsFor(this));
		},
	},
	resourceMapping: {
		async modelForm(this: ILoadOptionsFunctions) {
			const { askForModelForm } = await import('../running');
			return await askForModelForm(this, mode);
		},
	},
});

/**
 * The chosen ID. In expressions a resource locator is its value, except when n8n hasn't stored it
 * yet.
 */
const chosenId = '($parameter["model"]?.value ?? $parameter["model"])';

/** The model under the node's name on the canvas. */
export const modelSubtitle = `={{ ${chosenId}.replace("bytedance/seedance-", "") }}`;

export function modelField(mode: OfferedMode): INodeProperties {
	const id = defaultModel[mode];
	const record = findModel(id);
	return {
		displayName: 'Model',
		name: 'model',
		type: 'resourceLocator',
		default: {
			__rl: true,
			mode: 'list',
			value: id,
			cachedResultName: record === undefined ? id : pickerName(record),
			cachedResultUrl: modelPage(id),
		},
		required: true,
		description: 'The Seedance model that makes the video; quality, options and price depend on it',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a model',
				typeOptions: { searchListMethod: 'searchModels', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${id}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: modelIdPattern.source,
							errorMessage: 'A model ID looks like bytedance/seedance-2.5/text-to-video',
						},
					},
				],
			},
		],
	};
}

const isChosen = (ids: readonly string[]) => `={{ ${JSON.stringify(ids)}.includes(${chosenId}) }}`;

/** Hints about the chosen model that matter before a video is charged. */
export function modelHints(mode: OfferedMode): NodeHint[] {
	const models = offeredModels(mode);
	const ids = (wanted: typeof models) => wanted.map(({ id }) => id);
	return [
		{
			message:
				'The parameters of this model come from sources other than its own pages. WaveSpeedAI may refuse some of them; a refused request costs nothing.',
			type: 'info',
			location: 'ndv',
			whenToDisplay: 'beforeExecution',
			displayCondition: isChosen(ids(models.filter(isLowConfidence))),
		},
		{
			message:
				'This model is being retired by its provider and may stop working. Newer models are at the top of the list.',
			type: 'warning',
			location: 'ndv',
			whenToDisplay: 'beforeExecution',
			displayCondition: isChosen(ids(models.filter(({ retiring }) => retiring !== undefined))),
		},
	];
}
