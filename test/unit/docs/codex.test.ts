/** The links that n8n shows for a node: its codex file, and the credential's documentation. */
import path from 'node:path';
import { z } from 'zod';
import { WaveSpeedAiApi } from '../../../credentials/WaveSpeedAiApi.credentials';
import { exists, read } from '../../support/docs/papers';

const { n8n, homepage, name } = z
	.object({ n8n: z.object({ nodes: z.array(z.string()) }), homepage: z.string(), name: z.string() })
	.parse(JSON.parse(read('package.json')));

const link = z.array(z.object({ url: z.string() })).length(1);
const codexSchema = z.object({
	node: z.string(),
	categories: z.tuple([z.literal('Marketing & Content')]),
	alias: z.array(z.string()).nonempty(),
	resources: z.object({ primaryDocumentation: link, credentialDocumentation: link }),
});

const nodes = n8n.nodes.map((file) => path.basename(file, '.node.js'));
const codexOf = (node: string) =>
	codexSchema.parse(JSON.parse(read(path.join('nodes', node, `${node}.node.json`))));

it.each(nodes)('%s is described under its own type', (node) => {
	expect(codexOf(node).node).toBe(`${name}.${node.charAt(0).toLowerCase()}${node.slice(1)}`);
});

it.each(nodes)('%s leads to a page that exists', (node) => {
	const [{ url = '' } = {}] = codexOf(node).resources.primaryDocumentation;
	const pages = `${homepage}/blob/main/`;
	expect(url.startsWith(pages)).toBe(true);
	// n8n adds "?utm_source=…" to the link, which would end up in an anchor.
	const page = url.slice(pages.length);
	expect(page).toMatch(/^docs\/[\w/-]+\.md$/);
	expect(exists(page)).toBe(true);
});

it.each(nodes)('%s and the credential lead to the README’s part about it', (node) => {
	const [{ url } = {}] = codexOf(node).resources.credentialDocumentation;
	expect(url).toBe(`${homepage}#credential`);
	expect(new WaveSpeedAiApi().documentationUrl).toBe(url);
	expect(read('README.md')).toMatch(/^## Credential$/m);
});
