/** Replaces the module that reads the catalogue's folder by one that holds the records. */
import type { Plugin } from 'esbuild';
import { records } from '../../seedance/models/records';

/** Keywords that only the API's own form and our docs read. */
const unread = ['title', 'step', 'x-ui-component', 'x-order-properties', 'source', 'note'];

/** The records that a node needs, without the parameters of models that no node offers. */
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
			// JSON.parse of a text is faster than a literal, and n8n's start waits for it.
			contents: `export const records = JSON.parse(${JSON.stringify(text)});`,
			loader: 'js',
		}));
	},
};
