import { byName } from '../../../nodes/shared/descriptions/conditions';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { submitNodes } from '../../support/models/submitNodes';

const descriptions = [
	...submitNodes.map(({ description }) => description),
	new SeedanceGetResult().description,
	new SeedanceWaitForCompletion().description,
	new SeedanceTrigger().description,
];

describe('byName', () => {
	const sorted = (names: readonly string[]) => [...names].sort(byName((name) => name));

	it('does not care for capital letters', () => {
		expect(sorted(['b', 'C', 'a', 'B'])).toEqual(['a', 'b', 'B', 'C']);
	});

	it('puts the shorter of two names first', () => {
		expect(sorted(['Seed Number', 'Seedance', 'Seed'])).toEqual([
			'Seed',
			'Seed Number',
			'Seedance',
		]);
	});

	it.each(descriptions)('puts the options of $displayName in the language’s order', (node) => {
		const collections = node.properties.filter(({ type }) => type === 'collection');
		expect(collections).not.toEqual([]);
		for (const { options = [] } of collections) {
			const names = options.map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});
});
