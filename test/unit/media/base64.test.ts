/** Base64 decoded piece by piece: the same bytes as decoded at once. */
import fc from 'fast-check';
import { decodeBase64 } from '../../../seedance/media/dataUri';
import { seed } from '../../seed';

const inPieces = (text: string, slice: number) => Buffer.concat([...decodeBase64(text, slice)]);

const broken = (text: string, column: number, newline: string) =>
	(text.match(new RegExp(`.{1,${column}}`, 'g')) ?? []).join(newline);

describe('base64 that is decoded piece by piece', () => {
	it('gives the bytes that were written, whatever its lines, its alphabet and the pieces', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 400 }),
				fc.integer({ min: 1, max: 120 }),
				fc.constantFrom('\n', '\r\n', '\r', ' ', '\t', '\n\n', '\u00a0', '\u2028', ''),
				fc.integer({ min: 1, max: 90 }),
				fc.boolean(),
				fc.boolean(),
				(bytes, column, newline, slice, isUrlSafe, isPadded) => {
					const standard = Buffer.from(bytes).toString('base64');
					const alphabet = isUrlSafe
						? standard.replaceAll('+', '-').replaceAll('/', '_')
						: standard;
					const digits = isPadded ? alphabet : alphabet.replace(/=+$/, '');
					const text = `${broken(digits, column, newline)}${newline}`;
					expect(inPieces(text, slice)).toEqual(Buffer.from(bytes));
				},
			),
			{ seed, numRuns: 1000 },
		);
	});

	it('reads any other text as Node reads it at once', () => {
		const odd = fc.string({ unit: fc.constantFrom(...'AQz09+/-_= \n\r\t!.:"é…'), maxLength: 60 });
		fc.assert(
			fc.property(odd, fc.integer({ min: 1, max: 9 }), (text, slice) => {
				expect(inPieces(text, slice)).toEqual(Buffer.from(text, 'base64'));
			}),
			{
				seed,
				numRuns: 1000,
				examples: [
					['AA==AAAA', 4],
					['A', 1],
					['AAAAA', 4],
				],
			},
		);
	});

	it('holds no more than a piece at a time', () => {
		const text = broken(Buffer.alloc(1_000_000, 7).toString('base64'), 76, '\r\n');
		const sizes = [...decodeBase64(text)].map(({ length }) => length);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024);
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000_000);
	});
});
