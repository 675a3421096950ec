import { parseDocument } from '../../../scripts/check-models/parse-document';
import { documentText, readByHand } from '../../support/models/documents';

const glued = (rows: string) =>
	`curl --request POST "https://api.wavespeed.ai/api/v3/some/model" \\
Request Parameters
ParameterTypeRequiredDefaultRangeDescription
${rows}
Response Parameters`;

describe('parseDocument', () => {
	it.each(readByHand)('reads $file as a person does', ({ file, model, parameters }) => {
		const document = parseDocument(documentText(file));
		expect(document.model).toBe(model);
		expect([...document.parameters]).toEqual(parameters);
	});

	it('reads only the request part, not the parameters of answers', () => {
		for (const { file } of readByHand) {
			const names = [...parseDocument(documentText(file)).parameters.keys()];
			expect(names).not.toContain('id');
			expect(names.filter((name) => name.startsWith('data'))).toEqual([]);
		}
	});

	it.each([
		['resolutionstringNo720p720p, 480pVideo', { default: '720p', choices: ['720p', '480p'] }],
		['durationintegerNo54 ~ 12The', { type: 'integer', default: 5, range: [4, 12] }],
		['durationintegerNo1010 ~ 30The', { type: 'integer', default: 10, range: [10, 30] }],
		['aspect_ratiostringNo16:921:9, 16:9The', { default: '16:9', choices: ['21:9', '16:9'] }],
		['generate_audiobooleanNotrue-Whether', { type: 'boolean', default: true }],
		['imagesarrayYes[]-Pictures (up to 4)', { required: true, default: [], maxItems: 4 }],
	])('tells the cells of %s apart', (row, facts) => {
		const { parameters } = parseDocument(glued(row));
		const defaults = { type: 'string', required: false };
		const type = row.includes('array') ? { type: 'array' } : {};
		expect([...parameters.values()]).toEqual([{ ...defaults, ...type, ...facts }]);
	});

	it.each([
		['no request part', 'POST "https://api.wavespeed.ai/api/v3/some/model"'],
		['no model', glued('promptstringNo-Text').replace('POST', 'GET')],
		['a row that is no row', glued('something else')],
		['a default of the wrong type', glued('camera_fixedbooleanNo7-Whether')],
		['a default and a range that meet in two ways', glued('durationintegerNo1111 ~ 111The')],
		['a parameter twice', glued('seedintegerNo--The\nseedintegerNo--The')],
		['no row', glued('')],
	])('refuses a document with %s', (_, text) => {
		expect(() => parseDocument(text)).toThrow();
	});
});
