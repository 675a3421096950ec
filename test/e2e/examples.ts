import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoredWorkflow } from './example-run';
import { examplesFolder } from './folders';
import { PlainMessage } from './say';
import type { Stage } from './stage';

const credentialType = 'waveSpeedAiApi';

/** A node of it. */
export const nodeSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		type: z.string(),
		typeVersion: z.number(),
		position: z.tuple([z.number(), z.number()]),
		parameters: z.record(z.unknown()),
		credentials: z.record(z.object({ id: z.string(), name: z.string() })).optional(),
	})
	.passthrough();

const workflowSchema = z
	.object({
		name: z.string(),
		nodes: z.array(nodeSchema),
		connections: z.record(z.unknown()),
		settings: z.record(z.unknown()),
	})
	.passthrough();

/** An n8n workflow as n8n exports it. */
export type Workflow = z.infer<typeof workflowSchema>;

/** What a person changes in an example after importing it. */
export interface ExampleChanges {
	credentialId: string;
	/** An image that the simulator can fetch. */
	imageUrl: string;
}

/** The names of the example workflows, without ".json". */
export function exampleNames(): string[] {
	return readdirSync(examplesFolder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.slice(0, -'.json'.length))
		.sort();
}

/** An example that the stage has stored. */
export function storedExample(stage: Pick<Stage, 'examples'>, name: string): StoredWorkflow {
	const stored = stage.examples.get(name);
	if (stored === undefined) throw new PlainMessage(`examples/${name}.json is missing.`);
	return stored;
}

/** Reads an example and makes the changes that its sticky note asks for. */
export function readExample(name: string, changes: ExampleChanges): Workflow {
	const text = readFileSync(join(examplesFolder, `${name}.json`), 'utf8');
	const workflow = workflowSchema.parse(JSON.parse(text));
	return { ...workflow, nodes: workflow.nodes.map((node) => changeNode(node, changes)) };
}

function changeNode(node: Workflow['nodes'][number], changes: ExampleChanges): typeof node {
	const ours = node.credentials?.[credentialType];
	if (ours === undefined) return node;
	const credentials = { [credentialType]: { ...ours, id: changes.credentialId } };
	const takesImage = String(node.parameters.image).startsWith('https://example.com/');
	const parameters = takesImage ? { ...node.parameters, image: changes.imageUrl } : node.parameters;
	return { ...node, credentials, parameters };
}
