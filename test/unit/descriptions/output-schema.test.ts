/** The schemas that n8n shows before the first run name exactly what the nodes return. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { toJson } from '../../../nodes/shared/n8n/outputItem';
import { parseTask } from '../../../seedance/api/task';

const nodes = path.join(__dirname, '..', '..', '..', 'nodes');
const schema = z.object({
	type: z.literal('object'),
	properties: z.record(z.object({ type: z.string() })),
	version: z.literal(1),
});

const task = parseTask({
	id: 'a',
	status: 'completed',
	outputs: ['https://example.com/a.mp4'],
	created_at: '2026-11-27T00:00:00Z',
});
if (task === undefined) throw new Error('No task');

/** A finished task of which everything is known. */
const known = toJson(
	{
		task,
		model: 'a/b',
		estimatedCostUsd: 0.25,
		settings: {
			prompt: 'A fox',
			durationSeconds: 5,
			resolution: '720p',
			aspectRatio: '16:9',
			hasAudio: true,
			seed: 7,
		},
	},
	true,
);

it('Get Result, Delete or Cancel', () => {
	const text = readFileSync(
		path.join(nodes, 'SeedanceGetResult/__schema__/v1.0.0/delete.json'),
		'utf8',
	);
	const { properties } = schema.parse(JSON.parse(text));
	// test/node/delete.test.ts has the items themselves.
	expect(properties).toEqual({
		taskId: { type: 'string' },
		deleted: { type: 'boolean' },
		status: { type: 'string' },
	});
});

it.each([
	['SeedanceTextToVideo', 'v1.0.0.json', true],
	['SeedanceImageToVideo', 'v1.0.0.json', true],
	['SeedanceVideoToVideo', 'v1.0.0.json', true],
	['SeedanceWaitForCompletion', 'v1.0.0.json', false],
	['SeedanceGetResult', 'v1.0.0/get.json', false],
	['SeedanceGetResult', 'v1.0.0/getAll.json', false],
])('%s, %s', (node, file, hasCost) => {
	const text = readFileSync(path.join(nodes, node, '__schema__', file), 'utf8');
	const { properties } = schema.parse(JSON.parse(text));
	const names = Object.keys(known).filter((name) => hasCost || name !== 'estimatedCostUsd');
	expect(Object.keys(properties)).toEqual(names);
	for (const [name, { type }] of Object.entries(properties)) {
		const value = known[name];
		expect(type.replace('integer', 'number')).toBe(typeof value);
	}
});
