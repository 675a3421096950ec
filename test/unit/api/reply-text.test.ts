import { cut, excerptOf, isAboutCredits, wordsOf } from '../../../seedance/api/replyText';

describe('words that say that credits are lacking', () => {
	it.each([
		'Insufficient credits',
		'insufficient_credits',
		'INSUFFICIENT-CREDITS',
		'request failed [insufficient_credits]',
		'Insufficient balance',
		'Insufficient account balance',
		'insufficient funds',
		'Not enough credits to run this model',
		'You do not have enough credits',
		'you do not have sufficient balance',
		'not enough balance',
		'Your balance is too low',
		'balance too low',
		'The account balance is not sufficient',
		'Credits are not sufficient for this request',
		'balance not enough',
		'Account balance is insufficient',
		'Your credits have been used up',
		'credits exhausted',
		'out of credits',
		'no more credits',
		'Please top up to continue',
		'please top-up',
		'Please topup',
		'no credits left',
		'Not enough money',
		'Please recharge your account',
		'Payment required: add funds to continue',
		'your account has an overdue balance',
		'The account is in arrears',
		'Account balance: $0.00, required: $0.26',
		'You exceeded your current quota, please check your plan and billing details',
		'余额不足',
	])('%s', (text) => {
		expect(isAboutCredits(text)).toBe(true);
	});
});

describe('words that say something else', () => {
	it.each([
		'',
		'duration must be 5 or 10',
		'white balance is not supported',
		'Insufficient image resolution',
		'Too low resolution; credits are not affected',
		'invalid parameter: balance',
		'not enough memory',
		'The prompt is too long',
		'creditsworthy',
		'Rate limit exceeded',
		'a stopup',
		'no credits are shown in the video',
		'The battery must recharge',
		'rate limit quota exceeded',
	])('%s', (text) => {
		expect(isAboutCredits(text)).toBe(false);
	});
});

describe('cut', () => {
	it.each([
		['12345', '12345'],
		['123456', '1234…'],
		['🙂🙂🙂🙂🙂', '🙂🙂🙂🙂🙂'],
		[' a\n\tb ', 'a b'],
		['a\u0007b', 'a b'],
		['a\u202eb', 'a b'],
		['a\ud83d', 'a'],
		['\u001b[1;31ma\u001b[0mb', 'ab'],
		['\u001b[31ma', 'a'],
		['a[3m', 'a[3m'],
		['\u001b[m', '[m'],
		// It looks at 8 times as many characters.
		[`${' '.repeat(39)}a`, 'a'],
		[`${' '.repeat(40)}a`, ''],
	])('%j, of at most 5 characters: %j', (text, line) => {
		expect(cut(text, 5)).toBe(line);
	});

	it('is the excerpt of an answer, of up to 2,000 characters', () => {
		expect(excerptOf(' a ')).toBe('a');
		expect(excerptOf('x'.repeat(2_001))).toBe(`${'x'.repeat(1_999)}…`);
		expect(excerptOf(' ')).toBeUndefined();
	});
});

describe('the words of an answer', () => {
	it.each([
		[{ message: 'm', error_code: ' ', code: 'no_credits' }, 'm [no_credits]'],
		[{ message: 'm', code: 'see no_credits' }, 'm'],
		[{ message: 'm', code: 'no_credits!' }, 'm'],
		[{ error: { code: 'no_credits' } }, 'no_credits'],
		[{ msg: 'too long', field: 'duration' }, 'duration: too long'],
		[{ msg: 'too long', param: 'duration' }, 'duration: too long'],
		[{ msg: 'too long', field: { name: 'duration' } }, 'too long'],
		[{ msg: 'too long', loc: ['query', 'duration'] }, 'query.duration: too long'],
		[{ msg: 'too long', loc: ['images', 'body', {}, 0] }, 'images.body.0: too long'],
		[{ errors: { duration: 'must be 5' } }, 'duration: must be 5'],
		[{ errors: { seed: [], code: 'e1', duration: ['must be 5'] } }, 'duration: must be 5'],
		[{ errors: { input: { prompt: 'a cat' } } }, undefined],
		[{ errors: { seed: 7 } }, undefined],
		[{ errors: ['a', null, 7, 'b'] }, 'a; b'],
		[{ errors: [], title: 'Bad Request' }, 'Bad Request'],
		[{ errors: ['1', '2', '3', '4', '5', '6'] }, '1; 2; 3; 4; 5'],
		[
			{ errors: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } },
			'a: 1; b: 2; c: 3; d: 4; e: 5',
		],
		[{ errors: { a: [[['deep']]] } }, 'a: deep'],
		[{ errors: { a: [[[['too deep']]]] } }, undefined],
	])('%j: %s', (value, words) => {
		expect(wordsOf(value)).toBe(words);
	});
});
