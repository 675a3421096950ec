/** The records of the catalogue in the place of the module that reads them from their folder. */
import type { Plugin } from 'esbuild';
import { records } from '../../seedance/models/records';

/** What only the API's own form and our documents read. */
const unread = ['title', 'step', 'x-ui-component', 'x-order-properties', 'source', 'note'];

/** The records as a node needs them: parameters of models that no node offers are not among it. */
const needed = records.map(({ request_schema: schema, ...facts }) =>
	facts.notOfferedBecause === undefined ? { ...facts, request_schema: schema } : facts,
);
const text = JSON.stringify(needed, (key, value: unknown) =>
	unread.includes(key) ? undefined : value,
);

export const catalogueRecords: Plugin = {
	name: 'catalogue records',
	setup({ onLoad }) {
		onLoad({ filter: /\/seedance\/models\/records\.ts$/ }, () => ({
			// JSON as a text is read faster than as a literal, and n8n's start waits for it.
			contents: `export const records = JSON.parse(${JSON.stringify(text)});`,
			loader: 'js',
		}));
	},
};
