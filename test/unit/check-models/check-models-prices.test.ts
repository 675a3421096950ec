/** check:models must be able to fail on a price that is not the document's. */
import { comparePrices } from '../../../scripts/check-models/compare-prices';
import { parseDocument } from '../../../scripts/check-models/parse-document';
import { files, inText, sides } from '../../support/checkModels/alterations';
import type { Alteration, Sides } from '../../support/checkModels/alterations';

const { proI2v, liteI2v, pro15, seedance2, liteT2v } = files;

const rowsOf = ({ text, record }: Sides) => comparePrices(parseDocument(text), record);

function mismatchesAfter(file: string, alter: Alteration): readonly string[] {
	const all = sides(file);
	alter(all);
	return rowsOf(all).flatMap(({ mismatches }) => mismatches);
}

describe('the price table of a document', () => {
	it.each([
		[proI2v, { 5: 0.15, 10: 0.3, 15: 0.45, 20: 0.6 }],
		[liteI2v, { 5: 0.16, 10: 0.32, 15: 0.48, 20: 0.64 }],
		[seedance2, { 5: 1.2, 10: 2.4, 15: 3.6 }],
		[pro15, undefined],
		[liteT2v, undefined],
	])('is read from %s as a person does', (file, expected) => {
		expect(parseDocument(sides(file).text).usdBySeconds).toEqual(expected);
	});

	it('is not guessed where its rows are not understood', () => {
		const all = sides(liteI2v);
		const text = all.text.replace(/(\d+s)\$/g, '$1 costs $');
		expect(() => parseDocument(text)).toThrow(/Prices/);
	});
});

describe('comparePrices', () => {
	it.each([proI2v, liteI2v, seedance2])('has nothing to object for %s', (file) => {
		expect(rowsOf(sides(file)).map(({ mismatches }) => mismatches)).toEqual([[]]);
	});

	it.each([pro15, liteT2v])('leaves %s out, which has no table', (file) => {
		expect(rowsOf(sides(file))).toEqual([]);
	});

	it.each([
		[proI2v, '$0.45', '$0.46'],
		[liteI2v, '5s$0.16', '6s$0.16'],
		[seedance2, '| 15 s | $3.60 |', ''],
	])('notices that %s says something else', (file, from, to) => {
		expect(mismatchesAfter(file, inText(from, to))).toEqual(['catalogue price']);
	});

	it('notices a wrong figure in the catalogue', () => {
		const found = mismatchesAfter(seedance2, ({ record }) => {
			Object.assign(record.price?.rows[0]?.usdBySeconds ?? {}, { 10: 2.3 });
		});
		expect(found).toEqual(['catalogue price']);
	});

	it('notices that the catalogue has no price, or one that depends on more than the length', () => {
		const without = mismatchesAfter(proI2v, (all) => {
			Reflect.deleteProperty(all.record, 'price');
		});
		const depending = mismatchesAfter(proI2v, ({ record }) => {
			Object.assign(record.price?.rows[0] ?? {}, { when: { camera_fixed: true } });
		});
		expect([without, depending]).toEqual([['catalogue has no price'], ['catalogue has no price']]);
	});
});
