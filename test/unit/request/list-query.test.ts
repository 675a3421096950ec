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
		const checked = check({
			model: blank,
			status: blank,
			createdAfter: blank,
			createdBefore: blank,
		});
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
		[{ createdAfter: '2026-11-20T08:30:00Z' }, { since: Date.UTC(2026, 10, 20, 8, 30) }],
		[{ createdAfter: now }, { since: now }],
		[{ createdAfter: now + 60_000 }, { since: now + 60_000 }],
		[{ createdAfter: Date.UTC(2020, 0) }, { since: Date.UTC(2020, 0) }],
		[{ createdBefore: now }, { until: now }],
		[{ createdBefore: '2027-01-01' }, { until: Date.UTC(2027, 0) }],
		[
			{ createdAfter: now - 1, createdBefore: now },
			{ since: now - 1, until: now },
		],
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
		[
			{ createdAfter: 'next week' },
			'Created After must be a date such as 2026-11-20T08:30:00 (got "next week")',
		],
		[
			{ createdAfter: 1_763_000_000 },
			'Created After must be a date such as 2026-11-20T08:30:00 (got 1763000000)',
		],
		[{ createdAfter: NaN }, 'Created After must be a date such as 2026-11-20T08:30:00 (got NaN)'],
		[
			{ createdBefore: 'soon' },
			'Created Before must be a date such as 2026-11-20T08:30:00 (got "soon")',
		],
		[{ createdBefore: 5 }, 'Created Before must be a date such as 2026-11-20T08:30:00 (got 5)'],
		[
			{ createdAfter: now, createdBefore: now - 1 },
			'Created Before must be later than Created After (got 1795262399999)',
		],
		[{ createdAfter: Infinity }, 'Created After must not be in the future (got Infinity)'],
		[
			{ createdAfter: { a: 1 } },
			'Created After must be a date such as 2026-11-20T08:30:00 (got {"a":1})',
		],
		[{ createdAfter: '2027-01-01' }, 'Created After must not be in the future (got "2027-01-01")'],
		[{ limit: 0 }, 'Limit must be a whole number of at least 1 (got 0)'],
		[{ limit: 2.5 }, 'Limit must be a whole number of at least 1 (got 2.5)'],
		[{ limit: 'many' }, 'Limit must be a whole number of at least 1 (got "many")'],
		[{ limit: null }, 'Limit must be a whole number of at least 1 (got null)'],
		[{ status: 'not finished' }, 'Status must be a status such as failed (got "not finished")'],
		[{ status: 7 }, 'Status must be a status such as failed (got 7)'],
		[{ model: '../balance' }, 'Model must be a model ID (got "../balance")'],
		[{ model: ['a'] }, 'Model must be a model ID (got ["a"])'],
	])('%j', (input, message) => {
		const { message: said, description } = problemOf(input);
		expect(said).toContain(message);
		expect(description).not.toMatch(/charged/);
	});
});

describe('any input', () => {
	it('is taken or refused, never thrown at', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), fc.anything(), fc.anything(), (a, b, c, d) => {
				const readDate = (given: unknown) => (typeof given === 'number' ? given : undefined);
				const input = {
					model: a,
					status: b,
					createdAfter: c,
					createdBefore: c,
					limit: d,
					otherModels: true,
				};
				expect(typeof checkListQuery(input, { now, readDate }).ok).toBe('boolean');
			}),
			{ seed },
		);
	});
});
