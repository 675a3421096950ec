import fc from 'fast-check';
import { checkListQuery } from '../../../seedance/request/listQuery';
import type { Calendar, ListInput } from '../../../seedance/request/listQuery';
import { seed } from '../../seed';

const now = Date.UTC(2026, 10, 21, 12);
const calendar: Calendar = {
	now,
	readDate: (given) => {
		if (typeof given === 'number') return given;
		const date = Date.parse(String(given));
		return Number.isNaN(date) ? undefined : date;
	},
};
const check = (input: Partial<ListInput>) =>
	checkListQuery({ otherModels: false, ...input }, calendar);

function problemOf(input: Partial<ListInput>) {
	const checked = check(input);
	if (checked.ok) throw new Error(`taken: ${JSON.stringify(checked.value)}`);
	return checked.problem;
}

describe('filters that are taken', () => {
	it('none: whatever is there', () => {
		expect(check({})).toEqual({ ok: true, value: { otherModels: false } });
	});

	it.each([undefined, null, '', '  '])('blank ones do not narrow the list: %p', (blank) => {
		const checked = check({ model: blank, status: blank, since: blank });
		expect(checked).toEqual({ ok: true, value: { otherModels: false } });
	});

	it.each<[Partial<ListInput>, object]>([
		[
			{ model: ' bytedance/seedance-2.0/video-edit ' },
			{ model: 'bytedance/seedance-2.0/video-edit' },
		],
		[{ status: ' Completed' }, { status: 'completed' }],
		[{ status: 'succeeded' }, { status: 'completed' }],
		[{ status: 'Canceled' }, { status: 'cancelled' }],
		[{ status: 'PROCESSING' }, { status: 'processing' }],
		[{ status: 'a_word_of_next_year' }, { status: 'a_word_of_next_year' }],
		[{ since: '2026-11-20T08:30:00Z' }, { since: Date.UTC(2026, 10, 20, 8, 30) }],
		[{ since: now }, { since: now }],
		[{ since: now + 60_000 }, { since: now + 60_000 }],
		[{ since: Date.UTC(2020, 0) }, { since: Date.UTC(2020, 0) }],
		[{ limit: 50 }, { limit: 50 }],
		[{ limit: 1 }, { limit: 1 }],
		[{ limit: '1 000' }, { limit: 1000 }],
		[{ limit: ' 7 ' }, { limit: 7 }],
		[{ otherModels: true }, { otherModels: true }],
	])('%j', (input, query) => {
		expect(check(input)).toEqual({ ok: true, value: { otherModels: false, ...query } });
	});
});

describe('filters that are refused, naming field and value', () => {
	it.each<[Partial<ListInput>, string]>([
		[{ since: 'next week' }, '\'Since\' is "next week", which is not a date'],
		[{ since: 1_763_000_000 }, "'Since' is 1763000000, which is not a date"],
		[{ since: NaN }, "'Since' is NaN, which is not a date"],
		[{ since: Infinity }, "'Since' is Infinity, which is in the future"],
		[{ since: { a: 1 } }, '\'Since\' is {"a":1}, which is not a date'],
		[{ since: '2027-01-01' }, '\'Since\' is "2027-01-01", which is in the future'],
		[{ limit: 0 }, "'Limit' is 0; it takes"],
		[{ limit: 2.5 }, "'Limit' is 2.5; it takes"],
		[{ limit: 'many' }, '\'Limit\' is "many"; it takes'],
		[{ limit: null }, "'Limit' is null; it takes"],
		[{ status: 'not finished' }, '\'Status\' is "not finished", which is not a status'],
		[{ status: 7 }, "'Status' is 7, which is not a status"],
		[{ model: '../balance' }, '\'Model\' is "../balance", which is not a model id'],
		[{ model: ['a'] }, '\'Model\' is ["a"], which is not a model id'],
	])('%j', (input, message) => {
		const { message: said, description } = problemOf(input);
		expect(said).toContain(message);
		expect(description).not.toMatch(/nothing was/i);
	});
});

describe('any input', () => {
	it('is taken or refused, never thrown at', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), fc.anything(), fc.anything(), (a, b, c, d) => {
				const readDate = (given: unknown) => (typeof given === 'number' ? given : undefined);
				const input = { model: a, status: b, since: c, limit: d, otherModels: true };
				expect(typeof checkListQuery(input, { now, readDate }).ok).toBe('boolean');
			}),
			{ seed },
		);
	});
});
