/** What is only another way of writing a parameter. */
import { image, references, seed } from '../../support/parameters';
import type { Parameter } from '../../../seedance/models';
import {
	changes,
	description,
	integer,
	list,
	object,
	scale,
	text,
} from '../../support/catalogueSync/parameters';

describe('no difference is', () => {
	it.each<[string, Parameter, object]>([
		['another description or title', seed, { ...seed, description: 'other', title: 'Seed' }],
		['what only the catalogue tells of files', image, { type: 'string' }],
		['what is told of the form', text, { type: 'string', 'x-ui-component': 'uploader' }],
		['a parameter that the form hides', text, { type: 'string', 'x-hidden': true }],
		['the order of choices', { ...text, enum: ['a', 'b'] }, { type: 'string', enum: ['b', 'a'] }],
		['a choice written twice', { ...text, enum: ['a'] }, { type: 'string', enum: ['a', 'a'] }],
		[
			'a choice of whole numbers without a gap, written as a range',
			{ ...integer, enum: [4, 5, 6] },
			{ type: 'integer', minimum: 4, maximum: 6 },
		],
		[
			'a range written as a choice, in any order',
			{ ...integer, minimum: 4, maximum: 6 },
			{ type: 'integer', enum: [6, 4, 5] },
		],
		[
			'a range beside choices that are all within it',
			{ ...integer, enum: [5, 10, 15] },
			{ type: 'integer', enum: [5, 10, 15], minimum: 5, maximum: 15 },
		],
		['5.0 for 5', { ...integer, default: 5 }, { type: 'integer', default: JSON.parse('5.0') }],
		['an empty text as default', text, { type: 'string', default: '' }],
		['null as default', integer, { type: 'integer', default: null }],
		['an empty list as default', { ...list, default: [] }, { type: 'array', items: text }],
		['a least length of 1', text, { type: 'string', minLength: 1 }],
		['a least length of 0', text, { type: 'string', minLength: 0 }],
		['a list of at least 1', { ...list, minItems: 1 }, { type: 'array', items: text }],
		[
			'media whose entries say that they are not empty',
			references('image', { maxItems: 4 }),
			{ type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 4 },
		],
		['nullable: false', text, { type: 'string', nullable: false }],
		[
			'a yes or no that may be both',
			{ type: 'boolean', description },
			{
				type: 'boolean',
				enum: [true, false],
			},
		],
		[
			'the order of the properties of an object',
			object,
			{ ...object, properties: { scale, path: text }, additionalProperties: false },
		],
	])('%s', (_, parameter, property) => {
		expect(changes(parameter, property)).toEqual([]);
	});
});
