/** Texts that are sent are well-formed and have no characters that no text has. */
import fc from 'fast-check';
import { findModel } from '../../../seedance/models';
import { storeName } from '../../../seedance/media/source';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { cleanText, cleanTexts } from '../../../seedance/text';
import { planSubmit } from '../../../seedance/request/planSubmit';
import { seed } from '../../seed';

const isWellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8') === text;
// eslint-disable-next-line no-control-regex
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]/;

it.each([
	['A cat \ud83d', 'A cat \ufffd'],
	['\ude00 A cat', '\ufffd A cat'],
	['\ude00\ud83d', '\ufffd\ufffd'],
	['A cat 😀', 'A cat 😀'],
	['👩‍👩‍👧 and 🇩🇪', '👩‍👩‍👧 and 🇩🇪'],
	['A\0 cat', 'A cat'],
	['A cat\u0007\u001b[0m\x7f\u009b', 'A cat[0m'],
	['one\vtwo\fthree\x85four', 'one\ntwo\nthree\nfour'],
	['\ufeffA cat', 'A cat'],
	['A\tcat\r\n\n', 'A\tcat\r\n\n'],
	['Ein Füchslein — “schlau”', 'Ein Füchslein — “schlau”'],
])('%j is sent as %j', (given, sent) => {
	expect(cleanText(given)).toBe(sent);
});

it('any text becomes one, and one that is stays as it is', () => {
	const text = fc.string({ unit: 'binary' });
	const broken = fc
		.array(fc.integer({ min: 0, max: 0xffff }))
		.map((codes) => String.fromCharCode(...codes));
	fc.assert(
		fc.property(fc.oneof(text, broken), (given) => {
			const sent = cleanText(given);
			expect(isWellFormed(sent)).toBe(true);
			expect(sent).not.toMatch(control);
			expect(cleanText(sent)).toBe(sent);
			if (isWellFormed(given) && !control.test(given)) expect(sent).toBe(given);
		}),
		{ seed, numRuns: 500 },
	);
});

it('so are the texts within lists and objects, and their names', () => {
	const given = { 'a\0': ['b\ud83d', { c: 'd\u0007', e: 5, f: null, g: true }] };
	expect(cleanTexts(given)).toEqual({ a: ['b\ufffd', { c: 'd', e: 5, f: null, g: true }] });
});

describe('the texts of a request', () => {
	const text = 'A cat \ud83d\0';
	const sent = 'A cat \ufffd';

	it('are, of a model that is known', () => {
		const record = findModel('bytedance/seedance-2.0/text-to-video');
		if (record === undefined) throw new Error('No model');
		const built = buildRequest(record, { prompt: text });
		expect(built.ok && built.value.body).toEqual({ prompt: sent });
	});

	it('that are nothing without them are missing', () => {
		const plan = planSubmit('text-to-video', {
			model: 'bytedance/seedance-2.0/text-to-video',
			fields: { prompt: '\0\u0007' },
		});
		expect(plan.ok || plan.problem.message).toContain('Prompt is empty');
	});

	it('are, of a model outside the catalogue, wherever they were given', () => {
		const plan = planSubmit('text-to-video', {
			model: 'bytedance/seedance-9/text-to-video',
			fields: { prompt: text },
			form: { style: text },
			json: JSON.stringify({ shots: [{ text }], image: 'https://example.com/a.png' }),
		});
		expect(plan.ok && plan.request.body).toEqual({
			prompt: sent,
			style: sent,
			shots: [{ text: sent }],
			image: 'https://example.com/a.png',
		});
	});
});

it.each([
	['My%20Photo.png', 'My Photo.png'],
	['100%25.png', '100%.png'],
	['100%.png', '100%.png'],
	['a%2Fb%5Cc.png', 'a_b_c.png'],
	['photo\ud83d.png', 'photo_.png'],
	[`${'x'.repeat(10)}${'😀'.repeat(110)}`, `${'😀'.repeat(100)}.png`],
	['%00', '_.png'],
	['', 'file.png'],
	// Its own extension is that of another kind of file.
	['photo.mp4', 'photo.mp4.png'],
	['photo.jpg', 'photo.jpg'],
	['photo.v2', 'photo.v2'],
	['%ED%A0%BD.png', '%ED%A0%BD.png'],
])('the store is told of the file %j as %j', (fileName, name) => {
	expect(storeName(fileName, 'png')).toBe(name);
});
