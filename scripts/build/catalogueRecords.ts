/** The records of the catalogue in the place of the module that reads them from their folder. */
import type { Plugin } from 'esbuild';
import { records } from '../../seedance/models/records';

export const catalogueRecords: Plugin = {
	name: 'catalogue records',
	setup({ onLoad }) {
		onLoad({ filter: /\/seedance\/models\/records\.ts$/ }, () => ({
			contents: `export const records = ${JSON.stringify(records)};`,
			loader: 'js',
		}));
	},
};
