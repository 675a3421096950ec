/** Choices as spreadsheets, language models and people write them. */
import { findModel } from '../../../seedance/models';
import { choiceIn } from '../../../seedance/request/normalise';
import { normaliseValue } from '../../../seedance/request/normalise';

const ratios = ['16:9', '9:16', '4:3', '3:4', '1:1', '21:9'];
const tiers = ['480p', '720p', '1080p', '4k'];

it.each<[string | number, string]>([
	['16:9', '16:9'],
	['16x9', '16:9'],
	['16X9', '16:9'],
	['16×9', '16:9'],
	['16/9', '16:9'],
	['16 : 9', '16:9'],
	['16∶9', '16:9'],
	['１６：９', '16:9'],
	['16 by 9', '16:9'],
	['"16:9"', '16:9'],
	['“9:16”', '9:16'],
	["'16:9", '16:9'],
	['9:16\u00a0', '9:16'],
	['9:16\u200b', '9:16'],
	['Portrait (9:16)', '9:16'],
	['9:16 (vertical)', '9:16'],
	['16:9.', '16:9'],
	['16:09', '16:9'],
	['16:09:00', '16:9'],
	['04:03:00', '4:3'],
	['9:16 AM', '9:16'],
	[969 / 1440, '16:9'],
	[0.67291667, '16:9'],
	[61 / 1440, '1:1'],
	[0.88125, '21:9'],
	['0.67291667', '16:9'],
])('the ratio %j is %s', (given, ratio) => {
	expect(choiceIn(given, ratios)).toBe(ratio);
});

it.each<string | number>([
	'',
	'5:4',
	'16:10',
	'16',
	'169',
	'16:9 or 9:16',
	'1080x1920',
	'116:9',
	'16:90',
	'3/4/2025',
	'2025-03-04',
	'2025/3/4',
	'16:9:16',
	'-',
	'auto',
	0,
	1,
	-0.67,
	1 + 969 / 1440,
	0.5,
	// 969.26 minutes.
	0.6731,
	NaN,
])('the ratio %j is none for sure', (given) => {
	expect(choiceIn(given, ratios)).toBeUndefined();
});

it.each<[string | number, string]>([
	['720P', '720p'],
	['1080', '1080p'],
	[1080, '1080p'],
	['1080 p', '1080p'],
	['４K', '4k'],
	['4K', '4k'],
	['2160p', '4k'],
	['2160', '4k'],
	['UHD', '4k'],
	['HD', '720p'],
	['Full HD', '1080p'],
	['HD (720p)', '720p'],
	['720p HD', '720p'],
])('the resolution %j is %s', (given, tier) => {
	expect(choiceIn(given, tiers)).toBe(tier);
});

it.each<string | number>(['72', '1080i', '720p or 480p', '5', 4, 'p', 'k', 'high', '1920x1080'])(
	'the resolution %j is none for sure',
	(given) => {
		expect(choiceIn(given, tiers)).toBeUndefined();
	},
);

it('names are told from others that differ in nothing but capitals, blanks and hyphens', () => {
	expect(choiceIn('FILM', ['film', 'Film'])).toBe('film');
	expect(choiceIn(' Film ', ['film', 'Film'])).toBe('Film');
	expect(choiceIn('Slow Motion', ['slow_motion', 'fast'])).toBe('slow_motion');
	expect(choiceIn('slow motion', ['slow-motion', 'slow_motion'])).toBeUndefined();
	expect(choiceIn('-slow  motion-', ['slow_motion', 'fast'])).toBe('slow_motion');
});

it('only resolutions are found without their letter, or among other words', () => {
	expect(choiceIn('clap', ['clapp', 'film'])).toBeUndefined();
	expect(choiceIn('an x4k look', ['x4k', 'film'])).toBeUndefined();
	expect(choiceIn('a 4k look', ['4k', 'film'])).toBe('4k');
	expect(choiceIn('a 4kx look', ['4kx', 'film'])).toBeUndefined();
});

it.each([
	['TRUE', true],
	['“yes”', true],
	["'true'", true],
	['ＴＲＵＥ', true],
	['1.0', true],
	['✓', true],
	['f', false],
	['No\u00a0', false],
	['0.0', false],
])('the switch %j is %s', (given, value) => {
	expect(normaliseValue({ type: 'boolean', description: '' }, given)).toBe(value);
});

it('every choice of every parameter stays what it is', () => {
	for (const id of [
		'bytedance/seedance-v1.5-pro/text-to-video',
		'bytedance/seedance-2.0/text-to-video',
	]) {
		for (const parameter of Object.values(findModel(id)?.parameters ?? {})) {
			if (parameter.type !== 'string' || parameter.enum === undefined) continue;
			expect(parameter.enum.map((one) => choiceIn(one, parameter.enum ?? []))).toEqual(
				parameter.enum,
			);
		}
	}
});
