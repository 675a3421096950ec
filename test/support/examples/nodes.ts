/** Compares the examples' nodes with the nodes' own descriptions. */
import { NodeHelpers } from 'n8n-workflow';
import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceImageToVideo } from '../../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceVideoToVideo } from '../../../nodes/SeedanceVideoToVideo/SeedanceVideoToVideo.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';

const all = [
	new SeedanceTextToVideo(),
	new SeedanceImageToVideo(),
	new SeedanceVideoToVideo(),
	new SeedanceGetResult(),
	new SeedanceWaitForCompletion(),
	new SeedanceTrigger(),
].map(({ description }) => description);

/** What a node type as n8n names it is; a node for an AI agent ends in "Tool". */
export function ownDescription(type: string): INodeTypeDescription | undefined {
	const name = type.replace(/^n8n-nodes-seedance\./, '').replace(/Tool$/, '');
	return all.find((description) => description.name === name);
}

/** What n8n adds to a node that an AI agent uses. */
const forAgents: INodeProperties = {
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	default: '',
};

/** The parameters that n8n keeps: those that the description has and shows for these values. */
export function keptParameters(node: INode, description: INodeTypeDescription): INodeParameters {
	const properties = node.type.endsWith('Tool')
		? [...description.properties, forAgents]
		: description.properties;
	return (
		NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description) ?? {}
	);
}

const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;
const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;
const isField = (option: object): option is INodeProperties => 'type' in option;

/** Every value that isn't one of its field's choices, as "field: value", except expressions. */
export function unknownChoices(
	properties: readonly INodeProperties[],
	values: Readonly<Record<string, unknown>>,
): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const fields = properties.filter((field) => field.name === name);
		const options = fields.flatMap((field) => field.options ?? []);
		if (fields.some(({ type }) => type === 'collection') && typeof value === 'object') {
			return unknownChoices(options.filter(isField), { ...value });
		}
		const groups = options
			.filter(isGroup)
			.filter((group) => Object.hasOwn(Object(value), group.name));
		if (groups.length > 0) {
			const { values: inGroup } = value as { values: object };
			return unknownChoices(
				groups.flatMap((group) => group.values),
				{ ...inGroup },
			);
		}
		const isChosen = fields.some(({ type }) => type === 'options' || type === 'multiOptions');
		if (!isChosen || String(value).startsWith('=')) return [];
		const choices: unknown[] = options.filter(isChoice).map((option) => option.value);
		const given: unknown[] = Array.isArray(value) ? value : [value];
		return given
			.filter((each) => !choices.includes(each))
			.map((each) => `${name}: ${String(each)}`);
	});
}
