/** The fields of a node that the editor shows, according to n8n's own code. */
import { NodeHelpers } from 'n8n-workflow';
import type {
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
	NodeParameterValueType,
} from 'n8n-workflow';

export interface VisibleField {
	readonly place: 'panel' | 'modelOptions';
	readonly field: INodeProperties;
}

/** The fields of a submit node that aren't parameters of the model. */
const notOfTheModel = new Set([
	'model',
	'waitForCompletion',
	'downloadVideo',
	'modelOptions',
	'options',
	'parametersJson',
	'schema',
]);

/** The values of a node just added, with another model chosen if one is given. */
function nodeValues({ properties }: INodeTypeDescription, model: string | undefined) {
	const values: INodeParameters = {};
	for (const { name, type, default: preset } of properties) {
		// n8n marks the default of a resource locator in the same way when a node is added.
		const isLocator = type === 'resourceLocator' && typeof preset === 'object';
		values[name] ??= isLocator ? ({ __rl: true, ...preset } as NodeParameterValueType) : preset;
	}
	if (model !== undefined) values['model'] = { __rl: true, mode: 'list', value: model };
	return values;
}

/** The rows of the panel, collections included; without a model, those of a new node. */
export function panelRows(description: INodeTypeDescription, model?: string): INodeProperties[] {
	const values = nodeValues(description, model);
	return description.properties.filter((field) =>
		NodeHelpers.displayParameter(values, field, null, description),
	);
}

/** The entries that the Model Options collection offers for a model. */
export function modelOptionEntries(
	description: INodeTypeDescription,
	model: string,
): INodeProperties[] {
	const collection = description.properties.find(({ name }) => name === 'modelOptions');
	const entries = (collection?.options ?? []) as INodeProperties[];
	const values = { parameters: nodeValues(description, model) };
	const path = 'parameters.modelOptions';
	return entries.filter((field) =>
		NodeHelpers.displayParameterPath(values, field, path, null, description),
	);
}

/** The fields for parameters of the model, wherever they are. */
export function modelFields(description: INodeTypeDescription, model: string): VisibleField[] {
	const all = [
		...panelRows(description, model).map((field) => ({ place: 'panel' as const, field })),
		...modelOptionEntries(description, model).map((field) => ({
			place: 'modelOptions' as const,
			field,
		})),
	];
	return all.filter(({ field }) => !notOfTheModel.has(field.name));
}
