/**
 * What the sources say that a video costs, in USD (reference §H). Prices that a source gives only for
 * another release, only as a ratio to another model, or that come from third parties are left out.
 */
import type { PriceFacts } from '../types';

/** The day on which the reference was collected. */
const at = '2026-11-21';

/** A price that depends on the length alone: the resolution is in the model's id. */
const byLength = (usdBySeconds: Readonly<Record<number, number>>, source: string): PriceFacts => ({
	drivers: ['duration'],
	rows: [{ usdBySeconds }],
	source,
	at,
});

const lite480pUsd = { 5: 0.08, 10: 0.16, 15: 0.24, 20: 0.32 };
const lite720pUsd = { 5: 0.16, 10: 0.32, 15: 0.48, 20: 0.64 };
const page = (name: string) => `docs page of ${name}`;

/** Document 004 has no price table; a newer page of the same model has. */
export const liteT2v480p = byLength(lite480pUsd, page('seedance-v1-lite-t2v-480p'));
export const liteI2v480p = byLength(lite480pUsd, page('seedance-v1-lite-i2v-480p'));
export const liteT2v720p = byLength(lite720pUsd, page('seedance-v1-lite-t2v-720p'));
export const liteI2v720p = byLength(lite720pUsd, 'document 001');

/** Not the rule of the text model: document 000 states none. */
export const proI2v480p = byLength({ 5: 0.15, 10: 0.3, 15: 0.45, 20: 0.6 }, 'document 000');

/** "Minimum 5 s billed; price per second = price of 5 s / 5; duration rounded up". */
const perSecond = (usdFor5: number) => ({ usd: usdFor5 / 5, minimumSeconds: 5 });

/** Its page lists 5 and 10 s and states the rule. */
export const proT2v480p: PriceFacts = {
	drivers: ['duration'],
	rows: [{ usdBySeconds: { 5: 0.15, 10: 0.3 }, perSecond: perSecond(0.15) }],
	source: page('seedance-v1-pro-t2v-480p'),
	at,
};
export const proT2v1080p: PriceFacts = {
	drivers: ['duration'],
	rows: [{ usdBySeconds: { 5: 0.6, 10: 1.2, 15: 1.8, 20: 2.4 }, perSecond: perSecond(0.6) }],
	source: `${page('seedance-v1-pro-t2v-1080p')}; the rule by the second from that of 480p`,
	at,
};

/** Nothing is published for 1080p, for 10 s without sound and for other lengths. */
export const pro15: PriceFacts = {
	drivers: ['duration', 'resolution', 'generate_audio'],
	rows: [
		{ when: { resolution: '480p', generate_audio: false }, usdBySeconds: { 5: 0.06 } },
		{ when: { resolution: '480p', generate_audio: true }, usdBySeconds: { 5: 0.12, 10: 0.24 } },
		{ when: { resolution: '720p', generate_audio: false }, usdBySeconds: { 5: 0.13 } },
		{ when: { resolution: '720p', generate_audio: true }, usdBySeconds: { 5: 0.26, 10: 0.52 } },
	],
	source: 'WaveSpeedAI/agent-skills wavespeed-seedance-15-pro',
	at,
};

export const i2v2 = byLength({ 5: 1.2, 10: 2.4, 15: 3.6 }, 'document 003');

/** "From 0.60 for 5 s at 720p" is all that the pages say. */
export const fastTurbo2: PriceFacts = {
	drivers: ['duration', 'resolution'],
	rows: [],
	fromUsd: 0.6,
	source: 'docs pages of seedance-2.0-fast/text-to-video-turbo and image-to-video-turbo',
	at,
};
