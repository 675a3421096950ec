/** The price facts, against figures typed by hand from the documents and the published prices. */
import { catalogue, findModel } from '../../../seedance/models';
import type { PriceRow } from '../../../seedance/models';
import { usdText } from '../../../seedance/models/schema';

const lite480p = { 5: 0.08, 10: 0.16, 15: 0.24, 20: 0.32 };
const lite720p = { 5: 0.16, 10: 0.32, 15: 0.48, 20: 0.64 };

const pro15: readonly PriceRow[] = [
	{ when: { resolution: '480p', generate_audio: false }, usdBySeconds: { 5: 0.06 } },
	{ when: { resolution: '480p', generate_audio: true }, usdBySeconds: { 5: 0.12, 10: 0.24 } },
	{ when: { resolution: '720p', generate_audio: false }, usdBySeconds: { 5: 0.13 } },
	{ when: { resolution: '720p', generate_audio: true }, usdBySeconds: { 5: 0.26, 10: 0.52 } },
];

const fast20: readonly PriceRow[] = [
	{
		when: { resolution: '720p', generate_audio: true, enable_web_search: false },
		usdBySeconds: { 5: 0.8, 10: 1.6, 15: 2.4 },
	},
];

const byHand: ReadonlyArray<readonly [id: string, rows: readonly PriceRow[]]> = [
	['seedance-v1-lite-t2v-480p', [{ usdBySeconds: lite480p }]],
	['seedance-v1-lite-i2v-480p', [{ usdBySeconds: lite480p }]],
	['seedance-v1-lite-t2v-720p', [{ usdBySeconds: lite720p }]],
	['seedance-v1-lite-i2v-720p', [{ usdBySeconds: lite720p }]],
	['seedance-v1-pro-i2v-480p', [{ usdBySeconds: { 5: 0.15, 10: 0.3, 15: 0.45, 20: 0.6 } }]],
	[
		'seedance-v1-pro-t2v-480p',
		[{ usdBySeconds: { 5: 0.15, 10: 0.3 }, perSecond: { usd: 0.03, minimumSeconds: 5 } }],
	],
	[
		'seedance-v1-pro-t2v-1080p',
		[
			{
				usdBySeconds: { 5: 0.6, 10: 1.2, 15: 1.8, 20: 2.4 },
				perSecond: { usd: 0.12, minimumSeconds: 5 },
			},
		],
	],
	['seedance-v1.5-pro/text-to-video', pro15],
	['seedance-v1.5-pro/image-to-video', pro15],
	['seedance-2.0/image-to-video', [{ usdBySeconds: { 5: 1.2, 10: 2.4, 15: 3.6 } }]],
	['seedance-2.0-fast/text-to-video', fast20],
	['seedance-2.0-fast/image-to-video', fast20],
	['seedance-2.0-fast/text-to-video-turbo', []],
	['seedance-2.0-fast/image-to-video-turbo', []],
	['video-upscaler', []],
	['seedance-2.5/video-extend', []],
];

describe('price facts', () => {
	it.each(byHand)('of %s are the published ones', (id, rows) => {
		expect(findModel(`bytedance/${id}`)?.price?.rows).toEqual(rows);
	});

	it('exist for these models and for no other', () => {
		const priced = catalogue.filter(({ price }) => price !== undefined);
		expect(priced.map(({ id }) => id).sort()).toEqual(
			byHand.map(([id]) => `bytedance/${id}`).sort(),
		);
	});

	it('say "from" only where nothing else is published', () => {
		const from = catalogue.filter(({ price }) => price?.fromUsd !== undefined);
		expect(from.map(({ id, price }) => [id, price?.fromUsd])).toEqual([
			['bytedance/seedance-2.5/video-extend', 0.9],
			['bytedance/seedance-2.0-fast/image-to-video-turbo', 0.6],
			['bytedance/seedance-2.0-fast/text-to-video-turbo', 0.6],
			['bytedance/video-upscaler', 0.0072],
		]);
	});

	it('tell where they are from and since when', () => {
		for (const { price } of catalogue) {
			if (price === undefined) continue;
			expect(price.source).not.toBe('');
			expect(price.at).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		}
	});

	it('depend on the length and on parameters that the model has, with values that it takes', () => {
		for (const { id, price, parameters } of catalogue) {
			if (price === undefined) continue;
			const hasLength = parameters.duration !== undefined;
			expect([id, price.drivers.includes('duration')]).toEqual([id, hasLength]);
			expect(price.drivers.filter((name) => parameters[name] === undefined)).toEqual([]);
			for (const { when = {} } of price.rows) {
				expect(Object.keys(when).filter((name) => !price.drivers.includes(name))).toEqual([]);
				const { resolution } = parameters;
				if (when['resolution'] === undefined || resolution?.type !== 'string') continue;
				expect(resolution.enum).toContain(when['resolution']);
			}
		}
	});
});

describe('usdText', () => {
	it.each([
		[0, '$0.00'],
		[1.2, '$1.20'],
		[0.0625, '$0.0625'],
		[0.105, '$0.105'],
		[100, '$100.00'],
		[0.1 + 0.2, '$0.30'],
	])('writes %d as %s', (usd, text) => {
		expect(usdText(usd)).toBe(text);
	});
});
