/** Which fields a panel shows for which model, according to n8n's own displayParameter. */
import type { INodeProperties } from 'n8n-workflow';
import {
	fieldsOf,
	modelOptionEntries,
	panelRows,
} from '../../../scripts/check-models/visible-fields';
import { camelCase, namesOf, nodesAndModels, submitNodes } from '../../support/models/submitNodes';

/** The fields that a beginner sees; all others are in Options. */
const inPanel = [
	...['prompt', 'duration', 'resolution', 'target_resolution'],
	...['aspect_ratio', 'generate_audio'],
];
/** The media of the panel, in its order: those that a model requires. */
const media = {
	'text-to-video': [],
	'image-to-video': ['image', 'images', 'reference_images', 'audio'],
	'video-to-video': ['video', 'image'],
};
/** The fields of Advanced that are no parameters. */
const forEveryModel = ['parametersJson', 'schema', 'uploadUrlsFirst'];
const lastRows = ['return', 'options'];

describe.each(nodesAndModels)('$mode node, model $id', ({ mode, description, record, id }) => {
	const names = Object.keys(record.parameters);
	const inMedia = media[mode].filter((name) => record.required.includes(name));

	it('shows one row for each panel parameter that the model has, in order', () => {
		const expected = [...inMedia, ...inPanel.filter((name) => names.includes(name))].map(camelCase);
		expect(namesOf(panelRows(description, id))).toEqual(['model', ...expected, ...lastRows]);
	});

	it('has one field in Advanced or References for each other parameter', () => {
		const expected = names
			.filter((name) => !inPanel.includes(name) && !inMedia.includes(name))
			.map(camelCase);
		const entries = namesOf(modelOptionEntries(description, id));
		expect([...entries].sort()).toEqual([...expected, ...forEveryModel].sort());
	});

	it('marks a panel field as required exactly if the model requires it', () => {
		const isModelField = (name: string) => !['model', ...lastRows].includes(name);
		const marked = panelRows(description, id).filter(
			(field) => isModelField(field.name) && field.required === true,
		);
		expect(namesOf(marked).sort()).toEqual(record.required.map(camelCase).sort());
		const options = modelOptionEntries(description, id);
		expect(options.filter(({ required }) => required === true)).toEqual([]);
	});

	it('has a value of the same field for every choice that it preselects', () => {
		for (const field of panelRows(description, id).filter(({ type }) => type === 'options')) {
			const values = (field.options ?? []).map((option) => 'value' in option && option.value);
			expect(values).toContain(field.default);
		}
	});
});

const modelsWithoutForm = [
	['no model', ''],
	['a listed id that n8n has just made an expression of', '=bytedance/seedance-2.0/image-to-video'],
] as const;

const unlistedModels = [
	['an expression', '={{ $json.model }}'],
	['an expression with a listed id in it', '={{ "bytedance/seedance-2.0/image-to-video" }}'],
	['an unlisted id', 'bytedance/seedance-9/text-to-video'],
	['an id that begins like a listed one', 'bytedance/seedance-2.0/image-to-video-2'],
	['an id that ends like a listed one', 'x/bytedance/seedance-2.0/image-to-video'],
	['a listed id with its dots replaced', 'bytedance/seedance-2x0/image-to-video'],
] as const;

const otherModels = [...modelsWithoutForm, ...unlistedModels];

describe.each(submitNodes)('$mode node, model not listed', ({ mode, description, defaultId }) => {
	const picture = mode === 'text-to-video' ? [] : [mode === 'image-to-video' ? 'image' : 'video'];

	it.each(modelsWithoutForm)('shows prompt and picture only for %s', (_, model) => {
		const rows = ['model', ...picture, 'prompt', ...lastRows];
		expect(namesOf(panelRows(description, model))).toEqual(rows);
	});

	it.each(unlistedModels)('shows prompt, picture and the generated form for %s', (_, model) => {
		const rows = ['model', ...picture, 'prompt', 'modelParameters', ...lastRows];
		expect(namesOf(panelRows(description, model))).toEqual(rows);
	});

	it.each(otherModels)('has no parameter in Options for %s', (_, model) => {
		expect(namesOf(modelOptionEntries(description, model))).toEqual(forEveryModel);
	});

	it('shows the same prompt and picture as for the default model', () => {
		const chosen = panelRows(description, defaultId);
		const ofExpression = panelRows(description, '={{ $json.model }}');
		const own = ofExpression.filter(({ name }) => ['prompt', ...picture].includes(name));
		expect(own).toHaveLength(picture.length + 1);
		for (const field of own) expect(chosen).toContain(field);
	});
});

describe.each(submitNodes)('$mode node', ({ description }) => {
	it('decides about fields of models by hiding, as a show would display all for an expression', () => {
		const entries = (description.properties.find(({ name }) => name === 'options')?.options ??
			[]) as INodeProperties[];
		const fields = [...description.properties, ...entries, ...entries.flatMap(fieldsOf)];
		const conditions = fields.flatMap(({ displayOptions }) =>
			Object.keys(displayOptions?.show ?? {}),
		);
		expect(conditions).toContain('/return');
		expect(conditions.filter((path) => /^\/?model$/.test(path))).toEqual([]);
	});
});
