/** docs/reference/options.md has every option of the nodes, under the heading of its group. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceImageToVideo } from '../../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { read } from '../../support/docs/papers';

const nodes = [
	new SeedanceTextToVideo(),
	new SeedanceImageToVideo(),
	new SeedanceGetResult(),
	new SeedanceWaitForCompletion(),
];
const entries = nodes.flatMap(({ description }) => {
	const collection = description.properties.find(({ name }) => name === 'options');
	return (collection?.options ?? []) as INodeProperties[];
});

const sections = new Map(
	read('docs/reference/options.md')
		.split(/^## /m)
		.slice(1)
		.map((section) => [section.split('\n')[0] ?? '', section] as const),
);

/** Parameters of models, which docs/reference/parameters.md has. */
const ofModels = ['Advanced', 'References'];

const fieldsOf = ({ displayName, options = [] }: INodeProperties) =>
	ofModels.includes(displayName)
		? []
		: (options as INodePropertyCollection[]).flatMap(({ values = [] }) =>
				values.map((field) => field.displayName),
			);

it('has a section for each group, and no other', () => {
	expect([...sections.keys()].sort()).toEqual(
		[...new Set(entries.map(({ displayName }) => displayName))].sort(),
	);
});

it.each([...new Map(entries.map((entry) => [entry.displayName, entry]))])(
	'%s: every field',
	(group, entry) => {
		const section = sections.get(group) ?? '';
		expect(fieldsOf(entry).filter((field) => !section.includes(`| ${field} |`))).toEqual([]);
	},
);
