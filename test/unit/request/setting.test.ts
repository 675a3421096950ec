/** Settings as people, spreadsheets and expressions write them are accepted, or refused by name. */
import fc from 'fast-check';
import { readSetting } from '../../../seedance/request/setting';
import type { Setting } from '../../../seedance/request/setting';

const number = { kind: 'number', displayName: 'N', minimum: 0.01, maximum: 10_080 } as const;
const whole = { kind: 'number', displayName: 'W', isWhole: true, minimum: 1, maximum: 50 } as const;
const minutes = { ...number, unit: 'minutes' } as const;
const megabytes = { ...number, unit: 'MB' } as const;
const usd = { kind: 'number', displayName: 'Cost', minimum: 0, unit: 'USD' } as const;
const choice = {
	kind: 'choice',
	displayName: 'Dry Run',
	choices: { always: ['Always'], manual: ['In Manual Runs', 'Manual'], off: ['Off'] },
	yes: 'always',
	no: 'off',
} as const;
const unanswered = {
	kind: 'choice',
	displayName: 'If',
	choices: { submitAgain: ['Submit Again'], stop: ['Stop'] },
} as const;
/** One of its choices is called like an answer. */
const answers = {
	kind: 'choice',
	displayName: 'A',
	choices: { yes: ['Ask Me'], always: ['Always'] },
	yes: 'always',
} as const;
const single = { kind: 'choice', displayName: 'One', choices: { only: ['Only'] } } as const;
const onOff = { kind: 'switch', displayName: 'S', unset: false } as const;
const text = { kind: 'text', displayName: 'T' } as const;
const key = { kind: 'text', displayName: 'K', isKey: true } as const;
const mayBeBlank = { kind: 'text', displayName: 'B', mayBeBlank: true } as const;
const names = { kind: 'list', displayName: 'L', mayBeBlank: true, unset: [] } as const;
const events = {
	kind: 'list',
	displayName: 'E',
	choices: { completed: ['Completed'], failed: ['Failed'] },
	unset: ['completed'],
} as const;

const taken: ReadonlyArray<readonly [Setting, unknown, unknown]> = [
	...['5', ' 5 ', '5.0', '5,0', '+5', '05', 5].map((given) => [whole, given, 5] as const),
	...['0.05', '0,05', ',05', '.05', ' 0.05 '].map((given) => [number, given, 0.05] as const),
	...['1000', '1 000', '1\u00a0000', "1'000", '1000.0', '1,000.0', '1.000,0'].map(
		(given) => [number, given, 1000] as const,
	),
	...['7 min', '7min', '7 Minutes', '7 m', '7'].map((given) => [minutes, given, 7] as const),
	...['0,5 MB', '0.5mb', '0.50', '0.5 megabytes', '0.5 MByte', '0.5 mb.'].map(
		(given) => [megabytes, given, 0.5] as const,
	),
	...['5', '5 USD', 'USD 5', '5.00', '5,00'].map((given) => [usd, given, 5] as const),
	[usd, 0, 0],
	[usd, '1,000,000', 1_000_000],
	...['1.000,00', '1,000.00', '1 000'].map((given) => [usd, given, 1000] as const),
	[usd, '0.125', 0.125],
	...['always', 'Always', ' ALWAYS ', true, 'true', 'TRUE', 1, '1', 'yes', 'on'].map(
		(given) => [choice, given, 'always'] as const,
	),
	...['"always"', '“Always”', "'Always'", 'ALWAYS\u200b', '\ufeffalways', 'ａｌｗａｙｓ'].map(
		(given) => [choice, given, 'always'] as const,
	),
	...['off', 'Off', false, 'false', 0, '0', 'no'].map((given) => [choice, given, 'off'] as const),
	...['manual', 'In Manual Runs', 'in manual runs', 'Manual'].map(
		(given) => [choice, given, 'manual'] as const,
	),
	...['submitAgain', 'Submit Again', 'submit again', 'submit-again'].map(
		(given) => [unanswered, given, 'submitAgain'] as const,
	),
	...[true, 'TRUE', ' yes ', 'On', 1, '1', 'y'].map((given) => [onOff, given, true] as const),
	...[false, 'FALSE', 'No', 'off', 0, '0', 'n'].map((given) => [onOff, given, false] as const),
	[text, ' a b ', 'a b'],
	[text, 7, '7'],
	[mayBeBlank, '', undefined],
	[mayBeBlank, null, undefined],
	[names, 'a, b ,,c', ['a', 'b', 'c']],
	[names, ['a', 7], ['a', '7']],
	[names, null, []],
	[names, '["a", "b"]', ['a', 'b']],
	[names, 'a; b', ['a', 'b']],
	[names, '[a', ['[a']],
	[names, '7', ['7']],
	[names, '"[a"', ['"[a"']],
	[names, ' ["a"]', ['a']],
	[number, '1.024', 1.024],
	[answers, 'yes', 'yes'],
	[answers, 'ask  me', 'yes'],
	[answers, true, 'always'],
	[key, 'order-7', 'order-7'],
	[key, 'A null and void song', 'A null and void song'],
	[key, 'nullify-7', 'nullify-7'],
	[events, ['Completed', 'failed'], ['completed', 'failed']],
	[events, 'Failed', ['failed']],
];

it.each(taken)('%j: %j is %j', (setting, given, value) => {
	expect(readSetting(setting, given)).toEqual({ ok: true, value });
});

const refused: ReadonlyArray<readonly [Setting, unknown, RegExp]> = [
	...[
		0,
		51,
		100,
		'100',
		2.5,
		'2,5',
		-1,
		NaN,
		Infinity,
		'NaN',
		'Infinity',
		'1e1',
		'0x5',
		'five',
	].map((given) => [whole, given, /^W must be a whole number from 1 to 50 \(got /] as const),
	...[true, [5], { value: 5 }, new Date(0), 5n].map(
		(given) => [whole, given, /^W must be .* \(got /] as const,
	),
	...['', ' ', null, undefined].map(
		(given) => [whole, given, /^W must be a whole number from 1 to 50 \(got nothing\)$/] as const,
	),
	// 1.024 for some and 1024 for others.
	[number, '1,024', /got "1,024"/],
	[number, 0, /^N must be a number from 0\.01 to 10,080 \(got 0\)$/],
	[minutes, '7 hours', /got "7 hours"/],
	[megabytes, '1 GB', /got "1 GB"/],
	...['$5', '5 $', '5 €', '1.000', '2.500 USD', '-5', '5x', 'free'].map(
		(given) => [usd, given, /^Cost must be an amount in USD/] as const,
	),
	...['sometimes', 2, {}, [], 'alway', 'Runs'].map(
		(given) => [choice, given, /^Dry Run must be Always, In Manual Runs or Off \(got /] as const,
	),
	...[undefined, null, ''].map((given) => [choice, given, /\(got nothing\)$/] as const),
	...[true, 'yes', 1].map(
		(given) => [unanswered, given, /^If must be Submit Again or Stop \(got /] as const,
	),
	...['maybe', 2, {}, 'truee'].map(
		(given) => [onOff, given, /^S must be true or false \(got /] as const,
	),
	...[undefined, null, ''].map((given) => [onOff, given, /\(got nothing\)$/] as const),
	...[true, {}, ['a']].map((given) => [text, given, /^T must be text or a number/] as const),
	[text, '  ', /got nothing/],
	[text, '\u200b', /got nothing/],
	...[NaN, Infinity].map((given) => [text, given, /\(got (?:NaN|Infinity)\)$/] as const),
	...['"undefined"', "'null'", 'Invalid DateTime', '“”', '""'].map(
		(given) => [text, given, /^T must be text or a number \(got /] as const,
	),
	...['undefined', 'null', 'NaN', '[object Object]', '{{ $json.id }}', 'a {{$json["b"]}}'].map(
		(given) => [text, given, /^T must be text or a number \(got /] as const,
	),
	...[
		'order-undefined',
		'null_7',
		'7/NaN',
		'a:undefined:b',
		'x [object Object]',
		'order(undefined)',
		'id=null',
		'a;null;b',
		'a,undefined',
		'7~NaN',
		'[null]',
		'"null"',
		'2026 Invalid DateTime',
		'due-Invalid Date',
	].map((given) => [key, given, /^K must be text or a number, different .* \(got /] as const),
	[mayBeBlank, {}, /got \{\}/],
	[single, 'other', /^One must be Only \(got /],
	[{ ...number, mayBeBlank: true }, 'other', /^N must be /],
	[names, {}, /a list of names/],
	[names, [{}], /a list of names/],
	[events, ['started'], /a list of Completed and Failed \(got \["started"\]\)/],
	[events, [], /a list of Completed and Failed/],
];

it.each(refused)('%j refuses %p', (setting, given, finding) => {
	expect(readSetting(setting, given)).toEqual({
		ok: false,
		problem: expect.stringMatching(finding),
	});
});

/** A number as different people write it. */
const written = (value: number) => [
	`${value}`,
	` ${value} `,
	`${value}`.replace('.', ','),
	value.toFixed(2),
];

it('a number within the bounds is itself in every form; one without is refused in every form', () => {
	const cents = fc.integer({ min: -100_000, max: 2_000_000 }).map((n) => n / 100);
	fc.assert(
		fc.property(cents, (value) => {
			const isWithin = value >= 0.01 && value <= 10_080;
			for (const given of [value, ...written(value)]) {
				const read = readSetting(number, given);
				expect(read).toEqual(
					isWithin ? { ok: true, value } : expect.objectContaining({ ok: false }),
				);
			}
		}),
	);
});

it('whatever is given is read or refused, and never throws', () => {
	const settings = [number, whole, usd, choice, unanswered, onOff, text, mayBeBlank, names, events];
	fc.assert(
		fc.property(fc.anything(), fc.constantFrom<Setting>(...settings), (given, setting) => {
			const read = readSetting(setting, given);
			if (!read.ok) expect(read.problem).toContain(`${setting.displayName} must be `);
		}),
	);
});
