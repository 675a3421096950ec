/** Panels stay small: each has a limit of rows that it may show before anything is opened. */
import type { INodeProperties } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceVideoToVideo } from '../../../nodes/SeedanceVideoToVideo/SeedanceVideoToVideo.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { optionGroups, panelRows } from '../../../scripts/check-models/visible-fields';
import { nodesAndModels, submitNodes } from '../../support/models/submitNodes';

/** Rows that a beginner reads: a closed collection is one line with a button. */
const openRows = (...args: Parameters<typeof panelRows>) =>
	panelRows(...args)
		.filter(({ type }) => type !== 'collection' && type !== 'fixedCollection')
		.map(({ displayName }) => displayName);

describe('a default panel', () => {
	it.each(submitNodes)('of $mode shows at most $rows rows', ({ description, rows }) => {
		expect(openRows(description).length).toBeLessThanOrEqual(rows);
	});

	it.each(nodesAndModels)('of $mode with $id shows at most $rows', ({ description, id, rows }) => {
		expect(openRows(description, id).length).toBeLessThanOrEqual(rows);
	});

	it.each([
		['Text to Video', submitNodes[0]?.description],
		['Image to Video', submitNodes[1]?.description],
	])('of %s has the rows of the design', (name, description) => {
		if (description === undefined) throw new Error('No description');
		expect(openRows(description)).toEqual([
			'Model',
			...(name === 'Image to Video' ? ['Image'] : []),
			'Prompt',
			'Duration (Seconds)',
			'Resolution',
			'Aspect Ratio',
			'Generate Audio',
			'Return',
		]);
	});

	it('of Video to Video has the rows of the design', () => {
		expect(openRows(new SeedanceVideoToVideo().description)).toEqual([
			'Model',
			'Video',
			'Prompt',
			'Duration (Seconds)',
			'Resolution',
			'Generate Audio',
			'Return',
		]);
	});

	it('of Get Result shows at most 3 rows', () => {
		const rows = openRows(new SeedanceGetResult().description);
		expect(rows).toEqual(['Operation', 'Task ID', 'Return']);
	});

	it('of Wait for Completion has the four rows of the design', () => {
		const rows = openRows(new SeedanceWaitForCompletion().description);
		expect(rows).toEqual(['Task ID', 'Wait By', 'Timeout (Minutes)', 'Return']);
	});

	it('of the trigger shows a notice and Trigger On', () => {
		const rows = panelRows(new SeedanceTrigger().description).map(({ name, type }) => [name, type]);
		expect(rows).toEqual([
			['notice', 'notice'],
			['events', 'multiOptions'],
			['options', 'collection'],
		]);
	});

	it('has one collection besides, Options, with at most 12 entries', () => {
		for (const { description } of submitNodes) {
			const closed = panelRows(description).filter(({ type }) => type === 'collection');
			expect(closed.map(({ displayName }) => displayName)).toEqual(['Options']);
			expect(optionGroups(description).size).toBeLessThanOrEqual(12);
			expect(closed[0]?.options?.length).toBeLessThanOrEqual(12);
		}
	});
});

const descriptions = [
	...submitNodes.map(({ description }) => description),
	new SeedanceGetResult().description,
	new SeedanceWaitForCompletion().description,
	new SeedanceTrigger().description,
];

/** What a person adds with one click, by itself rather than in a group. */
const addedAlone = descriptions.flatMap(({ name: node, properties }) =>
	properties
		.filter(({ type }) => type === 'collection')
		.flatMap(({ options = [] }) => options as INodeProperties[])
		.filter(({ type }) => type === 'boolean' || type === 'options')
		.map((entry) => [`${node}: ${entry.displayName}`, entry] as const),
);

it.each(addedAlone)('%s does what its name says as soon as it is added', (_, entry) => {
	expect([false, 'never', 'off', 'no', 'none', 'nothing', '']).not.toContain(entry.default);
});

it('there are such options', () => {
	expect(addedAlone.length).toBeGreaterThanOrEqual(5);
});
