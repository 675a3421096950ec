/** n8n's conventions for the words and the order of fields. */
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { fieldsOf } from '../../../scripts/check-models/visible-fields';
import { label } from '../../../seedance/text';
import { submitNodes } from '../../support/models/submitNodes';

const descriptions: readonly INodeTypeDescription[] = [
	...submitNodes.map(({ description }) => description),
	new SeedanceGetResult().description,
	new SeedanceWaitForCompletion().description,
	new SeedanceTrigger().description,
];
/** The entries of a collection, and the fields of its groups. */
const entriesOf = (field: INodeProperties): INodeProperties[] =>
	field.type === 'collection'
		? (field.options as INodeProperties[]).flatMap((entry) => [
				entry,
				...(entry.type === 'fixedCollection' ? fieldsOf(entry) : []),
			])
		: [];
const isList = ({ type }: INodeProperties) => type === 'options' || type === 'multiOptions';
const choicesOf = (field: INodeProperties) =>
	isList(field) ? (field.options as INodePropertyOptions[]) : [];
/** Choices that a model gives keep its order, which is by size or by use. */
const ofModels = new Set(['duration', 'resolution', 'targetResolution', 'aspectRatio']);
const sorted = (names: readonly string[]) => [...names].sort((a, b) => a.localeCompare(b));

describe.each(descriptions)('$displayName', ({ properties }) => {
	const all = properties.flatMap((field) => [field, ...entriesOf(field)]);
	const shown = (field: INodeProperties) => `${field.displayName} (${field.name})`;

	it('sorts the entries of its collections', () => {
		const collections = properties.filter(({ type }) => type === 'collection');
		expect(collections.length).toBeGreaterThan(0);
		for (const collection of collections) {
			const entries = collection.options as INodeProperties[];
			const names = entries.map(({ displayName }) => displayName);
			expect(names).toEqual(sorted(names));
		}
	});

	it('sorts its lists of choices', () => {
		const lists = all.filter((field) => isList(field) && !ofModels.has(field.name));
		expect(lists.length).toBeGreaterThan(0);
		for (const field of lists) {
			const names = choicesOf(field).map(({ name }) => name);
			expect(names).toEqual(sorted(names));
		}
	});

	it('begins the description of every switch with Whether', () => {
		const switches = all.filter(({ type }) => type === 'boolean');
		expect(switches.length).toBeGreaterThan(0);
		const others = switches.filter(({ description }) => !description?.startsWith('Whether '));
		expect(others.map(shown)).toEqual([]);
	});

	it('begins every placeholder for typed text with "e.g. "', () => {
		const typed = all.filter(({ type }) => type === 'string');
		const modes = all.flatMap(({ modes = [] }) => modes.filter(({ type }) => type === 'string'));
		const placeholders = [...typed, ...modes].flatMap(({ placeholder }) => placeholder ?? []);
		expect(placeholders.length > 0).toBe(typed.length > 0);
		expect(placeholders.filter((text) => !text.startsWith('e.g. '))).toEqual([]);
	});

	it('describes every field, without a full stop after a single sentence', () => {
		const fields = all.filter(
			({ type }) => !['collection', 'fixedCollection', 'notice'].includes(type),
		);
		expect(fields.filter(({ description }) => !description).map(shown)).toEqual([]);
		const stops = fields.filter(({ description = '' }) => /^[^.]*\.$/.test(description));
		expect(stops.map(shown)).toEqual([]);
	});

	it('names every option list for models the way messages do', () => {
		for (const { name, displayName } of all.filter((field) => ofModels.has(field.name))) {
			const apiName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
			expect(displayName).toBe(label(apiName).replace(/^Duration$/, 'Duration (Seconds)'));
		}
	});
});

describe.each(submitNodes)('choices of the $mode node', ({ mode, description }) => {
	const lists = description.properties.filter(({ type }) => type === 'options');

	it('show each value once, durations rising', () => {
		expect(lists.length).toBeGreaterThan(0);
		for (const field of lists) {
			const values = choicesOf(field).map(({ value }) => value);
			expect(new Set(values).size).toBe(values.length);
			const numbers = values.filter((value) => typeof value === 'number');
			expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
		}
	});

	it('put "leave it out" first, and preselect it', () => {
		const open = lists.filter((field) => choicesOf(field).some(({ value }) => value === ''));
		expect(open.length).toBeGreaterThan(0);
		for (const field of open) {
			const same = mode === 'video-to-video' ? 'Same as Video' : 'Same as Image';
			const follows = field.name === 'aspectRatio' || field.name === 'duration';
			const name = follows ? same : 'Model Default';
			expect([choicesOf(field)[0]?.name, field.default]).toEqual([name, '']);
		}
	});
});
