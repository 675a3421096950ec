/** The fields of a node that the editor shows, according to n8n's own code. */
import { NodeHelpers } from 'n8n-workflow';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeTypeDescription,
	NodeParameterValueType,
} from 'n8n-workflow';

export interface VisibleField {
	readonly place: 'panel' | 'options';
	readonly field: INodeProperties;
}

/** The values of a node just added, with another model chosen if one is given. */
function nodeValues(
	{ properties }: INodeTypeDescription,
	model: string | undefined,
	changed: INodeParameters = {},
) {
	const values: INodeParameters = { ...changed };
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

const optionsOf = ({ properties }: INodeTypeDescription) =>
	(properties.find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];

/** The fields of a group, each variant of a model's parameter among them. */
export const fieldsOf = ({ options = [] }: INodeProperties): INodeProperties[] =>
	(options as INodePropertyCollection[]).flatMap(({ values = [] }) => values);

/**
 * The entries of Options that are offered, each with the fields that show once it's added.
 * @param changed values of the node other than a new node's
 */
export function optionGroups(
	description: INodeTypeDescription,
	model?: string,
	changed: INodeParameters = {},
): ReadonlyMap<string, readonly INodeProperties[]> {
	const parameters = nodeValues(description, model, changed);
	const isShown = (field: INodeProperties, path: string, values: INodeParameters) =>
		NodeHelpers.displayParameterPath({ parameters: values }, field, path, null, description);
	return new Map(
		optionsOf(description)
			.filter((entry) => isShown(entry, 'parameters.options', parameters))
			.map((entry) => {
				const options = changed['options'] as
					Record<string, { values?: INodeParameters }> | undefined;
				const presets = fieldsOf(entry).map((field) => [field.name, field.default]);
				const given = options?.[entry.name]?.values ?? {};
				const values = { ...(Object.fromEntries(presets) as INodeParameters), ...given };
				const within: INodeParameters = { ...parameters, options: { [entry.name]: { values } } };
				const path = `parameters.options.${entry.name}.values`;
				return [entry.name, fieldsOf(entry).filter((field) => isShown(field, path, within))];
			}),
	);
}

/** Fields of the panel and of Advanced that aren't parameters of the model. */
const notOfTheModel = new Set([
	...['model', 'return', 'options'],
	...['parametersJson', 'schema', 'uploadUrlsFirst'],
]);

/** The fields of a model's parameters in Options. */
export function modelOptionEntries(
	description: INodeTypeDescription,
	model: string,
): INodeProperties[] {
	const groups = optionGroups(description, model);
	return [...(groups.get('advanced') ?? []), ...(groups.get('references') ?? [])];
}

/** The fields for parameters of the model, wherever they are. */
export function modelFields(description: INodeTypeDescription, model: string): VisibleField[] {
	const all = [
		...panelRows(description, model).map((field) => ({ place: 'panel' as const, field })),
		...modelOptionEntries(description, model).map((field) => ({
			place: 'options' as const,
			field,
		})),
	];
	return all.filter(({ field }) => !notOfTheModel.has(field.name));
}
