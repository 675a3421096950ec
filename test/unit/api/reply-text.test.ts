import { isAboutCredits } from '../../../seedance/api/replyText';

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
	])('%s', (text) => {
		expect(isAboutCredits(text)).toBe(false);
	});
});
