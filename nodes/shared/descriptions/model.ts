/** The Model field, and the hints about the chosen model. */
import type { ILoadOptionsFunctions, INodeProperties, NodeHint } from 'n8n-workflow';
import {
	defaultModel,
	findModel,
	isLowConfidence,
	offeredModels,
	pickerName,
} from '../../../seedance/models';
import type { Mode, ModelRecord, OfferedMode } from '../../../seedance/models';
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

/** The editor methods of the nodes with a Task ID field. */
export const taskMethods = {
	listSearch: {
		async searchTasks(this: ILoadOptionsFunctions, filter?: string) {
			const { searchTasks } = await import('../running');
			return await searchTasks(this, filter);
		},
	},
};

/**
 * The chosen ID. In expressions a resource locator is its value, except when n8n hasn't stored it
 * yet.
 */
const chosenId = '($parameter["model"]?.value ?? $parameter["model"])';

/** "Seedance 2.0 Fast · 720p · 5 s": what stands under the node's name on the canvas. */
export const modelSubtitle = `={{ [${chosenId}.replace(/^.*?(?=seedance)/, "").replace(/\\/?(text|image)-to-video-?/, " ").replace(/[-\\/]+/g, " ").trim().replace(/(^|\\s)[a-z]/g, (c) => c.toUpperCase()), $parameter["resolution"], $parameter["duration"] ? $parameter["duration"] + " s" : ""].filter((part) => part).join(" · ") }}`;

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
		description: 'The Seedance model. Quality, options, and price depend on it.',
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
				// It has no pattern, because n8n gives a pattern 250 ms, and a busy machine that exceeds
				// them would fail the workflow. The ID is checked before anything is started.
				placeholder: `e.g. ${id}`,
			},
		],
	};
}

const isChosen = (ids: readonly string[]) => `={{ ${JSON.stringify(ids)}.includes(${chosenId}) }}`;

const about = (seconds: number) =>
	seconds < 60
		? 'less than a minute'
		: seconds < 90
			? 'about a minute'
			: `about ${Math.round(seconds / 60)} minutes`;

/** How long a video usually takes, a hint for each answer. */
function timeHints(models: readonly ModelRecord[]): NodeHint[] {
	const texts = [...new Set(models.map(({ typicalSeconds }) => about(typicalSeconds)))];
	return texts.map((text) => ({
		message: `Videos from this model are usually ready in ${text}.`,
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition: isChosen(
			models.filter(({ typicalSeconds }) => about(typicalSeconds) === text).map(({ id }) => id),
		),
	}));
}

/** How many videos an execution creates before a hint says that each is charged. */
const manyVideos = 5;

const videosPerItem = '$parameter["options"]?.["batching"]?.["values"]?.["videosPerItem"]';

const videosHint: NodeHint = {
	message: `This creates more than ${manyVideos} videos, and each of them is charged.`,
	type: 'warning',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: `={{ $input.all().length * (Number(${videosPerItem}) || 1) > ${manyVideos} }}`,
};

/** What is charged where that isn't only the length of the result. */
const chargedHints: ReadonlyArray<readonly [modes: readonly Mode[], message: string]> = [
	[
		['video-extend'],
		'The new seconds are charged. The file has your video and the new part in one.',
	],
	[['video-edit'], 'The seconds of your video and of the result are charged.'],
	[['motion-control', 'upscale'], 'The seconds of your video are charged.'],
	[['talking-avatar'], 'The seconds of the audio are charged.'],
];

function costHints(models: readonly ModelRecord[]): NodeHint[] {
	return chargedHints.flatMap(([modes, message]): NodeHint[] => {
		const ids = models.filter(({ mode }) => modes.includes(mode)).map(({ id }) => id);
		if (ids.length === 0) return [];
		return [
			{
				message,
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
				displayCondition: isChosen(ids),
			},
		];
	});
}

/** Hints that matter before a video is charged. */
export function modelHints(mode: OfferedMode): NodeHint[] {
	const models = offeredModels(mode);
	const ids = (wanted: typeof models) => wanted.map(({ id }) => id);
	return [
		videosHint,
		...timeHints(models),
		...costHints(models),
		{
			message:
				'WaveSpeedAI doesn’t document all parameters of this model. It may reject some of them; a rejected request isn’t charged.',
			type: 'info',
			location: 'ndv',
			whenToDisplay: 'beforeExecution',
			displayCondition: isChosen(ids(models.filter(isLowConfidence))),
		},
		{
			message:
				'This model is being retired and may stop working. Newer models are at the top of the list.',
			type: 'warning',
			location: 'ndv',
			whenToDisplay: 'beforeExecution',
			displayCondition: isChosen(ids(models.filter(({ retiring }) => retiring !== undefined))),
		},
	];
}
