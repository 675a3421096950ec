/** Which fields Get Result shows for which operation, according to n8n's own displayParameter. */
import { NodeHelpers } from 'n8n-workflow';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { modelIdPattern } from '../../../seedance/models/index';
import { submitNodes } from '../../support/models/submitNodes';

const { description } = new SeedanceGetResult();
const { properties } = description;
const fieldOf = (name: string) => properties.find((field) => field.name === name);
const entriesOf = (name: string) => (fieldOf(name)?.options ?? []) as INodeProperties[];
const choicesOf = (field?: INodeProperties) => (field?.options ?? []) as INodePropertyOptions[];

/** A node just added, with some values changed. */
function valuesWith(changed: INodeParameters): INodeParameters {
	const presets = properties.map((field) => [field.name, field.default]);
	return { ...(Object.fromEntries(presets) as INodeParameters), ...changed };
}
const shown = (changed: INodeParameters) =>
	properties
		.filter((field) => NodeHelpers.displayParameter(valuesWith(changed), field, null, description))
		.map(({ displayName }) => displayName);
describe('Get Result', () => {
	it('shows for each operation what it needs', () => {
		expect(shown({})).toEqual(['Operation', 'Task ID', 'Return', 'Options']);
		expect(shown({ operation: 'delete' })).toEqual(['Operation', 'Task ID', 'Options']);
		const many = ['Operation', 'Return All', 'Limit', 'Return', 'Filters', 'Options'];
		expect(shown({ operation: 'getAll' })).toEqual(many);
		expect(shown({ operation: 'getAll', returnAll: true })).toEqual(
			many.filter((name) => name !== 'Limit'),
		);
	});

	it('asks for the task of a node that was saved without an operation', () => {
		const saved = { taskId: 'abc', options: {} };
		const completed = NodeHelpers.getNodeParameters(
			properties,
			saved,
			true,
			false,
			null,
			description,
		);
		expect(completed).toMatchObject({ operation: 'get', taskId: 'abc', return: 'file' });
	});

	it('says which operation it does', () => {
		const actions = choicesOf(fieldOf('operation')).map(({ action }) => action);
		expect(actions).toEqual(['Delete or cancel video', 'Get task', 'Get many tasks']);
		expect(description.subtitle).toContain('$parameter["operation"]');
	});
});

describe('the filters of Get Many', () => {
	const filter = (name: string) => entriesOf('filters').find((field) => field.name === name);

	it('are empty until one is added', () => {
		expect(fieldOf('filters')?.default).toEqual({});
		expect(entriesOf('filters').map(({ displayName }) => displayName)).toEqual([
			'Created After',
			'Created Before',
			'Include Other Models',
			'Model',
			'Status',
		]);
	});

	it('offer every model of the submit nodes once, by a name of its own', () => {
		const choices = choicesOf(filter('model'));
		const ids = submitNodes.flatMap(({ models }) => models.map(({ id }) => id));
		expect(choices.map(({ value }) => value).sort()).toEqual([...ids].sort());
		expect(new Set(choices.map(({ name }) => name)).size).toBe(choices.length);
		expect(choices.map(({ value }) => value)).toContain(filter('model')?.default);
		for (const { value } of choices) expect(value).toMatch(modelIdPattern);
	});

	it("offer the API's own statuses", () => {
		const values = choicesOf(filter('status')).map(({ value }) => value);
		// The server's own statuses (docs/internals/api.md#task-statuses).
		const known = ['created', 'processing', 'completed', 'failed', 'cancelled', 'timeout'];
		expect([...values].sort()).toEqual([...known].sort());
		expect(values).toContain(filter('status')?.default);
	});

	it('say how far back the API remembers', () => {
		expect(filter('createdAfter')?.description).toContain('7 days');
	});
});
