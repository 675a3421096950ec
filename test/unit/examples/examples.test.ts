/** The examples as files; test/e2e/example-cases runs them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INode } from 'n8n-workflow';
import { z } from 'zod';
import { offeredModels } from '../../../seedance/models';
import { exampleCases } from '../../e2e/example-cases';
import { nodeSchema } from '../../e2e/examples';
import { keptParameters, ownDescription, unknownChoices } from '../../support/examples/nodes';

const root = resolve(__dirname, '../../..');
const folder = join(root, 'examples');
const names = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''));
const index = readFileSync(join(folder, 'README.md'), 'utf8');

const workflowSchema = z.object({
	name: z.string().min(1),
	nodes: z.array(
		// n8n's own types want to know what the parameters are.
		nodeSchema.extend({ parameters: z.record(z.any()) }),
	),
	connections: z.record(z.record(z.array(z.array(z.object({ node: z.string() }))))),
	settings: z.object({ executionOrder: z.literal('v1') }).passthrough(),
	pinData: z.undefined(),
	active: z.literal(false).optional(),
});

const ownPrefix = 'n8n-nodes-seedance.';

describe.each(names)('examples/%s.json', (name) => {
	const text = readFileSync(join(folder, `${name}.json`), 'utf8');
	const { nodes, connections } = workflowSchema.parse(JSON.parse(text));
	const own = nodes.filter(({ type }) => type.startsWith(ownPrefix));

	it('has a placeholder for the credential of each node of ours', () => {
		for (const { credentials } of own) {
			expect(credentials).toEqual({ waveSpeedAiApi: { id: '1', name: 'WaveSpeedAI account' } });
		}
	});

	it('has no credential that somebody uses', () => {
		// n8n's own ids have 16 characters.
		const ids = nodes.flatMap(({ credentials = {} }) => Object.values(credentials));
		for (const { id } of ids) expect(id).toMatch(/^\d?$/);
	});

	it('gives our nodes only parameters that they have and show, with values that they offer', () => {
		for (const node of own) {
			const description = ownDescription(node.type);
			if (description === undefined) throw new Error(`There is no node ${node.type}`);
			expect(description.version).toBe(node.typeVersion);
			const { credentials = {}, ...rest } = node;
			const given: INode = { ...rest, credentials, disabled: false };
			expect(keptParameters(given, description)).toMatchObject(node.parameters);
			expect(unknownChoices(description.properties, node.parameters)).toEqual([]);
		}
	});

	it('chooses models that the picker offers', () => {
		for (const { type, parameters } of own) {
			if (parameters.model === undefined) continue;
			const mode = (['image-to-video', 'video-to-video'] as const).find((each) =>
				type.toLowerCase().includes(each.replaceAll('-', '')),
			);
			const { value } = z.object({ value: z.string() }).parse(parameters.model);
			expect(offeredModels(mode ?? 'text-to-video').map(({ id }) => id)).toContain(value);
		}
	});

	it('has a blue note of at most 60 words to read first, with numbered steps', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const first = notes.find((note) => note.name === 'Read me');
		expect(first?.parameters).toMatchObject({ color: 5 });
		const text = String(first?.parameters.content);
		expect(text).toMatch(/^## .+\n\n(?:.+\n\n)?1\. .+\n2\. /);
		expect(text.split(/\s+/).length).toBeLessThanOrEqual(60);
	});

	it('connects nodes that are there, each with a name and an id of its own', () => {
		const known = nodes.map((node) => node.name);
		const targets = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((each) => each.flat().map(({ node }) => node)),
		);
		for (const each of [...Object.keys(connections), ...targets]) expect(known).toContain(each);
		expect(new Set(known).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	});

	it('is in the index with its picture', () => {
		expect(index).toContain(`(${name}.json)`);
		expect(index).toContain(`(../docs/images/examples/${name}.png)`);
		expect(existsSync(join(root, 'docs/images/examples', `${name}.png`))).toBe(true);
	});

	it('has a case that runs it', () => {
		expect(exampleCases.map((each) => each.name)).toContain(name);
	});
});

it('finds a parameter, an option and a choice that a node does not have', () => {
	const description = ownDescription('n8n-nodes-seedance.seedanceTextToVideo');
	if (description === undefined) throw new Error('A node was meant');
	const node: INode = {
		id: '1',
		name: 'Make video',
		type: 'n8n-nodes-seedance.seedanceTextToVideo',
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			prompt: 'x',
			lengthOfVideo: 5,
			options: { waiting: { values: { waitUsng: 'suspend' } } },
		},
	};
	const kept = keptParameters(node, description);
	expect(kept.prompt).toBe('x');
	expect(kept).not.toHaveProperty('lengthOfVideo');
	expect(kept).not.toHaveProperty('options.waiting.values.waitUsng');
	const values = { resolution: '481p', options: { waiting: { values: { waitUsing: 'sleep' } } } };
	expect(unknownChoices(description.properties, values)).toEqual([
		'resolution: 481p',
		'waitUsing: sleep',
	]);
});
