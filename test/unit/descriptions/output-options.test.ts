/** What README promises of the options of every node. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { submitNodes } from '../../support/models/submitNodes';

const descriptions = [
	...submitNodes.map(({ description }) => description),
	new SeedanceGetResult().description,
	new SeedanceWaitForCompletion().description,
];

function optionsOf({ properties }: INodeTypeDescription): string[] {
	const collection = properties.find(({ name }) => name === 'options');
	return ((collection?.options ?? []) as INodeProperties[]).map(({ displayName }) => displayName);
}

it.each(descriptions.map((description) => [description.displayName, description] as const))(
	'%s: simplify the output, carry input fields along',
	(_, description) => {
		expect(optionsOf(description)).toEqual(
			expect.arrayContaining(['Simplify', 'Include Input Fields', 'Input Fields to Include']),
		);
	},
);

it('the trigger has no input, but simplifies', () => {
	const { description } = new SeedanceTrigger();
	expect(description.inputs).toEqual([]);
	expect(optionsOf(description)).toContain('Simplify');
	expect(optionsOf(description)).not.toContain('Include Input Fields');
});
