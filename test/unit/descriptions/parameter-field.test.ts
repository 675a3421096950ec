/** Fields of parameters that no model of the catalogue has. */
import { parameterField } from '../../../nodes/shared/descriptions/parameterField';
import type { Parameter } from '../../../seedance/models';

const field = (parameter: Parameter, name = 'extra') =>
	parameterField(name, parameter, false, true);

describe('the field of a parameter', () => {
	it.each<[string, Parameter]>([
		['an object', { type: 'object', properties: {}, required: [], additionalProperties: true }],
		['a type that is not known', { type: undefined }],
		['a list of numbers', { type: 'array', items: { type: 'number' } }],
	])('is JSON for %s', (_name, parameter) => {
		expect(field(parameter)).toMatchObject({ name: 'extra', type: 'json', default: '' });
	});

	it.each<[string, Parameter, unknown]>([
		['a switch is off', { type: 'boolean' }, false],
		['a number is the least one', { type: 'number', minimum: 3 }, 3],
		['a number without bounds is 0', { type: 'integer' }, 0],
		['a number from a list is none of them', { type: 'integer', enum: [5, 10] }, ''],
		['a text from a list is none of them', { type: 'string', enum: ['a', 'b'] }, ''],
	])('without a default of the model: %s', (_name, parameter, value) => {
		expect(field(parameter).default).toBe(value);
	});

	it('says how a model goes on without a choice', () => {
		const choices = (name: string) => field({ type: 'string', enum: ['16:9'] }, name).options;
		expect(choices('style')).toMatchObject([
			{ name: 'Model Default', value: '' },
			{ value: '16:9' },
		]);
		expect(choices('aspect_ratio')).toMatchObject([{ name: 'Same as Image' }, {}]);
	});
});
