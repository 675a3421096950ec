/** The files of the catalogue, one for each model. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { records } from '../../../seedance/models/records';
import { recordSchema } from '../../support/recordSchema';

const folder = path.join(__dirname, '../../../seedance/models/catalogue');

describe('records', () => {
	it('has one file a model, named by its ID, and every file is a record', () => {
		const files = readdirSync(folder);
		expect(files.length).toBeGreaterThan(0);
		for (const file of files) {
			const text = readFileSync(path.join(folder, file), 'utf8');
			const record = recordSchema.parse(JSON.parse(text));
			expect(file).toBe(`${record.id.replaceAll('/', '__')}.json`);
		}
		const found = records.map(({ id }) => `${id.replaceAll('/', '__')}.json`);
		expect(found.sort()).toEqual(files.sort());
	});

	it('gives the order of parameters twice, alike', () => {
		for (const file of readdirSync(folder)) {
			const { request_schema: schema } = recordSchema.parse(
				JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
			);
			if (schema === undefined) continue;
			expect([file, schema['x-order-properties']]).toEqual([file, Object.keys(schema.properties)]);
		}
	});
});
