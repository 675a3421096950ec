/** Lists of addresses as spreadsheets, forms and language models write them. */
import fc from 'fast-check';
import type { Parameter } from '../../../seedance/models';
import { findModel } from '../../../seedance/models';
import { buildRequest } from '../../../seedance/request/buildRequest';
import { normaliseValue } from '../../../seedance/request/normalise';
import { seed } from '../../seed';

const list: Parameter = {
	type: 'array',
	items: { type: 'string' },
	'x-accept': 'image/*',
};
const read = (given: unknown) => normaliseValue(list, given);

const a = 'https://example.com/a.png';
const b = 'http://example.com/b.png?x=1,2;3';
const c = 'https://res.cloudinary.com/demo/image/upload/w_300,h_200,c_fill/c.jpg';
const imgix = 'https://demo.imgix.net/d.jpg?auto=format,compress&crop=faces,edges';
const uri = 'data:image/png;base64,AAAA';

describe('a list of addresses', () => {
	it.each<[string, string]>([
		['commas', [a, b, c, imgix].join(',')],
		['commas and spaces', [a, b, c, imgix].join(', ')],
		['semicolons', [a, b, c, imgix].join(';')],
		['bars', [a, b, c, imgix].join(' | ')],
		['spaces', [a, b, c, imgix].join(' ')],
		['tabs', [a, b, c, imgix].join('\t')],
		['full-width commas', [a, b, c, imgix].join('，')],
		['full-width semicolons', [a, b, c, imgix].join('； ')],
		['ideographic commas', [a, b, c, imgix].join('、')],
		['full-width bars', [a, b, c, imgix].join('｜')],
		['ideographic spaces', [a, b, c, imgix].join('\u3000')],
		['lines', [a, b, c, imgix].join('\n')],
		['lines of Windows', [a, b, c, imgix].join('\r\n')],
		['lines of old Macs', [a, b, c, imgix].join('\r')],
		['commas at the ends of lines', [a, b, c, imgix].map((one) => `${one},`).join('\n')],
		['semicolons at the ends of lines', [a, b, c, imgix].map((one) => ` ${one} ;`).join('\n')],
		['quotes and commas', [a, b, c, imgix].map((one) => `"${one}"`).join(', ')],
		['JSON', JSON.stringify([a, b, c, imgix], null, 1)],
	])('joined by %s', (_, text) => {
		expect(read(text)).toEqual([a, b, c, imgix]);
		expect(read(`\n ${text}\n`)).toEqual([a, b, c, imgix]);
	});

	it('may hold data URIs and names', () => {
		expect(read(`${uri},${a},${uri}`)).toEqual([uri, a, uri]);
		expect(read(`photo, ${a}`)).toEqual(['photo', a]);
		expect(read(`${a}\nphoto, logo`)).toEqual([a, 'photo, logo']);
		expect(read(`,| photo\n, ${a}\n;`)).toEqual(['photo', a]);
	});

	it('does not take an address apart', () => {
		for (const one of [
			b,
			c,
			imgix,
			'https://res.cloudinary.com/demo/image/fetch/w_300,h_200/https://example.com/a.jpg',
			'https://web.archive.org/web/2020/https://example.com/a,b.jpg',
			uri,
			'data:image/png;base64,AAAA,BBBB',
		]) {
			expect(read(one)).toEqual([one]);
		}
	});

	it('takes a comma after an address in the path of another for the end of both', () => {
		const nested = 'https://cdn.example/fetch/https://example.com/a.jpg';
		expect(read(`${nested},${b}`)).toEqual([nested, b]);
	});

	it('that can be read in two ways is refused, and not sent as one', () => {
		const record = findModel('bytedance/seedance-2.0/text-to-video');
		if (record === undefined) throw new Error('No model');
		const given = `https://example.com/?u=${a},${a}`;
		expect(read(given)).toEqual([given]);
		const built = buildRequest(record, { prompt: 'A fox', reference_images: given });
		expect(built.ok || built.problem[0]?.finding).toContain('more than one URL');
	});

	it('comes back whatever joins its entries', () => {
		const part = fc.stringMatching(/^[\w.~%-]([\w.~%,;-]{0,10}[\w.~%-])?$/);
		const address = fc
			.tuple(fc.constantFrom('http://', 'https://'), part, part)
			.map(([begin, host, path]) => `${begin}${host}.example/${path}`);
		const joint = fc.constantFrom(
			',',
			', ',
			';',
			' ; ',
			'|',
			' ',
			'\t',
			'\n',
			',\n',
			'\r\n',
			';\r\n',
		);
		fc.assert(
			fc.property(fc.array(address, { minLength: 1, maxLength: 6 }), joint, (some, by) => {
				expect(read(some.join(by))).toEqual(some);
			}),
			{ seed, numRuns: 500 },
		);
	});

	it('of 14 MB is read in one pass', () => {
		const long = `data:image/png;base64,${'A'.repeat(7_000_000)}`;
		expect(read(`${long},${long}`)).toEqual([long, long]);
		const spaces = ' '.repeat(7_000_000);
		expect(read(`${a}${spaces}${b}${spaces}`)).toEqual([a, b]);
	});
});
