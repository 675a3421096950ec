/** Which entries of Options a node offers, and which fields they open with. */
import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { optionGroups } from '../../../scripts/check-models/visible-fields';
import { submitNodes } from '../../support/models/submitNodes';

const waits = new SeedanceWaitForCompletion().description;
const reads = new SeedanceGetResult().description;

/** The entries that are offered, and the labels of the fields in one of them. */
const entries = (description: INodeTypeDescription, changed: INodeParameters = {}) => [
	...optionGroups(description, undefined, changed).keys(),
];
function labels(description: INodeTypeDescription, group: string, changed: INodeParameters = {}) {
	const fields = optionGroups(description, undefined, changed).get(group) ?? [];
	return fields.map(({ displayName }) => displayName);
}
const within = (group: string, values: INodeParameters) => ({ options: { [group]: { values } } });

describe.each(submitNodes)('Options of the $mode node', ({ mode, description }) => {
	it('are groups in the language’s order', () => {
		expect(entries(description)).toEqual([
			'advanced',
			'batching',
			'callback',
			'costLimits',
			'errorHandling',
			'file',
			'output',
			'preventDuplicates',
			'previewOnly',
			// An extension has no references.
			...(mode === 'video-to-video' ? [] : ['references']),
			'waiting',
		]);
	});

	it('offer what is about files only when a file is returned', () => {
		expect(entries(description, { return: 'url' })).not.toContain('file');
		expect(labels(description, 'errorHandling', { return: 'url' })).not.toContain(
			'If Download Fails',
		);
		expect(labels(description, 'errorHandling')).toContain('If Download Fails');
	});

	it('offer no wait when the task ID is returned at once', () => {
		expect(entries(description, { return: 'taskId' })).not.toContain('waiting');
	});

	it('show dependent fields in place', () => {
		expect(labels(description, 'callback')).toEqual([
			'Notify When Ready',
			'Callback URL',
			'Reference',
		]);
		const execution = within('callback', { notifyWhenDone: 'execution' });
		expect(labels(description, 'callback', execution)).toEqual(['Notify When Ready']);
		expect(labels(description, 'output')).toEqual([
			'Combine Into One Item',
			'Include Input Fields',
			'Simplify',
		]);
		const combining = within('output', { combineIntoOneItem: true });
		expect(labels(description, 'output', combining)).not.toContain('Simplify');
		const selected = within('output', { includeInputFields: 'selected' });
		expect(labels(description, 'output', selected)).toContain('Fields to Include');
		expect(labels(description, 'waiting')).toEqual(['Wait By', 'Timeout (Minutes)']);
		const pausing = within('waiting', { waitUsing: 'suspend' });
		expect(labels(description, 'waiting', pausing)).toContain('Re-Check (Minutes)');
	});

	it('open with defaults that do what their names say', () => {
		const preset = (group: string, name: string) =>
			optionGroups(description)
				.get(group)
				?.find((field) => field.name === name)?.default;
		expect(preset('costLimits', 'maximumCostUsd')).toBe(5);
		expect(preset('costLimits', 'allowUnknownPrices')).toBe(false);
		expect(preset('costLimits', 'liveQuote')).toBe('manual');
		expect(preset('callback', 'notifyWhenDone')).toBe('url');
		expect(preset('errorHandling', 'ifFlaggedNsfw')).toBe('error');
		const options = description.properties.find(({ name }) => name === 'options')?.options ?? [];
		expect(options.find(({ name }) => name === 'previewOnly')).toMatchObject({ default: 'manual' });
	});

	it('take amounts of money: none below 0, with cents', () => {
		const fields = optionGroups(description).get('costLimits') ?? [];
		const amounts = fields.filter(({ name }) => name.endsWith('Usd'));
		expect(amounts).toHaveLength(2);
		for (const { type, typeOptions } of amounts) {
			expect([type, typeOptions]).toEqual(['number', { minValue: 0, numberPrecision: 2 }]);
		}
	});
});

describe('Options of the other nodes', () => {
	it('of Wait for Completion are about errors, files, output, and the check of a paused wait', () => {
		expect(entries(waits)).toEqual(['errorHandling', 'file', 'output']);
		expect(entries(waits, { waitUsing: 'suspend', return: 'url' })).toEqual([
			'errorHandling',
			'output',
			'waiting',
		]);
	});

	it('of Get Result name the file of one task only', () => {
		expect(entries(reads)).toEqual(['errorHandling', 'file', 'output']);
		expect(labels(reads, 'file')).toContain('File Name');
		const many = { operation: 'getAll', return: 'file' };
		expect(entries(reads, many)).toEqual(['errorHandling', 'file', 'output']);
		expect(entries(reads, { operation: 'getAll', return: 'url' })).toEqual(['output']);
		expect(entries(reads, { operation: 'delete' })).toEqual(['output']);
		expect(labels(reads, 'output', { operation: 'delete' })).toEqual(['Include Input Fields']);
	});

	it('of the trigger simplify, and have no input fields to include', () => {
		const trigger = new SeedanceTrigger().description;
		expect(trigger.inputs).toEqual([]);
		expect(entries(trigger)).toEqual(['models', 'simplify', 'verifyState']);
	});
});
