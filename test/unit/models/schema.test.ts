/** The estimate before a video is made: the published price or nothing. */
import type { ModelRecord, Parameter } from '../../../seedance/models';
import { estimateUsd, leastUsd, roundUsd } from '../../../seedance/models/schema';
import { known, made, withoutParameter } from '../../support/models/pricedModels';

const of = (id: string, body: Readonly<Record<string, unknown>>) => estimateUsd(known(id), body);

type Case = readonly [
	model: string,
	body: Readonly<Record<string, unknown>>,
	usd: number | undefined,
];

const byLength = (model: string, prices: Readonly<Record<number, number>>): Case[] =>
	Object.entries(prices).map(([seconds, usd]) => [model, { duration: Number(seconds) }, usd]);
const pro15 = (model: string, resolution: string, audio: boolean, prices: object): Case[] =>
	Object.entries(prices).map(([seconds, usd]) => [
		model,
		{ duration: Number(seconds), resolution, generate_audio: audio },
		usd as number,
	]);

/** Typed by hand from the documents and the published prices. */
const published: readonly Case[] = [
	...byLength('seedance-v1-lite-t2v-480p', { 5: 0.08, 10: 0.16, 15: 0.24, 20: 0.32 }),
	...byLength('seedance-v1-lite-i2v-480p', { 5: 0.08, 10: 0.16, 15: 0.24, 20: 0.32 }),
	...byLength('seedance-v1-lite-t2v-720p', { 5: 0.16, 10: 0.32, 15: 0.48, 20: 0.64 }),
	...byLength('seedance-v1-lite-i2v-720p', { 5: 0.16, 10: 0.32, 15: 0.48, 20: 0.64 }),
	...byLength('seedance-v1-pro-t2v-480p', { 5: 0.15, 10: 0.3, 15: 0.45, 20: 0.6 }),
	...byLength('seedance-v1-pro-i2v-480p', { 5: 0.15, 10: 0.3, 15: 0.45, 20: 0.6 }),
	...byLength('seedance-v1-pro-t2v-1080p', { 5: 0.6, 10: 1.2, 15: 1.8, 20: 2.4 }),
	...byLength('seedance-2.0/image-to-video', { 5: 1.2, 10: 2.4, 15: 3.6 }),
	...['seedance-v1.5-pro/text-to-video', 'seedance-v1.5-pro/image-to-video'].flatMap((model) => [
		...pro15(model, '480p', false, { 5: 0.06 }),
		...pro15(model, '480p', true, { 5: 0.12, 10: 0.24 }),
		...pro15(model, '720p', false, { 5: 0.13 }),
		...pro15(model, '720p', true, { 5: 0.26, 10: 0.52 }),
	]),
];

describe('a published price', () => {
	it.each(published)('%s %j: %d USD', (model, body, usd) => {
		expect(of(model, body)).toBe(usd);
	});

	it('is found for what the API takes when nothing is given', () => {
		// 5 s at 720p with audio.
		expect(of('seedance-v1.5-pro/text-to-video', { prompt: 'A fox' })).toBe(0.26);
		expect(of('seedance-v1.5-pro/text-to-video', { generate_audio: false })).toBe(0.13);
		expect(of('seedance-2.0/image-to-video', {})).toBe(1.2);
	});

	it('does not depend on what no source calls a matter of price', () => {
		const body = {
			prompt: 'A fox',
			image: 'https://example.com/a.png',
			last_image: 'https://example.com/b.png',
			aspect_ratio: '21:9',
			camera_fixed: true,
			seed: 7,
		};
		expect(of('seedance-v1.5-pro/image-to-video', body)).toBe(0.26);
	});
});

describe('the rule by the second', () => {
	it.each<Case>([
		['seedance-v1-pro-t2v-480p', { duration: 2 }, 0.15],
		['seedance-v1-pro-t2v-480p', { duration: 4 }, 0.15],
		['seedance-v1-pro-t2v-480p', { duration: 6 }, 0.18],
		['seedance-v1-pro-t2v-480p', { duration: 7 }, 0.21],
		['seedance-v1-pro-t2v-480p', { duration: 12 }, 0.36],
		['seedance-v1-pro-t2v-1080p', { duration: 2 }, 0.6],
		['seedance-v1-pro-t2v-1080p', { duration: 7 }, 0.84],
		['seedance-v1-pro-t2v-1080p', { duration: 11 }, 1.32],
	])('%s %j: %d USD, 5 s at least', (model, body, usd) => {
		expect(of(model, body)).toBe(usd);
	});

	it.each([
		[4.2, 0.15],
		[5.01, 0.18],
		[6, 0.18],
		[6.5, 0.21],
	])('bills %d s as whole seconds, rounded up: %d USD', (duration, usd) => {
		expect(of('seedance-v1-pro-t2v-480p', { duration })).toBe(usd);
	});
});

describe('no estimate', () => {
	it.each<Case>([
		['seedance-v1-lite-t2v-480p', { duration: 7 }, undefined],
		['seedance-v1-pro-i2v-480p', { duration: 6 }, undefined],
		['seedance-2.0/image-to-video', { duration: 20 }, undefined],
		['seedance-v1.5-pro/text-to-video', { duration: 7 }, undefined],
		['seedance-v1.5-pro/text-to-video', { duration: 10, generate_audio: false }, undefined],
	])('for a length that is not published: %s %j', (model, body) => {
		expect(of(model, body)).toBeUndefined();
	});

	it('for a resolution or a sound that is not published', () => {
		const model = 'seedance-v1.5-pro/text-to-video';
		expect(of(model, { resolution: '1080p' })).toBeUndefined();
		expect(of(model, { generate_audio: 'true' })).toBeUndefined();
	});

	it.each([
		'seedance-v1-lite-t2v-1080p',
		'seedance-v1-pro-t2v-720p',
		'seedance-v1-pro-i2v-1080p',
		'seedance-v1.5-pro/text-to-video-fast',
		'seedance-v1.5-pro/image-to-video-spicy',
		'seedance-2.0/text-to-video',
		'seedance-2.0-mini/text-to-video',
		'seedance-2.5/text-to-video',
	])('for %s, of which no price is known', (model) => {
		expect(of(model, { duration: 5 })).toBeUndefined();
	});

	it('for references, which the published price says nothing about', () => {
		const model = 'seedance-2.0-fast/text-to-video';
		expect(of(model, { duration: 5 })).toBe(0.8);
		expect(of(model, { duration: 5, reference_videos: ['https://example.com/a.mp4'] })).toBe(
			undefined,
		);
	});

	describe('where the seconds of a video are charged', () => {
		const files = { usedSeconds: { least: 4, most: 15 } };
		const price = {
			drivers: [],
			rows: [{ usdBySeconds: {}, perSecond: { usd: 0.1, minimumSeconds: 1 } }],
			source: 'made up',
			at: '2026-11-27',
		};
		const priced = (mode: ModelRecord['mode']) =>
			made({ video: { type: 'string', 'x-accept': 'video/*', files } }, { mode, price });
		it.each([
			['video-edit', {}, { video: 6 }, 1.2],
			['video-edit', {}, { video: 40 }, 3],
			['video-edit', {}, { video: 2 }, 0.8],
			['motion-control', {}, { video: 6.4 }, 0.7],
			['upscale', {}, { video: 10 }, 1],
			['upscale', {}, {}, undefined],
			['video-extend', {}, { video: 10 }, undefined],
		] as const)('%s of %j and %j costs %s', (mode, body, lengths, usd) => {
			expect(estimateUsd(priced(mode), body, lengths)).toBe(usd);
		});
	});

	it('from a price that only says "from"', () => {
		const model = 'seedance-2.0-fast/text-to-video-turbo';
		expect(of(model, { duration: 5, resolution: '720p' })).toBeUndefined();
	});

	it.each([-1, 0, NaN, Infinity, 1e300, '5', null, [5], true])('for a length of %p', (duration) => {
		const record = withoutParameter(known('seedance-v1-pro-t2v-480p'), 'duration');
		expect(estimateUsd(record, { duration })).toBeUndefined();
	});

	it('where the length is left to the model', () => {
		const record = known('seedance-v1-pro-t2v-480p');
		const open: Parameter = { type: 'integer' };
		const parameters = { ...record.parameters, duration: open };
		expect(estimateUsd({ ...record, parameters }, {})).toBeUndefined();
		expect(estimateUsd({ ...record, parameters }, { duration: 5 })).toBe(0.15);
	});
});

describe('a model that has changed since', () => {
	const record = known('seedance-2.0/image-to-video');
	const withParameter = (name: string, parameter: Parameter) => ({
		...record,
		parameters: { ...record.parameters, [name]: parameter },
	});

	it.each(['resolution', 'generate_audio', 'reference_videos', 'enable_web_search', 'fps'])(
		'has no estimate once it has %s, whatever the default',
		(name) => {
			const grown = withParameter(name, { default: '480p' });
			expect(estimateUsd(grown, { duration: 5 })).toBeUndefined();
		},
	);

	it('has one still where it has grown what does not matter', () => {
		const grown = withParameter('last_image', { type: 'string' });
		expect(estimateUsd(grown, { duration: 5 })).toBe(1.2);
	});

	it('has none where the facts depend on what it has lost', () => {
		const pro = withoutParameter(known('seedance-v1.5-pro/text-to-video'), 'resolution');
		expect(estimateUsd(pro, { duration: 5 })).toBeUndefined();
	});

	it('has none for a body with what the record does not know', () => {
		expect(estimateUsd(record, { duration: 5, resolution: '1080p' })).toBeUndefined();
	});
});

describe('leastUsd', () => {
	it.each([
		['seedance-v1-lite-t2v-480p', 0.08],
		['seedance-v1-pro-t2v-480p', 0.15],
		['seedance-v1-pro-t2v-1080p', 0.6],
		['seedance-v1.5-pro/text-to-video', 0.06],
		['seedance-2.0/image-to-video', 1.2],
		['seedance-2.0-fast/text-to-video-turbo', 0.6],
		['seedance-2.0/text-to-video', undefined],
	])('of %s is %p', (model, usd) => {
		expect(leastUsd(known(model))).toBe(usd);
	});

	it('is the minimum billed where only a rule is published', () => {
		const rows = [{ usdBySeconds: {}, perSecond: { usd: 0.03, minimumSeconds: 7 } }];
		const price = { drivers: ['duration'], rows, source: '', at: '' };
		expect(leastUsd(made({}, { price }))).toBe(0.21);
		expect(leastUsd(made({}, { price: { ...price, rows: [] } }))).toBeUndefined();
	});
});

describe('roundUsd', () => {
	it('rounds to a hundredth of a cent', () => {
		expect([0.1 + 0.2, 0.12 * 7, 0.00006, 0.00004, 3.6].map(roundUsd)).toEqual([
			0.3, 0.84, 0.0001, 0, 3.6,
		]);
	});
});
