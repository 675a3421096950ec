/** Parameters of our nodes as n8n saves them, from the short form that tests write. */
import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import {
	getResult,
	imageToVideo,
	textToVideo,
	waitForCompletion,
} from '../../nodes/shared/descriptions/panels';

const panels = [textToVideo, imageToVideo, getResult, waitForCompletion];

/** The entries of the Options collections. */
const entries = panels
	.flatMap(({ properties }) => properties.filter(({ name }) => name === 'options'))
	.flatMap(({ options = [] }) => options as INodeProperties[]);

const fieldsOf = ({ options = [] }: INodeProperties): INodeProperties[] =>
	(options as INodePropertyCollection[]).flatMap(({ values }) => values);

const groups = entries.filter(({ type }) => type === 'fixedCollection');
const isEntry = new Set(entries.map(({ name }) => name));
const groupOf = new Map(
	groups.flatMap((group) => fieldsOf(group).map(({ name }) => [name, group.name] as const)),
);

/** Options as n8n saves them: each in its group. What no panel has goes into Advanced. */
export function inGroups(flat: IDataObject): IDataObject {
	const options: Record<string, IDataObject[string]> = {};
	for (const [name, value] of Object.entries(flat)) {
		if (isEntry.has(name)) {
			options[name] = value;
			continue;
		}
		const group = groupOf.get(name) ?? 'advanced';
		const known = (options[group] as { values?: IDataObject } | undefined)?.values;
		options[group] = { values: { ...known, [name]: value } };
	}
	return options;
}

/**
 * The parameters of a node, with `options` written flat. Unless a test says otherwise, the node
 * returns the URL and asks for no price, so that the simulator's journal has what the test is about.
 */
export function panelParameters({ options, ...fields }: IDataObject): IDataObject {
	const given = typeof options === 'object' ? (options as IDataObject) : {};
	// n8n adds the defaults of a group's other fields, of which one is a maximum.
	const noPrices = { liveQuote: 'never', maximumCostUsd: null };
	return {
		return: 'url',
		...fields,
		options: typeof options === 'string' ? options : inGroups({ ...noPrices, ...given }),
	};
}
