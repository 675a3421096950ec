/** What counts as a difference between two parameters. */
import { changesBetween } from '../../../scripts/catalogue-sync/compareParameters';
import { factsOf } from '../../../scripts/catalogue-sync/facts';
import { seed } from '../../support/parameters';
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

describe('a difference is', () => {
	it.each<[string, Parameter, object, object[]]>([
		[
			'another type',
			integer,
			{ type: 'number' },
			[{ aspect: 'type', catalogue: 'integer', live: 'number' }],
		],
		[
			'a type that we have no word for',
			text,
			{ type: 'file' },
			[{ aspect: 'type', catalogue: 'string' }],
		],
		[
			'another default',
			{ ...integer, default: 5 },
			{ type: 'integer', default: 6 },
			[{ aspect: 'default', catalogue: 5, live: 6 }],
		],
		[
			'a default that is gone',
			{ ...integer, default: 5 },
			{ type: 'integer' },
			[{ aspect: 'default', catalogue: 5 }],
		],
		[
			'the default false instead of none',
			{ type: 'boolean', description },
			{
				type: 'boolean',
				default: false,
			},
			[{ aspect: 'default', live: false }],
		],
		[
			'choices added and removed',
			{ ...text, enum: ['480p', '720p'] },
			{
				type: 'string',
				enum: ['1080p', '720p'],
			},
			[
				{
					aspect: 'enum',
					catalogue: ['480p', '720p'],
					live: ['1080p', '720p'],
					added: ['1080p'],
					removed: ['480p'],
				},
			],
		],
		[
			'longer choices of whole numbers, as choices',
			{ ...integer, enum: [4, 5] },
			{
				type: 'integer',
				enum: [4, 5, 6],
			},
			[{ aspect: 'enum', catalogue: [4, 5], live: [4, 5, 6], added: [6], removed: [] }],
		],
		[
			'choices that any text has replaced',
			{ ...text, enum: ['a'] },
			{ type: 'string' },
			[{ aspect: 'enum', catalogue: ['a'] }],
		],
		[
			'a range instead of choices with gaps',
			{ ...integer, enum: [5, 10] },
			{
				type: 'integer',
				minimum: 4,
				maximum: 15,
			},
			[
				{ aspect: 'enum', catalogue: [5, 10] },
				{ aspect: 'minimum', live: 4 },
				{ aspect: 'maximum', live: 15 },
			],
		],
		[
			'a range that bites into the choices',
			{ ...integer, enum: [5, 10] },
			{
				type: 'integer',
				enum: [5, 10],
				maximum: 9,
			},
			[{ aspect: 'enum', catalogue: [5, 10], live: [5], added: [], removed: [10] }],
		],
		[
			'another minimum',
			{ ...integer, minimum: 4 },
			{ type: 'integer', minimum: 2 },
			[{ aspect: 'minimum', catalogue: 4, live: 2 }],
		],
		[
			'another maximum',
			{ ...integer, maximum: 4 },
			{ type: 'integer', maximum: 6 },
			[{ aspect: 'maximum', catalogue: 4, live: 6 }],
		],
		[
			'a longest length',
			text,
			{ type: 'string', maxLength: 9 },
			[{ aspect: 'maxLength', live: 9 }],
		],
		[
			'a shortest length above 1',
			text,
			{ type: 'string', minLength: 2 },
			[{ aspect: 'minLength', live: 2 }],
		],
		[
			'more entries',
			{ ...list, maxItems: 4 },
			{ type: 'array', items: text, maxItems: 9 },
			[{ aspect: 'maxItems', catalogue: 4, live: 9 }],
		],
		[
			'a list of at least 2',
			list,
			{ type: 'array', items: text, minItems: 2 },
			[{ aspect: 'minItems', live: 2 }],
		],
		[
			'entries of another type',
			list,
			{ type: 'array', items: integer },
			[{ aspect: 'items.type', catalogue: 'string', live: 'integer' }],
		],
		['null being taken', text, { type: ['string', 'null'] }, [{ aspect: 'nullable', live: true }]],
		[
			'yes only',
			{ type: 'boolean', description },
			{ type: 'boolean', enum: [true] },
			[{ aspect: 'enum', live: [true] }],
		],
		[
			'a change deep in an object',
			object,
			{
				...object,
				additionalProperties: true,
				properties: { path: text, scale: { ...scale, maximum: 4 } },
				required: ['path', 'scale'],
			},
			[
				{ aspect: 'additionalProperties', catalogue: false, live: true },
				{ aspect: 'properties.scale.required', catalogue: false, live: true },
				{ aspect: 'properties.scale.maximum', live: 4 },
			],
		],
	])('%s', (_, parameter, property, expected) => {
		expect(changes(parameter, property)).toEqual(expected);
	});

	it('a parameter that has become required', () => {
		expect(changesBetween(factsOf(seed, false), factsOf(seed, true))).toEqual([
			{ aspect: 'required', catalogue: false, live: true },
		]);
	});
});
